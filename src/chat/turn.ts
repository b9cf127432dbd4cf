// Runs one question to the end of its answer. Owns the order: synced, model resolved, begun, streamed, ended.
// Leaves records and drawing to its ports. Invariant: it never rejects; whatever a model throws or forgets,
// even the end of its stream or the signal, the turn ends with a finish and keeps what has been streamed.

import { explainFailure } from '../files/explain-failure.js';
import { UserError } from '../text/user-error.js';
import { PieceGatherer } from './piece-gatherer.js';
import type { ModelEvent } from './model-event.js';
import type { ChatKeeper, ChatModel, ChatTerminal, ModelOfChat, ModelRequest } from './ports.js';
import type { Finish } from './transcript-record.js';

export interface TurnPorts {
  /** Whether somebody watches. */
  terminal: Pick<ChatTerminal, 'watched' | 'onWatched'>;
  /** Where the question is on its way to disk. */
  keeper: Pick<ChatKeeper, 'sync'>;
  model: Pick<ModelOfChat, 'resolve'>;
  begin(model: string): void;
  request(signal: AbortSignal): ModelRequest;
  /** Text of one frame, or of a longer time while nobody watches: appended, then shown. */
  addText(text: string): void;
}

export interface TurnEnd {
  finish: Finish;
  /** One word for why it is not `stop`. */
  reason?: string;
  /** What to show: lower case, names the thing, then the way out. */
  error?: string;
  needsUser: boolean;
}

/** signal: the user interrupts, or the chat stops. */
export async function runTurn(ports: TurnPorts, signal: AbortSignal): Promise<TurnEnd> {
  const interruption = new Interruption(signal);
  let model: ChatModel | undefined;
  try {
    await interruption.race(ports.keeper.sync());
    model = await interruption.race(ports.model.resolve());
    ports.begin(model.name);
    const stream = model.stream(ports.request(signal))[Symbol.asyncIterator]();
    const gatherer = new PieceGatherer(ports.terminal, (text) => ports.addText(text));
    try {
      return await readStream(stream, gatherer, interruption);
    } finally {
      gatherer.end();
      // Not awaited: a model that ignores its signal may never answer.
      void Promise.resolve(stream.return?.()).catch(() => undefined);
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
  }
}

async function readStream(
  stream: AsyncIterator<ModelEvent>,
  gatherer: PieceGatherer,
  interruption: Interruption,
): Promise<TurnEnd> {
  let hasText = false;
  for (;;) {
    const { done, value: event } = await interruption.race(stream.next());
    if (done)
      return {
        finish: hasText ? 'cut' : 'error',
        error: 'the answer ended before it was complete; ask again',
        needsUser: false,
      };
    if (event.type !== 'text') return endOf(event, hasText);
    gatherer.push(event.text);
    hasText ||= event.text.trim() !== '';
  }
}

/**
 * What has been streamed is kept: it is an answer, but an incomplete one. hasText: something that a reader
 * sees.
 */
function endOf(event: Exclude<ModelEvent, { type: 'text' }>, hasText: boolean): TurnEnd {
  if (event.type === 'error')
    return { finish: hasText ? 'cut' : 'error', error: event.message, needsUser: event.needsUser };
  const { reason } = event;
  if (!event.complete) {
    // A filtered answer counts as none, however much of it had been shown by then.
    const isAnswer = hasText && reason !== 'content-filter';
    return { finish: isAnswer ? 'cut' : 'error', reason, error: event.message, needsUser: false };
  }
  if (hasText) return { finish: 'stop', needsUser: false };
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
