// What keys do in the pane of a program that has ended (pure): Enter runs it again, or brings an agent's
// conversation back, but only if nothing was typed before it, since a user who types a line there means
// something else. Leaves running and messages to program-session.ts.

import { keyWord } from '../../text/mentions.js';

/** afresh: as it was started first, without its conversation. */
export type EndedKey = { type: 'run'; afresh: boolean } | { type: 'tell'; text: string };

/** Clears a typed line, as in a shell. */
const TAKES_BACK: ReadonlySet<string> = new Set(['\u0003', '\u0015', '\x1b']);

interface EndedKeysOptions {
  name: string;
  /** What Enter runs. */
  command: string;
  /** It goes on with a conversation, and another key begins a new one. */
  resumes: boolean;
  /** At the moment. */
  mayRun(): boolean;
}

export class EndedKeys {
  #typed = false;

  readonly #options: EndedKeysOptions;

  constructor(options: EndedKeysOptions) {
    this.#options = options;
  }

  /** bytes: one key, encoded for the program; bytes that are not a string are a paste, or were not a key. */
  press(bytes: Uint8Array | string): EndedKey {
    const { name, command, resumes } = this.#options;
    const close = `${keyWord('close --ask')} closes it`;
    if (!this.#options.mayRun()) {
      this.#note(bytes);
      return tell(`${name} has ended and reads no keys; ${close}`);
    }
    if (bytes === '\r') {
      if (!this.#typed) return { type: 'run', afresh: false };
      this.#typed = false;
      return tell(`nothing was run, because other keys came before Enter; Enter again runs ${command}`);
    }
    if (bytes === AFRESH && resumes && !this.#typed) return { type: 'run', afresh: true };
    this.#note(bytes);
    const run = resumes ? 'Enter resumes its conversation' : 'Enter runs it again';
    return tell(`${name} has ended and reads no keys; ${run}, ${close}`);
  }

  #note(bytes: Uint8Array | string): void {
    this.#typed = bytes !== '\r' && (typeof bytes !== 'string' || !TAKES_BACK.has(bytes));
  }
}

/** Begins a new conversation. */
const AFRESH = 'n';

const tell = (text: string): EndedKey => ({ type: 'tell', text });
