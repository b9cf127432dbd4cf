// Files as a search opens them: one after the other, each closed when the next one comes. Owns descriptors,
// and what is said of files that cannot be read.

import { closeSync, constants, openSync } from 'node:fs';
import { whyNotSearched } from '../places/folders.js';

export class OpenedFiles {
  readonly problems: string[] = [];

  /** undefined: it cannot be read, or reading it failed. What was deleted in between is nobody's problem. */
  async use<Result>(
    path: string,
    read: (descriptor: number) => Result | Promise<Result>,
  ): Promise<Result | undefined> {
    let descriptor: number | undefined;
    try {
      // No link leads out of the folder, and no FIFO is waited for.
      descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      return await read(descriptor);
    } catch (error) {
      this.failed(path, error);
      return undefined;
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  }

  /** Throws what is no failure of the system, nor a text that is too long for a string. */
  failed(path: string, error: unknown): void {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined && !(error instanceof RangeError)) throw error;
    if (code !== 'ENOENT') this.problems.push(whyNotSearched(path, error));
  }
}
