// Reads a model's stream to its end: what arrived as text and reasoning, and how it ended.

import type { ModelEvent } from '../../../src/chat/model-event.js';
import type { ChatModel } from '../../../src/chat/ports.js';

export interface Collected {
  text: string;
  pieces: string[];
  /** Reasoning. */
  thought: string;
  /** As it was counted; undefined: it was not. */
  usage: Extract<ModelEvent, { type: 'usage' }> | undefined;
  /** The last event when it was no part of the answer. */
  end: Exclude<ModelEvent, { type: 'text' | 'thought' | 'usage' }> | undefined;
}

export async function collect(
  model: ChatModel,
  options: { question?: string; signal?: AbortSignal; instruction?: string } = {},
): Promise<Collected> {
  const { question = 'hello', signal = new AbortController().signal, instruction } = options;
  const collected: Collected = { text: '', pieces: [], thought: '', usage: undefined, end: undefined };
  for await (const event of model.stream({
    instruction,
    messages: [{ role: 'user', text: question }],
    signal,
  })) {
    if (collected.end) throw new Error(`an event follows the end: ${JSON.stringify(event)}`);
    if (event.type === 'text') collected.pieces.push(event.text);
    else if (event.type === 'thought') collected.thought += event.text;
    else if (event.type === 'usage') collected.usage = event;
    else collected.end = event;
  }
  collected.text = collected.pieces.join('');
  return collected;
}
