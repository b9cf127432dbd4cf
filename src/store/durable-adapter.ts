// lowdb's adapter over durable files: lowdb's own never syncs and loses data on a power cut. Owns reading
// with fallback: the file, else its backup, else nothing, with the damaged file set aside under a name of its
// own. Leaves the meaning of the text to decode. Invariant: a file that could not be read is never
// overwritten, and one that its owner can make readable again stops the reading before anything is moved.

import { basename } from 'node:path';
import type { Adapter } from 'lowdb';
import { readRegularFile, UnreadableFile } from '../files/read-file.js';
import { UserError } from '../text/user-error.js';
import type { Disk } from '../files/disk.js';
import { causeOf, diskFailure } from '../files/disk-failure.js';
import { backupOf, writeDurably } from '../files/durable-file.js';
import type { Decoded } from './schema.js';
import { nameAside, setAsideNow } from '../files/set-aside.js';

/** Enough for thousands of sessions; parsing more would take seconds. */
export const MAX_INDEX_BYTES = 64 * 1024 * 1024;

export interface DurableAdapterOptions<T> {
  file: string;
  /**
   * Throws if the text is unusable; a UserError (a newer version) stops the reading instead of counting as
   * damage.
   */
  decode: (text: string, file: string) => Decoded<T>;
  disk: Disk;
}

type Reading<T> =
  ({ type: 'read'; bytes: Buffer } & Decoded<T>) | { type: 'missing' } | { type: 'damaged'; reason: string };

export class DurableAdapter<T> implements Adapter<T> {
  /** What happened while reading, for the user. */
  readonly problems: string[] = [];
  /** The file existed, and neither it nor its backup could be used. */
  lost = false;

  readonly #options: DurableAdapterOptions<T>;

  constructor(options: DurableAdapterOptions<T>) {
    this.#options = options;
  }

  /**
   * null: there is nothing usable. Rejects with a UserError: of decode, of the disk, or for a file that can
   * be made readable.
   */
  async read(): Promise<T | null> {
    const { file } = this.#options;
    const name = basename(file);
    const current = await this.#readOne(file);
    const backup = await this.#readOne(backupOf(file));
    if (current.type === 'damaged') this.#setAside(file, current.reason);
    if (backup.type === 'damaged') this.#setAside(backupOf(file), backup.reason);
    if (current.type === 'read') {
      await this.#keepProblems(file, current);
      return current.value;
    }
    // A missing file beside a backup: somebody removed it, or a disk check did.
    if (backup.type === 'read') {
      this.problems.push(`${name} was read from its backup; the last change may be missing`);
      await this.#keepProblems(file, backup);
      return backup.value;
    }
    this.lost = current.type === 'damaged' || backup.type === 'damaged';
    return null;
  }

  async write(data: T): Promise<void> {
    const { file, disk } = this.#options;
    await writeDurably(file, JSON.stringify(data), { backup: true, files: disk.files });
  }

  /** The next write leaves out what is unusable, so the text that contains it is kept. */
  async #keepProblems(file: string, { problems, bytes }: Decoded<T> & { bytes: Buffer }): Promise<void> {
    if (problems.length === 0) return;
    const { disk } = this.#options;
    const aside = nameAside(file, disk.now());
    for (const problem of problems) this.problems.push(problem);
    try {
      await writeDurably(aside, bytes, { files: disk.files });
      this.problems.push(`${basename(file)} as it was is kept as ${basename(aside)}`);
    } catch (error) {
      this.problems.push(`${basename(file)} as it was cannot be kept: ${causeOf(error).long}`);
    }
  }

  #setAside(file: string, reason: string): void {
    try {
      const aside = setAsideNow(this.#options.disk, file);
      this.problems.push(`${basename(file)} is damaged (${reason}); set aside as ${aside}`);
    } catch (error) {
      throw diskFailure(`${file} is damaged (${reason}) and cannot be set aside`, error);
    }
  }

  async #readOne(file: string): Promise<Reading<T>> {
    let bytes: Buffer | undefined;
    try {
      bytes = await readRegularFile(file, { maxBytes: MAX_INDEX_BYTES });
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      if (error.isMendable)
        throw new UserError(`${error.message}; make it readable, or move it away to start without it`);
      return { type: 'damaged', reason: error.reason };
    }
    if (!bytes) return { type: 'missing' };
    try {
      return { type: 'read', bytes, ...this.#options.decode(bytes.toString('utf8'), basename(file)) };
    } catch (error) {
      if (error instanceof UserError) throw error;
      return { type: 'damaged', reason: error instanceof Error ? error.message : String(error) };
    }
  }
}
