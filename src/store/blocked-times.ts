// How long sessions have waited for their user, saved while they wait: the index has a wait only once it is
// over. Owns one file and writing it. Leaves measuring to the sessions. One write and a rename, not synced:
// it survives kill -9, and a power cut loses the current wait. Invariant: a timer exists only while some
// session waits.

import { basename } from 'node:path';
import { readRegularFileNow } from '../files/read-file.js';
import type { Disk } from '../files/disk.js';
import { causeOf } from '../files/disk-failure.js';
import { writeWhole } from '../files/durable-file.js';
import { setAsideNow } from '../files/set-aside.js';
import { isRecord } from './shape-check.js';

/** Enough for thousands of sessions. */
const MAX_BYTES = 4 * 1024 * 1024;

/** The most of a wait that a killed server loses, apart from the write itself. */
const BEAT_MS = 750;

/** In the list of what is unsaved. */
const KEY = 'blocked-times';

export class BlockedTimes {
  /** How long each session that waits has waited in all, in ms. */
  readonly #waiting = new Map<string, () => number>();
  #timer: NodeJS.Timeout | undefined;
  #written: Promise<void> = Promise.resolve();

  readonly #file: string;
  readonly #disk: Disk;

  constructor(file: string, disk: Disk) {
    this.#file = file;
    this.#disk = disk;
  }

  /**
   * In ms, by session, as the previous server left them. Never throws: a damaged file is set aside and
   * reported.
   */
  load(): ReadonlyMap<string, number> {
    try {
      const bytes = readRegularFileNow(this.#file, { maxBytes: MAX_BYTES });
      // As after an orderly end.
      if (!bytes) return new Map();
      const times: unknown = JSON.parse(bytes.toString('utf8'));
      if (!isRecord(times)) throw new Error('it is not an object');
      const good = Object.entries(times).filter(
        (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] >= 0,
      );
      const lost = Object.keys(times).length - good.length;
      if (lost > 0) this.#tellLost(`${lost} of its times`);
      return new Map(good);
    } catch (error) {
      this.#tellLost(error instanceof Error ? error.message : String(error));
      return new Map();
    }
  }

  /** read: returns its total time, in ms; undefined: it no longer waits, and the index has its time. */
  note(id: string, read: (() => number) | undefined): void {
    if (read) this.#waiting.set(id, read);
    else this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#stopTimer();
    else if (!this.#timer) {
      this.#timer = setInterval(() => this.#beat(), BEAT_MS);
      this.#timer.unref();
    }
  }

  /** Everything is in the index. */
  async stop(): Promise<void> {
    this.#waiting.clear();
    this.#stopTimer();
    await this.#written;
    this.#disk.unsaved.saved(KEY);
    await this.#disk.files.unlink(this.#file).catch((error: NodeJS.ErrnoException) => {
      // Its times would be counted twice, with those of the index.
      if (error.code !== 'ENOENT') this.#tellUnsaved(error, () => this.#disk.files.unlink(this.#file));
    });
  }

  #beat(): void {
    this.#written = this.#written
      .then(() => this.#write())
      .catch((error: unknown) => {
        this.#tellUnsaved(error, () => this.#write());
      });
  }

  async #write(): Promise<void> {
    const times = Object.fromEntries([...this.#waiting].map(([id, read]) => [id, Math.round(read())]));
    await writeWhole(this.#file, JSON.stringify(times), this.#disk.files);
    this.#disk.unsaved.saved(KEY);
  }

  #tellUnsaved(error: unknown, retry: () => Promise<void>): void {
    this.#disk.unsaved.failed({ key: KEY, what: 'how long sessions have waited', error, retry });
  }

  #tellLost(reason: string): void {
    const name = basename(this.#file);
    const lost = `${name} is damaged (${reason}); how long sessions had waited may be missing`;
    try {
      this.#disk.damage.add(`${lost}; set aside as ${setAsideNow(this.#disk, this.#file)}`);
    } catch (error) {
      this.#disk.damage.add(`${lost}; it cannot be set aside: ${causeOf(error).long}`);
    }
  }

  #stopTimer(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
