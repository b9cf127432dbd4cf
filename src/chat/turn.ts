// Runs one question to the end of its answer. Owns the order: synced, model resolved, begun, streamed, ended.
// Leaves records and drawing to its ports. Invariant: it never rejects; whatever a model throws or forgets,
// even the end of its stream or the signal, the turn ends with a finish and keeps what has been streamed. A
// request is repeated only if nothing of its answer has arrived.

import { setImmediate as nextTurn } from 'node:timers/promises';

import { explainFailure } from '../files/explain-failure.js';
import { UserError } from '../text/user-error.js';
import { PieceGatherer, type PieceKind } from './piece-gatherer.js';
import type { ModelEvent } from './model-event.js';
import type { ChatKeeper, ChatModel, ChatTerminal, ModelOfChat, ModelRequest } from './ports.js';
import { nextRetry, type Retry, type RetryWish } from './retries.js';
import type { Finish } from './transcript-record.js';

export interface TurnPorts {
  /** Whether somebody watches. */
  terminal: Pick<ChatTerminal, 'watched' | 'onWatched'>;
  /** Where the question is on its way to disk. */
  keeper: Pick<ChatKeeper, 'sync'>;
  model: Pick<ModelOfChat, 'resolve'>;
  /** Reads what goes along with the question. Rejects with a UserError: it cannot go along. */
  gather(model: ChatModel): Promise<void>;
  begin(model: string): void;
  /** deliver: what has streamed so far is appended. */
  request(signal: AbortSignal, deliver: () => void): ModelRequest;
  /** Text of one frame, or of a longer time while nobody watches: appended, then shown. */
  addPiece(kind: PieceKind, text: string): void;
  /** Anything else but the end, in its place among the pieces. */
  report(event: TurnReport): void;
  /** Nothing more follows: what was held back is appended. */
  settle(): void;
  /** Resolves when the request is due again. Rejects when the signal fires. */
  wait(retry: Retry, signal: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
}

export interface TurnEnd {
  finish: Finish;
  /** One word for why it is not `stop`. */
  reason?: string;
  /** What to show: lower case, names the thing, then the way out. */
  error?: string;
  needsUser: boolean;
}

/** What ends a turn from outside. */
export interface TurnSignals {
  /** The user interrupts. */
  interrupt: AbortSignal;
  /** Nobody waits for the model any longer, even if it ends its turns itself: the chat stops. */
  stop: AbortSignal;
}

export async function runTurn(ports: TurnPorts, { interrupt, stop }: TurnSignals): Promise<TurnEnd> {
  const either = AbortSignal.any([interrupt, stop]);
  const interruption = new Interruption(either);
  const stopping = new Interruption(stop);
  let model: ChatModel | undefined;
  try {
    await interruption.race(ports.keeper.sync());
    model = await interruption.race(ports.model.resolve());
    await interruption.race(ports.gather(model));
    ports.begin(model.name);
    for (let made = 0; ; made++) {
      const { again, ...end } = await ask(model, ports, either, model.endsItself ? stopping : interruption);
      const retry = again && nextRetry(again, made, ports.random());
      if (!retry) return made === 0 ? end : { ...end, ...withTries(end, made) };
      try {
        await interruption.race(ports.wait(retry, either));
      } catch {
        return {
          finish: 'interrupted',
          ...(end.error === undefined ? {} : { error: end.error }),
          needsUser: false,
        };
      }
    }
  } catch (thrown) {
    if (thrown instanceof Interrupted) return { finish: 'interrupted', needsUser: false };
    const error = explainFailure(thrown) ?? thrown;
    // A UserError before there is a model: a key or a name is missing.
    return {
      finish: 'error',
      error: describeError(error),
      needsUser: model === undefined && error instanceof UserError,
    };
  } finally {
    interruption.dispose();
    stopping.dispose();
  }
}

/** again: it failed before anything arrived, and may be asked again. */
async function ask(
  model: ChatModel,
  ports: TurnPorts,
  signal: AbortSignal,
  interruption: Interruption,
): Promise<TurnEnd & { again?: RetryWish }> {
  const gatherer = new PieceGatherer(ports.terminal, (kind, text) => ports.addPiece(kind, text));
  const request = ports.request(signal, () => gatherer.flush());
  const stream = model.stream(request)[Symbol.asyncIterator]();
  try {
    const { endsItself = false } = model;
    return await readStream({ stream, gatherer, ports, endsItself }, interruption);
  } finally {
    gatherer.end();
    ports.settle();
    // Not awaited: a model that ignores its signal may never answer.
    void Promise.resolve(stream.return?.()).catch(() => undefined);
  }
}

const withTries = ({ finish, error }: TurnEnd, made: number): Partial<TurnEnd> =>
  finish === 'error' && error !== undefined ? { error: `${error} (tried ${made + 1} times)` } : {};

/** A few milliseconds, in characters that are read; what an event costs beside its text. */
const MOST_WORK = 16 * 1024;
const EVENT_WORK = 256;

interface Reading {
  stream: AsyncIterator<ModelEvent>;
  gatherer: PieceGatherer;
  ports: Pick<TurnPorts, 'report'>;
  endsItself: boolean;
}

async function readStream(
  { stream, gatherer, ports, endsItself }: Reading,
  interruption: Interruption,
): Promise<TurnEnd & { again?: RetryWish }> {
  let hasBegun = false;
  // What an agent does is an answer even without words.
  let hasAnswer = endsItself;
  let hasText = false;
  /** In this turn of the event loop, at most: an answer can come faster than it is read. */
  let work = 0;
  for (;;) {
    if (work >= MOST_WORK) {
      work = 0;
      await nextTurn();
    }
    const { done, value: event } = await interruption.race(stream.next());
    if (done)
      return {
        finish: hasText ? 'cut' : 'error',
        error: 'the answer ended before it was complete; ask again',
        needsUser: false,
      };
    if (isEnd(event)) {
      const end = endOf(event, { hasText, hasAnswer: hasText || hasAnswer });
      const mayRepeat = event.type === 'error' && event.again && !hasBegun;
      return mayRepeat ? { ...end, again: event.again } : end;
    }
    // Between the requests of a turn with tools: nothing of the next one has arrived.
    hasBegun = event.type !== 'message';
    work += EVENT_WORK;
    if (event.type === 'text' || event.type === 'thought') {
      work += event.text.length;
      gatherer.push(event.type, event.text);
    } else {
      gatherer.flush();
      ports.report(event);
    }
    hasText ||= event.type === 'text' && event.text.trim() !== '';
    hasAnswer ||= event.type === 'tool';
  }
}

type EndEvent = Extract<ModelEvent, { type: 'finish' | 'interrupted' | 'error' }>;
/** What is neither a piece of text nor the end. */
export type TurnReport = Exclude<ModelEvent, EndEvent | { type: 'text' | 'thought' }>;

const isEnd = (event: ModelEvent): event is EndEvent =>
  event.type === 'finish' || event.type === 'interrupted' || event.type === 'error';

/**
 * What has been streamed is kept: it is an answer, but an incomplete one. hasText: something that a reader
 * sees; hasAnswer: that, or something was done.
 */
function endOf(event: EndEvent, { hasText, hasAnswer }: { hasText: boolean; hasAnswer: boolean }): TurnEnd {
  if (event.type === 'interrupted')
    return {
      finish: 'interrupted',
      ...(event.note === undefined ? {} : { error: event.note }),
      needsUser: false,
    };
  if (event.type === 'error')
    return { finish: hasText ? 'cut' : 'error', error: event.message, needsUser: event.needsUser };
  const { reason } = event;
  if (!event.complete) {
    // A filtered answer counts as none, however much of it had been shown by then.
    const isAnswer = hasText && reason !== 'content-filter';
    return { finish: isAnswer ? 'cut' : 'error', reason, error: event.message, needsUser: false };
  }
  if (hasAnswer) return { finish: 'stop', needsUser: false };
  return { finish: 'error', reason: 'no-text', error: 'the model sent no text; ask again', needsUser: false };
}

export function describeError(error: unknown): string {
  if (error instanceof UserError) return error.message;
  return `the turn failed: ${error instanceof Error ? error.message : String(error)}; ask again`;
}

class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** Ends a wait when the signal fires, whether or not the awaited side listens to it. One wait at a time. */
class Interruption {
  #interrupt: (() => void) | undefined;
  readonly #onAbort = (): void => this.#interrupt?.();

  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#onAbort);
  }

  // Not Promise.race: against a promise that lives as long as the turn it would keep every piece's reaction.
  race<Value>(waiting: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#interrupt = () => reject(new Interrupted('interrupted'));
      waiting.then(resolve, reject);
      if (this.#signal.aborted) this.#interrupt();
    });
  }

  dispose(): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
  }
}
