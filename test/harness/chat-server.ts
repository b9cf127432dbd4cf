// A model's server on loopback: the streaming part of OpenAI's chat-completions wire format, with a script
// for each request, also for failures. Records the requests, so that the context sent can be asserted.

import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface ChatRequest {
  model: string;
  messages: { role: string; content: string }[];
  headers: IncomingMessage['headers'];
  /** The client left before the answer's end. */
  aborted: boolean;
}

export interface ScriptedAnswer {
  /** HTTP status other than 200: an error body with the message is sent, nothing else. */
  status?: number;
  message?: string;
  headers?: Record<string, string>;
  pieces?: string[];
  /** Pause before each piece. */
  delayMs?: number;
  /**
   * After the pieces: finish reason and [DONE] (a finish reason, default 'stop'), the connection broken
   * ('cut'), a clean end without a finish reason ('early'), or silence ('hang').
   */
  end?: 'stop' | 'length' | 'cut' | 'early' | 'hang';
}

export interface ChatServer {
  /** For OPENAI_BASE_URL. */
  url: string;
  requests: ChatRequest[];
  /** Closes every connection, answered or not. */
  stop(): Promise<void>;
}

export type ChatScript = (request: ChatRequest, index: number) => ScriptedAnswer;

/** Default script: repeats the last question, word by word. */
export async function startChatServer(script: ChatScript = echoQuestion): Promise<ChatServer> {
  const requests: ChatRequest[] = [];
  const stopping = new AbortController();
  // One for each streaming answer, however many.
  setMaxListeners(0, stopping.signal);
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      if (!stopping.signal.aborted) outgoing.destroy(error as Error);
    });
  });
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    if (incoming.url?.endsWith('/models')) return sendJson(outgoing, 200, { data: [{ id: 'scripted' }] });
    const body = JSON.parse(await readBody(incoming)) as Pick<ChatRequest, 'model' | 'messages'>;
    const request: ChatRequest = { ...body, headers: incoming.headers, aborted: false };
    outgoing.on('close', () => {
      request.aborted = !outgoing.writableFinished;
    });
    const index = requests.push(request) - 1;
    await play(script(request, index), request.model, outgoing, stopping.signal);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    stop: () => {
      stopping.abort();
      return close(server);
    },
  };
}

const echoQuestion: ChatScript = ({ messages }) => ({
  pieces: (messages.at(-1)?.content ?? '').split(/(?<= )/),
});

async function play(
  script: ScriptedAnswer,
  model: string,
  outgoing: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const {
    status = 200,
    message = 'scripted error',
    headers = {},
    pieces = [],
    delayMs = 0,
    end = 'stop',
  } = script;
  if (status !== 200) return sendJson(outgoing, status, { error: { message, type: 'scripted' } }, headers);
  outgoing.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
  outgoing.flushHeaders();
  for (const content of pieces) {
    if (delayMs > 0) await delay(delayMs, undefined, { signal });
    if (outgoing.destroyed) return;
    outgoing.write(formatChunk(model, { content }, null));
  }
  if (end === 'hang') return;
  if (end === 'cut') {
    // The pieces must be on the wire first, or the client never sees them.
    outgoing.write('', () => outgoing.destroy());
    return;
  }
  if (end !== 'early') outgoing.write(`${formatChunk(model, {}, end)}data: [DONE]\n\n`);
  outgoing.end();
}

function formatChunk(model: string, delta: object, finishReason: string | null): string {
  const choices = [{ index: 0, delta: { role: 'assistant', ...delta }, finish_reason: finishReason }];
  return `data: ${JSON.stringify({ id: 'scripted', object: 'chat.completion.chunk', created: 0, model, choices })}\n\n`;
}

function sendJson(
  outgoing: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
  outgoing.end(JSON.stringify(body));
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
