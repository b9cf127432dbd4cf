// Answers of a model with tool calls, in OpenAI's wire format.

import type { ServerResponse } from 'node:http';
import { beginStream } from '../providers/wire-server.js';

/** One answer of a model. */
export interface Said {
  text?: string;
  reasoning?: string;
  calls?: { id: string; name: string; input: string; signature?: string }[];
  /** A failure in place of an answer. */
  status?: number;
}

function wireText({ text, reasoning, calls = [] }: Said): string {
  const toolCalls = calls.map(({ id, name, input, signature }, index) => ({
    index,
    id,
    type: 'function',
    function: { name, arguments: input },
    ...(signature === undefined ? {} : { extra_content: { google: { thought_signature: signature } } }),
  }));
  const delta = { content: text, reasoning_content: reasoning, tool_calls: toolCalls };
  const end = { delta: {}, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' };
  const chunks = [{ delta, finish_reason: null }, end];
  return chunks
    .map((choice) => `data: ${JSON.stringify({ id: 'c', created: 1, model: 'm', choices: [choice] })}\n\n`)
    .join('');
}

export function answerWith(response: ServerResponse, said: Said): void {
  if (said.status !== undefined) {
    response.writeHead(said.status, { 'content-type': 'application/json' });
    response.end('{"error":{"message":"no"}}');
    return;
  }
  beginStream(response);
  response.end(wireText(said));
}

export const read = (path: string, id = 'c1') => ({ id, name: 'read', input: JSON.stringify({ path }) });

export const shell = (command: string, id = 'c1') => ({
  id,
  name: 'shell',
  input: JSON.stringify({ command }),
});
