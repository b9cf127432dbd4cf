// The last closes, for an undo after the next start: which sessions, and what they took out of the tabs. Owns
// one file and when it is written. Leaves what a step means to session/life/. One write and a rename, not
// synced: it survives kill -9; without it each session is still in the archive, and is reopened by its name.

import { basename } from 'node:path';

import type { Disk } from '../files/disk.js';
import { causeOf } from '../files/disk-failure.js';
import { writeWholeNow } from '../files/durable-file.js';
import { readRegularFileNow } from '../files/read-file.js';
import { setAsideNow } from '../files/set-aside.js';

/** Those of many thousand sessions. */
const MAX_BYTES = 16 * 1024 * 1024;

/** In the list of what is unsaved. */
const KEY = 'closes';

export class ClosesFile {
  #pending: NodeJS.Immediate | undefined;
  #spell: () => string = () => '';

  readonly #file: string;
  readonly #disk: Disk;

  constructor(file: string, disk: Disk) {
    this.#file = file;
    this.#disk = disk;
  }

  /** As it was written, unchecked. Never throws: a damaged file is set aside and reported. */
  load(): unknown {
    try {
      const bytes = readRegularFileNow(this.#file, { maxBytes: MAX_BYTES });
      return bytes && (JSON.parse(bytes.toString('utf8')) as unknown);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const lost = `${basename(this.#file)} is damaged (${reason}); reopen takes back single sessions only`;
      try {
        this.#disk.damage.add(`${lost}; set aside as ${setAsideNow(this.#disk, this.#file)}`);
      } catch (failure) {
        this.#disk.damage.add(`${lost}; it cannot be set aside: ${causeOf(failure).long}`);
      }
      return undefined;
    }
  }

  /** isLarge: it is spelled and written in a turn of the event loop of its own. */
  save(value: () => unknown, { isLarge }: { isLarge: boolean }): void {
    this.#spell = () => JSON.stringify(value());
    if (!isLarge) return this.flush({ always: true });
    this.#pending ??= setImmediate(() => this.flush());
  }

  /** What waits for its turn is written now. */
  flush({ always } = { always: false }): void {
    if (!this.#pending && !always) return;
    clearImmediate(this.#pending);
    this.#pending = undefined;
    try {
      this.#write();
    } catch (error) {
      this.#disk.unsaved.failed({
        key: KEY,
        what: 'what reopen takes back',
        error,
        retry: async () => this.#write(),
      });
    }
  }

  #write(): void {
    writeWholeNow(this.#file, this.#spell(), { files: this.#disk.files });
    this.#disk.unsaved.saved(KEY);
  }
}
