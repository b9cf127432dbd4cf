// Bytes of one terminal as events, with the timing that the decoder leaves out: how long an ESC waits for
// what follows. Owns the timer. Leaves what bytes mean to keymap/input-decoder.ts and what events do to
// client-view.ts.
// Invariant: an ESC that nothing completes is the Escape key, and what is typed after it is a key of its own.

import { InputDecoder } from '../../keymap/input-decoder.js';
import type { InputEvent } from '../../keymap/input-event.js';

export interface TimedInputOptions {
  /** Of the config, at the moment. */
  readonly escapeTimeMs: number;
  /** Its current value, depending on whether replies of the terminal are expected. */
  escapeTimeNowMs(usualMs: number): number;
  onEvent(event: InputEvent): void;
  nowMs(): number;
}

/** Nobody types the beginning of a longer sequence, or half a character: the line only delayed the rest. */
const SEQUENCE_TIME_MS = 200;
const CONTROL_H = 0x08;
/** What follows ESC in a terminal's replies: CSI, OSC, DCS, APC. */
const BEGINS_ANSWER = new Set([0x5b, 0x5d, 0x50, 0x5f]);

export class TimedInput {
  readonly #decoder = new InputDecoder();
  #timer: NodeJS.Timeout | undefined;
  /** When the bytes arrived that the decoder still holds. */
  #heldSinceMs = 0;

  readonly #options: TimedInputOptions;

  constructor(options: TimedInputOptions) {
    this.#options = options;
  }

  push(bytes: Uint8Array): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isTypedBehindEscape(bytes)) this.#flush();
    this.#deliver(this.#decoder.push(bytes));
    const { waitsFor } = this.#decoder;
    if (waitsFor === undefined) return;
    this.#heldSinceMs = this.#options.nowMs();
    const waitMs = this.#options.escapeTimeNowMs(this.#options.escapeTimeMs);
    this.#timer = setTimeout(
      () => this.#flush(),
      waitsFor === 'key' ? waitMs : Math.max(waitMs, SEQUENCE_TIME_MS),
    );
  }

  /** The byte that Backspace sends. Accepting any other than ^H would take a typed key. */
  useErase(byte: number): void {
    if (byte === CONTROL_H) this.#decoder.eraseByte = byte;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /**
   * While replies are expected an ESC waits longer, since it may begin one. A key that arrives meanwhile is
   * not part of any: Escape and then a colon must not become Alt-colon.
   */
  #isTypedBehindEscape(bytes: Uint8Array): boolean {
    return (
      this.#decoder.waitsFor === 'key' &&
      this.#options.nowMs() - this.#heldSinceMs >= this.#options.escapeTimeMs &&
      !BEGINS_ANSWER.has(bytes[0] ?? 0) &&
      this.#decoder.holdsEscapeAlone
    );
  }

  #flush(): void {
    this.#deliver(this.#decoder.flush());
  }

  #deliver(events: readonly InputEvent[]): void {
    for (const event of events) this.#options.onEvent(event);
  }
}
