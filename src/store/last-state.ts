// The index as it was a moment ago, for a server that is killed before its durable write ends: what a client
// has been shown is here first. Owns that one file. One write and a rename, not synced: it survives kill -9,
// and a power cut at worst loses it. Invariant: a state older than the index is ignored; one that cannot be
// read is reported, set aside, and never written over.

import { basename } from 'node:path';
import { readRegularFileNow, UnreadableFile } from '../files/read-file.js';
import { UserError } from '../text/user-error.js';
import type { Disk } from '../files/disk.js';
import { causeOf } from '../files/disk-failure.js';
import { MAX_INDEX_BYTES } from './durable-adapter.js';
import { writeWholeNow } from '../files/durable-file.js';
import type { SessionRecord } from './session-record.js';
import { decodeArchive, decodeIndex, STORE_VERSION, type Index } from './schema.js';
import { setAsideNow } from '../files/set-aside.js';
import { isRecord } from './shape-check.js';

export interface State {
  index: Index;
  /** Sessions that were closed since the archive was last written. */
  closed: readonly SessionRecord[];
  /** Ids of those that left the archive since then: deleted, or open again. */
  left: readonly string[];
}

export class LastState {
  readonly #file: string;
  readonly #disk: Disk;

  constructor(file: string, disk: Disk) {
    this.#file = file;
    this.#disk = disk;
  }

  /** Throws errors of the disk. About 0.2 ms for 50 sessions. */
  write({ index, closed, left }: State): void {
    const archive = { version: STORE_VERSION, sessions: closed };
    const text = JSON.stringify({ index: JSON.stringify(index), archive: JSON.stringify(archive), left });
    writeWholeNow(this.#file, text, { files: this.#disk.files });
  }

  /** The index itself has everything. Throws errors of the disk. */
  remove(): void {
    try {
      this.#disk.files.unlinkNow(this.#file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }

  /**
   * undefined: there is none, or it is older than the index with this many saves. Throws a UserError for one
   * of a newer qmux, and for one that can be made readable.
   */
  find(saves: number): State | undefined {
    let bytes: Buffer | undefined;
    try {
      bytes = readRegularFileNow(this.#file, { maxBytes: MAX_INDEX_BYTES });
    } catch (error) {
      if (error instanceof UnreadableFile && error.isMendable)
        throw new UserError(`${error.message}; make it readable, or move it away to start without it`);
      return this.#setAside(error instanceof UnreadableFile ? error.reason : String(error));
    }
    const name = basename(this.#file);
    // As after an orderly end.
    if (!bytes) return undefined;
    try {
      const stored: unknown = JSON.parse(bytes.toString('utf8'));
      if (!isRecord(stored)) throw new Error('not an object');
      const index = decodeIndex(String(stored['index']), name);
      const archive = decodeArchive(String(stored['archive']), name);
      // Absent in older files.
      const left = Array.isArray(stored['left']) ? stored['left'].map(String) : [];
      const state = { index: index.value, closed: archive.value.sessions, left };
      if (state.index.saves < saves) return undefined;
      for (const problem of [...index.problems, ...archive.problems]) this.#disk.damage.add(problem);
      return state;
    } catch (error) {
      if (error instanceof UserError) throw error;
      return this.#setAside(error instanceof Error ? error.message : String(error));
    }
  }

  #setAside(reason: string): undefined {
    const name = basename(this.#file);
    const lost = `${name} is damaged (${reason}); the last change before the server was killed may be missing`;
    try {
      this.#disk.damage.add(`${lost}; set aside as ${setAsideNow(this.#disk, this.#file)}`);
    } catch (error) {
      this.#disk.damage.add(`${lost}; it cannot be set aside: ${causeOf(error).long}`);
    }
    return undefined;
  }
}
