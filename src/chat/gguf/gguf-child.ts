// The other end: loads one model's file and answers questions about it, one after the other, until nobody
// listens. Owns how node-llama-cpp is called. Leaves the process to entrance/gguf.ts. Invariants: a question
// that is taken back ends at once, before the next begins; the conversation is never shortened unseen.

import { setTimeout as sleep } from 'node:timers/promises';
import { messagesOf } from '../../process/message-lines.js';
import type { FromChild, RefusalReason, ToChild } from './gguf-messages.js';
import {
  asLlamaModule,
  type LlamaChat,
  type LlamaChatItem,
  type LlamaSequence,
  type Tokenizer,
} from './llama-module.js';

export interface ChildPorts {
  /** The path of the model. */
  file: string;
  /** Loads node-llama-cpp. */
  load(): Promise<object>;
  /** Of this machine. */
  cores: number;
  input: AsyncIterable<Uint8Array>;
  send(message: FromChild): void;
}

const LOG_DELAY_MS = 100;
/** Tokens: fewer take longer altogether, more are not stopped in time. */
const READ_AT_ONCE = 128;

type Question = Extract<ToChild, { type: 'ask' }>;

/** As llama.cpp's own programs have them. Without them the likeliest word always follows, in circles. */
const SAMPLING = { temperature: 0.8, topK: 40, topP: 0.95, minP: 0.05 };

/** Resolves when the input has ended, or the model cannot be loaded. */
export async function answerFromFile(ports: ChildPorts): Promise<void> {
  const { send, input } = ports;
  let loaded: Loaded;
  try {
    loaded = await loadFile(ports);
  } catch (error) {
    const why: RefusalReason = error instanceof Refusal ? error.why : 'file';
    send({ type: 'refused', why, words: wordsOf(error) });
    return;
  }
  send({ type: 'ready', window: loaded.window });
  const open = new Map<number, AbortController>();
  let last = Promise.resolve();
  for await (const message of messagesOf<ToChild>(input)) {
    if (message.type === 'stop') open.get(message.id)?.abort();
    else {
      const stop = new AbortController();
      open.set(message.id, stop);
      last = last.then(() => answer(message, stop, loaded, send)).finally(() => void open.delete(message.id));
    }
  }
}

interface Loaded {
  chat: LlamaChat;
  tokenizer: Tokenizer;
  sequence: LlamaSequence;
  window: number;
}

class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly why: RefusalReason;

  constructor(why: RefusalReason, words: string) {
    super(words);
    this.why = why;
  }
}

/** By the names of what node-llama-cpp throws. */
const REASONS: Readonly<Record<string, RefusalReason>> = {
  NoBinaryFoundError: 'build',
  InsufficientMemoryError: 'memory',
};

async function loadFile({ file, load, cores, send }: ChildPorts): Promise<Loaded> {
  const found = await load().catch((error: unknown) => {
    throw new Refusal('module', wordsOf(error));
  });
  const module = asLlamaModule(found);
  if (!module) throw new Refusal('module', 'it has no getLlama and no LlamaChat');
  /** Says more than what is thrown. */
  const complaints: string[] = [];
  try {
    const llama = await module.getLlama({
      // qmux builds and downloads nothing.
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      logLevel: 'error',
      logger: (_level, message) => void complaints.push(message.trim()),
    });
    let told = 0;
    const model = await llama.loadModel({
      modelPath: file,
      onLoadProgress: (part) => {
        const percent = Math.floor(part * 100);
        if (percent <= told) return;
        told = percent;
        send({ type: 'loading', percent });
      },
    });
    // Its threads wait for each other in loops: with one more than there are free cores, all of them do.
    const threads = Math.max(1, Math.min(llama.cpuMathCores, cores - 1));
    const context = await model.createContext({ threads });
    const sequence = context.getSequence();
    const chat = new module.LlamaChat({ contextSequence: sequence });
    return { chat, sequence, tokenizer: model.tokenizer, window: context.contextSize };
  } catch (error) {
    // What is logged comes by another way than what is thrown, and later.
    if (complaints.length === 0) await sleep(LOG_DELAY_MS);
    const words = [wordsOf(error), ...complaints.slice(0, 1)].join(': ');
    throw new Refusal(REASONS[nameOf(error)] ?? 'file', words);
  }
}

async function answer(
  { id, instruction, turns }: Question,
  stop: AbortController,
  loaded: Loaded,
  send: (message: FromChild) => void,
): Promise<void> {
  if (stop.signal.aborted) return;
  const { chat, sequence, window } = loaded;
  const before = sequence.tokenMeter.usedOutputTokens;
  let isFull = false;
  const history = [
    ...(instruction === undefined ? [] : [{ type: 'system' as const, text: instruction }]),
    ...turns.map(({ role, text }): LlamaChatItem =>
      role === 'user' ? { type: 'user', text } : { type: 'model', response: [text] },
    ),
  ];
  try {
    if (!(await read(history, stop.signal, loaded, (used) => send({ type: 'read', id, used }))))
      return send({ type: 'end', id, how: 'full', used: window, output: 0 });
    if (stop.signal.aborted) return;
    await chat.generateResponse(history, {
      ...SAMPLING,
      signal: stop.signal,
      stopOnAbortSignal: true,
      onResponseChunk: ({ segmentType, text }) => {
        if (text !== '' && !stop.signal.aborted)
          send({
            type: segmentType === undefined ? 'text' : 'thought',
            id,
            text,
            used: sequence.nextTokenIndex,
          });
      },
      contextShift: {
        size: 1,
        // What it throws would be ignored, and the oldest turns left out.
        strategy: () => {
          isFull = true;
          stop.abort();
          return { chatHistory: [] };
        },
      },
    });
  } catch (error) {
    if (!stop.signal.aborted) send({ type: 'failed', id, words: wordsOf(error) });
    if (!isFull) return;
  }
  if (stop.signal.aborted && !isFull) return;
  const output = sequence.tokenMeter.usedOutputTokens - before;
  send({ type: 'end', id, how: isFull ? 'full' : 'whole', used: sequence.nextTokenIndex, output });
}

/**
 * Has the model read the conversation, up to where it begins to answer, or until the signal fires: by itself
 * it would read to the end first, which takes minutes where it is long. False: it does not fit.
 */
async function read(
  history: readonly LlamaChatItem[],
  signal: AbortSignal,
  { chat, sequence, tokenizer, window }: Loaded,
  heard: (used: number) => void,
): Promise<boolean> {
  const chatHistory: LlamaChatItem[] = [...history, { type: 'model', response: [] }];
  const tokens = chat.chatWrapper.generateContextState({ chatHistory }).contextText.tokenize(tokenizer);
  if (tokens.length >= window) return false;
  await sequence.adaptStateToTokens(tokens, false);
  // The last one is for the answer.
  const end = tokens.length - 1;
  for (let from = sequence.nextTokenIndex; from < end && !signal.aborted; from += READ_AT_ONCE) {
    const to = Math.min(end, from + READ_AT_ONCE);
    await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(from, to));
    heard(to);
  }
  return true;
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const nameOf = (error: unknown): string => (error instanceof Error ? error.constructor.name : '');
