// What keys do in the pane of a program that has ended (pure): Enter runs it again, but only if nothing was
// typed before it, since a user who types a line there means something else. Leaves running and messages to
// program-session.ts.

import { keyWord } from '../../text/mentions.js';

export type EndedKey = { type: 'run' } | { type: 'tell'; text: string };

/** Clears a typed line, as in a shell. */
const TAKES_BACK: ReadonlySet<string> = new Set(['\u0003', '\u0015', '\x1b']);

export class EndedKeys {
  #typed = false;

  readonly #options: { name: string; command: string; mayRun: boolean };

  constructor(options: { name: string; command: string; mayRun: boolean }) {
    this.#options = options;
  }

  /** bytes: one key, encoded for the program; bytes that are not a string are a paste, or were not a key. */
  press(bytes: Uint8Array | string): EndedKey {
    const { name, command, mayRun } = this.#options;
    const ways = `${keyWord('close --ask')} closes it`;
    if (!mayRun) return tell(`${name} has ended and reads no keys; ${ways}`);
    if (bytes === '\r') {
      if (!this.#typed) return { type: 'run' };
      this.#typed = false;
      return tell(`nothing was run, because other keys came before Enter; Enter again runs ${command}`);
    }
    this.#typed = typeof bytes !== 'string' || !TAKES_BACK.has(bytes);
    return tell(`${name} has ended and reads no keys; Enter runs it again, ${ways}`);
  }
}

const tell = (text: string): EndedKey => ({ type: 'tell', text });
