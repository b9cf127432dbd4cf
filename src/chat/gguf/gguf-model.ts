// A model's file as the ChatModel of one chat. Owns what a question becomes, and the words of each end.
// Leaves the process to gguf-process.ts.

import { imageLeftOut, quoteAttached } from '../context/quote-attached.js';
import type { ModelEvent, Usage } from '../model-event.js';
import type { ChatMessage, ChatModel, ModelRequest } from '../ports.js';
import { ReasoningTags, type SplitText } from '../providers/reasoning-tags.js';
import type { SaidText } from './gguf-messages.js';
import type { GgufEvent, GgufProcess } from './gguf-process.js';

/** What it asks a process. */
export type AskedProcess = Pick<GgufProcess, 'name' | 'takeLoss' | 'load' | 'ask'>;

/** said: what was said to this chat already, so that it is said once. */
export function createGgufModel(name: string, process: AskedProcess, said: Set<string>): ChatModel {
  const stream = (request: ModelRequest): AsyncGenerator<ModelEvent> => answer(process, request);
  return {
    name,
    takesImages: false,
    stream,
    async *step(request) {
      const text = `${process.name} cannot call tools here; it answers without them`;
      if (!said.has(text)) yield { type: 'notice', text };
      said.add(text);
      yield* stream(request);
    },
  };
}

/** Part of the window after which it is said again how full it is. */
const USAGE_STEP = 0.05;

async function* answer(process: AskedProcess, request: ModelRequest): AsyncGenerator<ModelEvent> {
  const { instruction, messages, signal } = request;
  const lost = process.takeLoss();
  if (lost !== undefined)
    yield { type: 'notice', text: `${process.name}: its process ended (${lost}); it was started again` };
  const window = await process.load();
  const standing = instruction?.trim() ? instruction.toWellFormed() : undefined;
  const reader = new AnswerReader(process.name, window);
  for await (const event of process.ask(standing, messages.map(saidText), signal)) yield* reader.read(event);
}

class AnswerReader {
  readonly #tags = new ReasoningTags();
  #hasText = false;
  #hasThought = false;
  #saidUsed = 0;

  readonly #name: string;
  readonly #window: number;

  constructor(name: string, window: number) {
    this.#name = name;
    this.#window = window;
  }

  *read(event: GgufEvent): Generator<ModelEvent> {
    switch (event.type) {
      case 'read':
        yield* this.#fills(event.used);
        return;
      case 'text':
        yield* this.#fills(event.used);
        yield* this.#split(this.#tags.push(event.text));
        return;
      case 'thought':
        yield* this.#fills(event.used);
        yield* this.#thought(event.text);
        return;
      case 'end': {
        yield* this.#split(this.#tags.end());
        yield { type: 'usage', usage: this.#usage(event), request: { cost: undefined } };
        yield event.how === 'full' ? this.#full() : this.#whole();
        return;
      }
      case 'failed':
        yield* this.#split(this.#tags.end());
        yield { type: 'error', message: `${this.#name}: ${event.words}; ask again`, needsUser: false };
        return;
      case 'lost':
        yield* this.#split(this.#tags.end());
        yield {
          type: 'error',
          message: `the process of ${this.#name} ended (${event.words}); ask again, which starts it again`,
          needsUser: false,
        };
    }
  }

  /** An answer that is interrupted fills the window too, and the next question has to fit behind it. */
  *#fills(used: number): Generator<ModelEvent> {
    if (used - this.#saidUsed < this.#window * USAGE_STEP && this.#saidUsed > 0) return;
    this.#saidUsed = used;
    yield { type: 'usage', usage: { used, size: this.#window } };
  }

  #usage({ how, used, output }: Extract<GgufEvent, { type: 'end' }>): Usage {
    const size = this.#window;
    const tokens = { inputTokens: used - output, outputTokens: output };
    // What did not fit was not counted.
    return how === 'full' ? { used: size, size } : { used, size, ...tokens };
  }

  #whole(): ModelEvent {
    if (this.#hasText) return { type: 'finish', complete: true, reason: 'stop' };
    const what = this.#hasThought ? 'no text, only reasoning' : 'no text';
    return notWhole('no-text', `${this.#name} wrote ${what}; ask again, or choose another model with /model`);
  }

  #full(): ModelEvent {
    return notWhole(
      'length',
      `the conversation fills the context window of ${this.#name} (${this.#window} tokens); /compact makes room, /clear begins a new one`,
    );
  }

  *#split({ text, reasoning }: SplitText): Generator<ModelEvent> {
    yield* this.#thought(reasoning);
    if (text === '') return;
    this.#hasText ||= text.trim() !== '';
    yield { type: 'text', text };
  }

  *#thought(given: string): Generator<ModelEvent> {
    const text = this.#hasThought ? given : given.trimStart();
    if (text === '') return;
    this.#hasThought = true;
    yield { type: 'thought', text };
  }
}

const notWhole = (reason: string, message: string): ModelEvent => ({
  type: 'finish',
  complete: false,
  reason,
  message,
});

/** The pieces that go along stand before the question, as for every model. */
function saidText({ role, text, attached = [] }: ChatMessage): SaidText {
  const before = attached.map((each) =>
    each.kind === 'image' ? imageLeftOut(each.name) : quoteAttached(each),
  );
  return { role, text: [...before, text].join('\n\n').toWellFormed() };
}
