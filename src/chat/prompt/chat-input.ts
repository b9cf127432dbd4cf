// Keyboard bytes as keys and pasted texts. Owns joining characters and sequences that arrive in parts.
// Leaves what a key does to chat-loop.ts. Invariant: nothing within a paste is read as a key.

import { StdinBuffer } from './pi-tui.js';
import { plainKey } from './plain-key.js';

export class ChatInput {
  readonly #keys = new StdinBuffer();
  readonly #decoder = new TextDecoder();
  #isReading = false;

  readonly #listeners: { onKey(data: string): void; onPaste(text: string): void; onRead(): void };

  /** onRead: all keys of one read have been reported. */
  constructor(listeners: { onKey(data: string): void; onPaste(text: string): void; onRead(): void }) {
    this.#listeners = listeners;
    this.#keys.on('data', (data) => listeners.onKey(plainKey(data)));
    this.#keys.on('paste', (text) => listeners.onPaste(text));
  }

  /** May end anywhere, even within a character. */
  add(bytes: Uint8Array): void {
    const text = this.#decoder.decode(bytes, { stream: true });
    if (text === '') return;
    this.#isReading = true;
    try {
      this.#keys.process(text);
    } finally {
      this.#isReading = false;
    }
    this.#listeners.onRead();
  }

  /** More keys of the same read follow: drawing can wait for onRead. */
  get isReading(): boolean {
    return this.#isReading;
  }

  /** Drops what has arrived in part, and stops its timer. */
  stop(): void {
    this.#keys.destroy();
  }
}
