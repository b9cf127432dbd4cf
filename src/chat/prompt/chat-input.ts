// Keyboard bytes as keys and pasted texts. Owns joining characters and sequences that arrive in parts.
// Leaves what a key does to chat-loop.ts. Invariants: nothing within a paste is read as a key; what is pasted
// has line feeds for ends of lines and no control characters.

import { sanitiseInput } from '../../text/sanitise.js';
import { PasteGatherer } from './paste-gatherer.js';
import { StdinBuffer } from './pi-tui.js';
import { plainKey } from './plain-key.js';

const PASTE_BEGINS = '\x1b[200~';

export class ChatInput {
  readonly #keys = new StdinBuffer();
  readonly #pastes = new PasteGatherer();
  readonly #decoder = new TextDecoder();
  #isReading = false;
  /** The first half of a character beyond the 16 bits of a UTF-16 unit: they arrive one by one. */
  #firstHalf = '';
  /** What may be the beginning of a paste's mark. */
  #openMark = '';
  /** The mark arrived in parts, so that the paste comes from #keys. */
  #isTheirs = false;

  readonly #listeners: { onKey(data: string): void; onPaste(text: string): void; onRead(): void };

  /** onRead: all keys of one read have been reported. */
  constructor(listeners: { onKey(data: string): void; onPaste(text: string): void; onRead(): void }) {
    this.#listeners = listeners;
    this.#keys.on('data', (data) => this.#takeKey(data));
    this.#keys.on('paste', (text) => {
      this.#isTheirs = false;
      listeners.onPaste(sanitiseInput(text));
    });
  }

  /** May end anywhere, even within a character. */
  add(bytes: Uint8Array): void {
    const text = this.#decoder.decode(bytes, { stream: true });
    if (text === '') return;
    this.#isReading = true;
    try {
      this.#take(text);
    } finally {
      this.#isReading = false;
    }
    this.#listeners.onRead();
  }

  #take(text: string): void {
    const begun = this.#openMark;
    this.#openMark = '';
    if (begun !== '' && (begun + text).startsWith(PASTE_BEGINS)) this.#isTheirs = true;
    if (this.#isTheirs) return this.#keys.process(text);
    for (const each of this.#pastes.take(text))
      if (each.type === 'paste') this.#listeners.onPaste(each.text);
      else this.#takeKeys(begun, each.text);
  }

  #takeKeys(begun: string, text: string): void {
    this.#openMark = openMarkOf(begun + text);
    this.#keys.process(text);
  }

  #takeKey(data: string): void {
    const half = this.#firstHalf;
    const isFirst = /^[\ud800-\udbff]$/.test(data);
    this.#firstHalf = isFirst ? data : '';
    if (!isFirst) this.#listeners.onKey(plainKey(half + data));
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

/** The end of the text that may be continued to a paste's mark; '': it cannot. */
function openMarkOf(text: string): string {
  for (let length = Math.min(PASTE_BEGINS.length - 1, text.length); length > 0; length--)
    if (PASTE_BEGINS.startsWith(text.slice(-length))) return text.slice(-length);
  return '';
}
