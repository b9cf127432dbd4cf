// What a command prints on its terminal, as plain text of limited length (pure): escape sequences go, of a
// line that is written over the last state stays, and of a long output its beginning and its end. Owns the
// limit.

import { sanitiseModelText } from '../../text/sanitise.js';

export const MAX_SHELL_CHARACTERS = 30_000;
const HALF = MAX_SHELL_CHARACTERS / 2;
/** A line that never ends counts as one here. */
const MAX_OPEN_CHARACTERS = 8_000;
/** CSI, OSC and other strings, and the short ones. */
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])/g;
/** The beginning of one, at the end of what has arrived. */
const OPEN_ESCAPE = /\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b]{0,4000}\x1b?|[ -/]*)$/;

export class ShellOutput {
  #head = '';
  #tail = '';
  #leftOut = 0;
  /** The line that has not ended. */
  #open = '';

  add(text: string): void {
    const lines = (this.#open + text).split('\n');
    this.#open = lines.pop() ?? '';
    for (const line of lines) this.#keep(`${plain(line)}\n`);
    if (this.#open.length <= MAX_OPEN_CHARACTERS || OPEN_ESCAPE.test(this.#open)) {
      if (this.#open.length > 2 * MAX_OPEN_CHARACTERS) this.#open = '';
      return;
    }
    this.#keep(plain(this.#open));
    this.#open = '';
  }

  get text(): string {
    const open = plain(this.#open.replace(OPEN_ESCAPE, ''));
    const tail = this.#tail + open;
    if (this.#head.length + tail.length + this.#leftOut <= MAX_SHELL_CHARACTERS) return this.#head + tail;
    const kept = tail.slice(-HALF);
    // A cut may halve a character.
    const end = kept.toWellFormed();
    return `${this.#head}\n… ${this.#leftOut + tail.length - kept.length} characters left out …\n${end}`;
  }

  #keep(text: string): void {
    const room = HALF - this.#head.length;
    if (this.#tail === '' && room > 0) {
      this.#head += text.slice(0, room).toWellFormed();
      if (text.length > room) this.#tail = text.slice(room);
    } else this.#tail += text;
    // Cut now and then: each time copies.
    if (this.#tail.length <= 2 * HALF) return;
    this.#leftOut += this.#tail.length - HALF;
    this.#tail = this.#tail.slice(-HALF);
  }
}

function plain(line: string): string {
  const shown = line.replace(ESCAPES, '');
  // Progress: what stood there before is written over.
  const last = shown.split('\r').findLast((part) => part !== '') ?? '';
  return sanitiseModelText(last);
}
