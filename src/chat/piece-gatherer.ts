// Collects the pieces of an answer, and of the reasoning before it, so that each frame appends and draws
// once, and more of them while nobody watches. Owns the timer between two deliveries, which exists only while
// text arrives. Invariant: text is delivered in order, each kind by itself, all of it before flush() or end()
// returns, and what was collected unwatched as soon as somebody watches.

import { untilDrawn } from './frame-grid.js';
import type { ChatTerminal } from './ports.js';

/**
 * While nobody watches: an eighth of the deliveries. Together with the transcript's sync, three quarters of a
 * second after an append, no piece waits for the disk for more than a second.
 */
const UNWATCHED_MS = 250;

export type PieceKind = 'text' | 'thought';

export class PieceGatherer {
  #kind: PieceKind = 'text';
  #text = '';
  #timer: NodeJS.Timeout | undefined;
  #failure: { error: unknown } | undefined;

  readonly #undo: () => void;

  readonly #terminal: Pick<ChatTerminal, 'watched' | 'onWatched'>;
  readonly #deliver: (kind: PieceKind, text: string) => void;

  constructor(
    terminal: Pick<ChatTerminal, 'watched' | 'onWatched'>,
    deliver: (kind: PieceKind, text: string) => void,
  ) {
    this.#terminal = terminal;
    this.#deliver = deliver;
    this.#undo = terminal.onWatched((watched) => watched && this.#hurry());
  }

  /** The first piece is delivered at once. Throws what an earlier delivery threw. */
  push(kind: PieceKind, text: string): void {
    if (kind !== this.#kind) this.#deliverNow();
    this.#kind = kind;
    this.#text += text;
    if (this.#timer) return;
    this.#deliverNow();
    this.#throwFailure();
    this.#startTimer();
  }

  /** Delivers what there is: something else follows. Throws what a delivery threw. */
  flush(): void {
    this.#deliverNow();
    this.#throwFailure();
  }

  /** Delivers the rest. Throws what a delivery threw. */
  end(): void {
    this.#undo();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#deliverNow();
    this.#throwFailure();
  }

  #startTimer(): void {
    this.#timer = setTimeout(
      () => this.#onFrame(),
      this.#terminal.watched ? untilDrawn(performance.now()) : UNWATCHED_MS,
    );
  }

  /** Somebody watches from now on. */
  #hurry(): void {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#onFrame();
  }

  #onFrame(): void {
    this.#timer = undefined;
    if (this.#text === '') return;
    this.#deliverNow();
    this.#startTimer();
  }

  #deliverNow(): void {
    // After a failure nothing more is delivered: the transcript must not lack a part in the middle.
    if (this.#text === '' || this.#failure) return;
    const text = this.#text;
    this.#text = '';
    try {
      this.#deliver(this.#kind, text);
    } catch (error) {
      this.#failure = { error };
    }
  }

  #throwFailure(): void {
    if (!this.#failure) return;
    const { error } = this.#failure;
    throw error;
  }
}
