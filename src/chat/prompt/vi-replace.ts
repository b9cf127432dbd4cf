// vi's R at a prompt (pure): each letter takes the place of one on the line, and goes on after its end. Owns
// what was there, which Backspace brings back. Leaves keys and modes to vi-keys.ts.

import type { EditBuffer } from './edit-buffer.js';
import { isText } from './plain-key.js';
import { unitsOf } from './text-units.js';

const BACKSPACE: ReadonlySet<string> = new Set(['\x7f', '\b']);

interface Letter {
  /** What was there; '' after the end of the line. */
  before: string;
  typed: string;
}

export class Overtyping {
  /** Directly before the cursor, the last one last. */
  #letters: Letter[] = [];

  readonly #buffer: EditBuffer;

  constructor(buffer: EditBuffer) {
    this.#buffer = buffer;
  }

  /** False: the key does what it does in insert mode. */
  press(key: string): boolean {
    if (isText(key)) {
      for (const { text } of unitsOf(key)) this.#type(text);
      return true;
    }
    if (BACKSPACE.has(key)) {
      this.#takeBack();
      return true;
    }
    this.#letters = [];
    return false;
  }

  #type(typed: string): void {
    const buffer = this.#buffer;
    const { cursor, units, inside } = buffer;
    const to = cursor < units.lineEnd(cursor) ? units.forward(cursor) : cursor;
    this.#letters.push({ before: inside.slice(cursor, to), typed });
    buffer.replace(cursor, to, typed);
  }

  /** Before what was typed the cursor only moves. */
  #takeBack(): void {
    const buffer = this.#buffer;
    const { cursor, units } = buffer;
    const last = this.#letters.pop();
    if (!last) return buffer.moveTo(cursor > units.lineStart(cursor) ? units.back(cursor) : cursor);
    const from = cursor - last.typed.length;
    buffer.replace(from, cursor, last.before);
    buffer.moveTo(from);
  }
}
