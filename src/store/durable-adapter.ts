// lowdb's adapter over durable files: what lowdb brings itself never syncs and loses data on a power cut.
// Owns reading with fall back: the file, else its backup, else nothing, and the damaged file set aside under a name of
// its own. Leaves the meaning of the text to decode. Invariant: a file that could not be read is never overwritten.

import { copyFile, readFile, rename } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Adapter } from 'lowdb';
import { UserError } from '../text/user-error.js';
import { backupOf, writeDurably } from './durable-file.js';
import type { Decoded } from './schema.js';

export interface DurableAdapterOptions<T> {
  file: string;
  /** Throws what makes the text unusable; a UserError (a newer version) ends the reading instead of counting as damage. */
  decode: (text: string) => Decoded<T>;
  now: () => number;
}

type Reading<T> = ({ type: 'read' } & Decoded<T>) | { type: 'missing' } | { type: 'damaged'; reason: string };

export class DurableAdapter<T> implements Adapter<T> {
  /** What happened while reading, for the user. */
  readonly problems: string[] = [];
  /** The file was there, and neither it nor its backup could be used. */
  lost = false;

  constructor(private readonly options: DurableAdapterOptions<T>) {}

  /** null: there is nothing (usable). Rejects with a UserError of decode, and with errors of the disk. */
  async read(): Promise<T | null> {
    const { file, now } = this.options;
    const name = basename(file);
    const aside = `${file}.damaged-${now()}`;
    const current = await this.readOne(file);
    if (current.type === 'read') {
      // The next write leaves the unusable entries out, so the text that has them is kept.
      if (current.problems.length > 0) await copyFile(file, aside);
      this.problems.push(...current.problems);
      return current.value;
    }
    if (current.type === 'damaged') {
      await rename(file, aside);
      this.problems.push(`${name} is damaged (${current.reason}); set aside as ${basename(aside)}`);
    }
    // A missing file beside a backup: somebody removed it, or a disk check did.
    const backup = await this.readOne(backupOf(file));
    if (backup.type === 'read') {
      this.problems.push(
        `${name} was read from its backup; the last change may be missing`,
        ...backup.problems,
      );
      return backup.value;
    }
    this.lost = current.type === 'damaged' || backup.type === 'damaged';
    return null;
  }

  async write(data: T): Promise<void> {
    await writeDurably(this.options.file, JSON.stringify(data), { backup: true });
  }

  private async readOne(file: string): Promise<Reading<T>> {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { type: 'missing' };
      throw error;
    }
    try {
      return { type: 'read', ...this.options.decode(text) };
    } catch (error) {
      if (error instanceof UserError) throw error;
      return { type: 'damaged', reason: error instanceof Error ? error.message : String(error) };
    }
  }
}
