// The two ends of a chat's terminal, made when the chat is first needed: the session's and the loop's. Owns
// what is shown and typed while a long conversation is still being read. Leaves reading it to its session.

import type { Pty } from '../../terminal/pty.js';
import type { Size } from '../session-screen.js';
import { createVirtualPty } from './virtual-pty.js';

/** On the screen of a long chat until it is read. */
const READING = '\x1b[2mreading the conversation …\x1b[m';

export class ChatEnds {
  #ends: ReturnType<typeof createVirtualPty> | undefined;
  #takeTyped = (): Uint8Array[] => [];

  readonly #attach: (pty: Pty) => void;

  /** attach: the session's terminal takes its end. */
  constructor(attach: (pty: Pty) => void) {
    this.#attach = attach;
  }

  get areOpen(): boolean {
    return this.#ends !== undefined;
  }

  open(size: Size): ReturnType<typeof createVirtualPty> {
    if (!this.#ends) {
      this.#ends = createVirtualPty(size);
      this.#attach(this.#ends.pty);
    }
    return this.#ends;
  }

  /** The conversation is being read: what is typed is kept for it. */
  beginReading(size: Size): void {
    this.keepTyped(size);
    this.open(size).terminal.write(READING);
  }

  /** What is typed is kept for the loop that begins next. */
  keepTyped(size: Size): void {
    const { terminal } = this.open(size);
    const typed: Uint8Array[] = [];
    const stop = terminal.onInput((bytes) => typed.push(new Uint8Array(bytes)));
    this.#takeTyped = () => {
      stop();
      return typed.splice(0);
    };
  }

  /** What was typed meanwhile; then nothing more is collected. */
  takeTyped(): Uint8Array[] {
    return this.#takeTyped();
  }
}
