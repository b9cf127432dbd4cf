// Copied texts, for all sessions and clients of a server (pure). Owns their names and how many are kept: a
// stack of those without a given name, as in tmux, and the named ones beside it. Leaves copying and pasting
// to others.
// Invariant: kept in memory only, as in tmux: what was copied may be a password.

import { describeSizeShort } from '../text/text-size.js';
import { UserError } from '../text/user-error.js';
import { keyWord } from '../text/mentions.js';

export interface PasteBuffer {
  name: string;
  text: string;
  /** `3 lines`: counting takes long in a list of long ones. */
  size: string;
  /** A name that somebody chose: it stays until it is deleted. */
  isNamed: boolean;
}

/** tmux's default for buffer-limit. */
const MAX_UNNAMED = 50;
/**
 * UTF-16 units of all that are kept: ten times the longest scrollback. The oldest unnamed ones are dropped
 * first.
 */
const MAX_LENGTH = 32 * 1024 * 1024;

export class PasteBuffers {
  /** Newest first. */
  #buffers: PasteBuffer[] = [];
  #count = 0;

  get all(): readonly PasteBuffer[] {
    return this.#buffers;
  }

  /** Puts a text on top, under a name of its own; returns the name. */
  add(text: string): string {
    let name: string;
    do name = `buffer${this.#count++}`;
    while (this.#find(name));
    this.#put({ name, text, isNamed: false });
    return name;
  }

  /** Puts a text on top under this name, replacing the one that had it. */
  set(name: string, text: string): void {
    if (!/^[\p{L}\p{N}_.-]{1,64}$/u.test(name))
      throw new UserError(`${name} is not a valid buffer name; use letters, digits, - _ .`);
    this.#buffers = this.#buffers.filter((buffer) => buffer.name !== name);
    this.#put({ name, text, isNamed: true });
  }

  /** The newest, or the one with this name. Throws a UserError. */
  get(name: string | undefined): PasteBuffer {
    const [newest] = this.#buffers;
    if (name === undefined) {
      if (!newest)
        throw new UserError(`nothing has been copied yet; ${keyWord('copy-mode')} copies from a pane`);
      return newest;
    }
    const found = this.#find(name);
    if (found) return found;
    const names = this.#buffers.slice(0, 5).map((buffer) => buffer.name);
    throw new UserError(
      `no buffer ${name}; ${names.length > 0 ? `there are ${names.join(', ')}` : 'there is none'}`,
      {
        exitCode: 2,
      },
    );
  }

  delete(name: string): void {
    const { name: found } = this.get(name);
    this.#buffers = this.#buffers.filter((buffer) => buffer.name !== found);
  }

  #find(name: string): PasteBuffer | undefined {
    return this.#buffers.find((buffer) => buffer.name === name);
  }

  #put(buffer: Omit<PasteBuffer, 'size'>): void {
    this.#buffers.unshift({ ...buffer, size: describeSizeShort(buffer.text) });
    const unnamed = this.#buffers.filter(({ isNamed }) => !isNamed);
    let length = this.#buffers.reduce((sum, { text }) => sum + text.length, 0);
    for (let at = unnamed.length - 1; at > 0; at--) {
      if (at < MAX_UNNAMED && length <= MAX_LENGTH) break;
      const oldest = unnamed[at] as PasteBuffer;
      this.#buffers.splice(this.#buffers.indexOf(oldest), 1);
      length -= oldest.text.length;
    }
  }
}
