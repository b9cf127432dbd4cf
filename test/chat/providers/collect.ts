// Reads a model's stream to its end: what arrived as text and reasoning, and how it ended.

import type { ModelEvent } from '../../../src/chat/model-event.js';
import type { ChatModel } from '../../../src/chat/ports.js';

export interface Collected {
  text: string;
  pieces: string[];
  /** Reasoning. */
  thought: string;
  /** The last event when it was no part of the answer. */
  end: Exclude<ModelEvent, { type: 'text' | 'thought' }> | undefined;
}

export async function collect(
  model: ChatModel,
  options: { question?: string; signal?: AbortSignal; instruction?: string } = {},
): Promise<Collected> {
  const { question = 'hello', signal = new AbortController().signal, instruction } = options;
  const collected: Collected = { text: '', pieces: [], thought: '', end: undefined };
  for await (const event of model.stream({
    instruction,
    messages: [{ role: 'user', text: question }],
    signal,
  })) {
    if (collected.end) throw new Error(`an event follows the end: ${JSON.stringify(event)}`);
    if (event.type === 'text') collected.pieces.push(event.text);
    else if (event.type === 'thought') collected.thought += event.text;
    else collected.end = event;
  }
  collected.text = collected.pieces.join('');
  return collected;
}
