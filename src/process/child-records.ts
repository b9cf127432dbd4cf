// Records on disk of the programs that this server started and has not seen end: they lead to what a killed
// server left running. Owns one small file for each child. Leaves ending those programs to orphans.ts.
// Invariant: the record is in the kernel before the child's output is read, so it survives kill -9; power
// cuts do not matter, since no child survives one.

import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularFileNow } from '../files/read-file.js';
import { ensureDirectory } from '../paths/paths.js';
import type { Disk } from '../files/disk.js';
import { causeOf } from '../files/disk-failure.js';
import { writeWholeNow } from '../files/durable-file.js';
import { UserError } from '../text/user-error.js';
import { identifyProcess, parseIdentity, type ProcessIdentity } from './identity.js';

export interface ChildRecord extends ProcessIdentity {
  /** Id of the session whose program it is. */
  session: string;
  /** For messages: the program's file name. */
  command: string;
}

/** What is watched of a started program: the process, and its end. */
export interface WatchedChild {
  readonly pid: number | undefined;
  onExit(listener: () => void): void;
}

export class ChildRecords {
  readonly #running = new Map<number, ChildRecord>();

  readonly #directory: string;
  readonly #disk: Pick<Disk, 'files' | 'damage'>;

  /** directory: of this server's name; created when needed. */
  constructor(directory: string, disk: Pick<Disk, 'files' | 'damage'>) {
    this.#directory = directory;
    this.#disk = disk;
  }

  /** Programs started here whose end has not been seen. */
  get running(): readonly ChildRecord[] {
    return [...this.#running.values()];
  }

  /** From the start to the end of a program; if a record cannot be written, the program runs all the same. */
  watch(child: WatchedChild, of: { session: string; command: string }): void {
    const identity = child.pid === undefined ? undefined : identifyProcess(child.pid);
    // It has already ended.
    if (!identity) return;
    const record = { ...identity, ...of };
    this.#running.set(identity.pid, record);
    try {
      ensureDirectory(this.#directory);
      writeWholeNow(this.#file(identity.pid), JSON.stringify(record), { files: this.#disk.files });
    } catch (error) {
      const reason = error instanceof UserError ? error.message : causeOf(error).long;
      this.#disk.damage.add(
        `process ${identity.pid} (${of.command}) cannot be recorded: ${reason}; if qmux is killed, end it yourself`,
      );
    }
    child.onExit(() => {
      this.#running.delete(identity.pid);
      this.forget(identity.pid);
    });
  }

  /**
   * What servers of this name recorded and did not see end. A record that cannot be read is reported and
   * removed.
   */
  load(): ChildRecord[] {
    let names: string[];
    try {
      names = readdirSync(this.#directory);
    } catch (error) {
      // ENOENT: nothing was ever recorded.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#tellLost(this.#directory, error);
      return [];
    }
    return names.flatMap((name) => {
      const file = join(this.#directory, name);
      if (RECORD.test(name)) return this.#read(file) ?? [];
      this.#remove(file);
      return [];
    });
  }

  forget(pid: number): void {
    this.#remove(this.#file(pid));
  }

  #file(pid: number): string {
    return join(this.#directory, `${pid}.json`);
  }

  #read(file: string): ChildRecord | undefined {
    try {
      const bytes = readRegularFileNow(file, { maxBytes: MAX_RECORD_BYTES });
      const value = JSON.parse(bytes?.toString('utf8') ?? '') as Partial<ChildRecord> | null;
      const identity = parseIdentity(value);
      const { session, command } = value ?? {};
      if (identity && typeof session === 'string' && typeof command === 'string')
        return { ...identity, session, command };
      this.#tellLost(file, new Error('it is not a record of a process'));
    } catch (error) {
      this.#tellLost(file, error);
    }
    this.#remove(file);
    return undefined;
  }

  #remove(file: string): void {
    try {
      rmSync(file, { force: true, recursive: true });
    } catch (error) {
      this.#disk.damage.add(`${file} cannot be removed: ${causeOf(error).long}`);
    }
  }

  #tellLost(file: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#disk.damage.add(
      `${file} cannot be read (${reason}); a program that a killed server left behind may still be running`,
    );
  }
}

/** The others were left behind by a write that a crash interrupted. */
const RECORD = /^\d+\.json$/;
const MAX_RECORD_BYTES = 64 * 1024;
