// An append-only file of JSON lines. Owns that an entry is in the kernel before append returns (shown means
// appended) and on disk within 750 ms; if the disk refuses and a Disk is given, that it waits in memory, in
// order, under the warning. Leaves to its form what the file is called, its head, and repairing its end.
// Invariant: one writer at a time.

import { closeSync, constants, fstatSync } from 'node:fs';
import { dirname } from 'node:path';
import { NODE_FILES, writeAllNow, type FilePort } from '../files/file-port.js';
import { UserError } from '../text/user-error.js';
import type { Disk } from '../files/disk.js';
import { diskFailure } from '../files/disk-failure.js';
import { syncDirectory } from '../files/durable-file.js';
import { isReplaced } from '../files/file-stamp.js';
import { bytesOf } from './spelled-ahead.js';

/**
 * A power cut may cost a second of an answer, in which unwatched pieces are collected for 250 ms; questions
 * and tools' results are synced before they act.
 */
const SYNC_WITHIN_MS = 750;

// Not 'a': repairing needs to read. O_APPEND makes a write and its position one step; O_NONBLOCK does not
// wait for a FIFO.
const OPEN_FLAGS = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;

export interface AppendLogOptions {
  /** Takes what the file refuses; absent: append throws it. */
  disk?: Pick<Disk, 'unsaved'>;
  files?: FilePort;
  /** Holds the log, for Unsaved.owner(). */
  owner?: object;
  /** Makes the file's directory survive a power cut, once the file is new. */
  syncParents?: () => Promise<void>;
  /** Before what waits is retried: somebody may have removed it. Throws if it cannot be created. */
  makeFolder?: () => void;
  /** A sync that nobody waits for failed, and there is no disk to report to. */
  onProblem?: (error: UserError) => void;
}

/** What kind of file it is. */
export interface LogForm {
  /** In the list of what is unsaved. */
  readonly key: string;
  /** `transcript abc`, and the same as that list names it. */
  readonly name: string;
  what(): string;
  /** After `move it away, then `. */
  readonly wayOut: string;
  /** Throws a UserError for a file that nothing may be appended to. */
  checkHead(descriptor: number): void;
  /** Cuts off a torn entry. Whether the file still ends within a line. */
  repairEnd(files: FilePort, descriptor: number, sizeBytes: number): boolean;
}

export interface Unwritten {
  bytes: Buffer;
  goodBytes: number | undefined;
}

export class AppendLog<Entry extends object> {
  #descriptor: number | undefined;
  /** The file may end within a line. */
  #torn = false;
  #isNew = false;
  /** Size of the file before a write that left a part of itself there; undefined: all of it is good. */
  #goodBytes: number | undefined;
  /** Appends so far, and how many of them are on disk. */
  #appended = 0;
  #synced = 0;
  #syncing: { upTo: number; done: Promise<void> } | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** What the disk refused, oldest first; later records wait behind it. */
  #waiting: Buffer[] = [];
  #wanted = true;
  readonly #files: FilePort;

  readonly #file: string;
  readonly #form: LogForm;
  readonly #options: AppendLogOptions;

  /** Opens no descriptor before the first append: most restored chats are only looked at. */
  constructor(file: string, form: LogForm, options: AppendLogOptions = {}) {
    this.#file = file;
    this.#form = form;
    this.#options = options;
    this.#files = options.files ?? NODE_FILES;
  }

  /** What waits for the disk, as it will follow the file's first goodBytes; undefined: follow all of it. */
  get unwritten(): Unwritten {
    return { bytes: Buffer.concat(this.#waiting), goodBytes: this.#goodBytes };
  }

  /**
   * One write() of all the entries; without room on the disk they wait in memory. Throws a UserError if the
   * disk refuses and no more may wait, or the file is not of this version: then none of them counts.
   */
  append(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    this.#wanted = true;
    const bytes = bytesOf(entries);
    if (this.#waiting.length > 0) return this.#wait(bytes, undefined);
    try {
      this.#write(bytes);
    } catch (error) {
      if (error instanceof UserError) throw error;
      this.#wait(bytes, error);
    }
  }

  /**
   * Resolves when everything appended before is on disk, or waits in memory under the standing warning;
   * concurrent callers share one sync. Rejects with a UserError if there is no disk to report to.
   */
  async sync(): Promise<void> {
    const upTo = this.#appended;
    // One that began before the last append does not cover it.
    while (this.#syncing && this.#syncing.upTo < upTo) await this.#syncing.done.catch(() => undefined);
    if (this.#synced >= upTo) return;
    this.#syncing ??= this.#startSync();
    try {
      await this.#syncing.done;
    } catch (error) {
      if (!this.#options.disk) throw this.#failure('synced', error);
      this.#tellUnsaved(error);
    }
  }

  /** Syncs and closes the descriptor once nothing waits; an append after it opens the file again. */
  async close(): Promise<void> {
    this.#wanted = false;
    try {
      await this.sync();
    } finally {
      this.#stopTimer();
      if (this.#waiting.length === 0) this.#closeDescriptor();
    }
  }

  /** Forgets what waits: the file is about to be removed. */
  discard(): void {
    for (const bytes of this.#waiting.splice(0)) this.#options.disk?.unsaved.giveRoom(bytes.length);
    this.#options.disk?.unsaved.saved(this.#form.key);
  }

  #write(bytes: Buffer): void {
    if (this.#descriptor !== undefined && isReplaced(this.#descriptor, this.#file)) this.#leaveFile();
    this.#descriptor ??= this.#openDescriptor();
    const descriptor = this.#descriptor;
    this.#finishTakingBack(descriptor);
    let written = 0;
    try {
      writeAllNow(
        this.#files,
        descriptor,
        this.#torn ? Buffer.concat([LINE_FEED, bytes]) : bytes,
        (count) => {
          written = count;
        },
      );
      this.#torn = false;
    } catch (error) {
      if (written > 0) this.#takeBack(descriptor, written);
      throw error;
    }
    this.#appended++;
    this.#timer ??= setTimeout(() => this.#syncUnasked(), SYNC_WITHIN_MS).unref();
  }

  /** Removes the half-written records; if even that fails, before the next append. */
  #takeBack(descriptor: number, writtenBytes: number): void {
    this.#goodBytes = fstatSync(descriptor).size - writtenBytes;
    try {
      this.#finishTakingBack(descriptor);
    } catch {
      // There may be whole records, which would count twice: nothing is appended after them.
    }
  }

  #finishTakingBack(descriptor: number): void {
    if (this.#goodBytes === undefined) return;
    this.#files.truncateNow(descriptor, this.#goodBytes);
    this.#goodBytes = undefined;
  }

  #wait(bytes: Buffer, error: unknown): void {
    const { disk } = this.#options;
    if (!disk?.unsaved.takeRoom(bytes.length)) throw this.#failure('written', error ?? NO_MORE_ROOM);
    this.#waiting.push(bytes);
    if (error !== undefined) this.#tellUnsaved(error);
  }

  #tellUnsaved(error: unknown): void {
    const { disk, owner } = this.#options;
    if (!disk) return;
    disk.unsaved.failed({
      key: this.#form.key,
      what: this.#form.what(),
      error,
      retry: () => this.#catchUp(),
      ...(owner ? { owner } : {}),
    });
  }

  /** Writes what waits, in order, and syncs it. */
  async #catchUp(): Promise<void> {
    this.#options.makeFolder?.();
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      this.#write(next);
      this.#waiting.shift();
      this.#options.disk?.unsaved.giveRoom(next.length);
      // Megabytes may have accumulated: keys come first.
      await new Promise((resolve) => setImmediate(resolve));
    }
    await (this.#syncing ??= this.#startSync()).done;
    // Something may have failed again while this waited for the disk.
    if (this.#waiting.length > 0) throw NO_MORE_ROOM;
    this.#options.disk?.unsaved.saved(this.#form.key);
    if (!this.#wanted) this.#closeDescriptor();
  }

  /** The next write opens the file that is in its place now. */
  #leaveFile(): void {
    const descriptor = this.#descriptor as number;
    this.#descriptor = undefined;
    this.#goodBytes = undefined;
    if (!this.#syncing) return closeSync(descriptor);
    const close = (): void => closeSync(descriptor);
    this.#syncing.done.then(close, close);
  }

  #openDescriptor(): number {
    const descriptor = this.#files.openNow(this.#file, OPEN_FLAGS);
    try {
      const stat = fstatSync(descriptor);
      if (!stat.isFile())
        throw new UserError(
          `${this.#form.name} is not a file: ${this.#file}; move it away, then ${this.#form.wayOut}`,
        );
      this.#isNew = stat.size === 0;
      this.#form.checkHead(descriptor);
      this.#torn = !this.#isNew && this.#form.repairEnd(this.#files, descriptor, stat.size);
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
    return descriptor;
  }

  #closeDescriptor(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #startSync(): { upTo: number; done: Promise<void> } {
    this.#stopTimer();
    const upTo = this.#appended;
    const done = this.#syncNow(upTo).finally(() => {
      this.#syncing = undefined;
    });
    return { upTo, done };
  }

  async #syncNow(upTo: number): Promise<void> {
    if (this.#descriptor !== undefined) await this.#files.sync(this.#descriptor);
    // A new file survives a power cut only if its directory's entry does.
    if (this.#isNew) {
      await syncDirectory(dirname(this.#file), this.#files);
      await this.#options.syncParents?.();
    }
    this.#isNew = false;
    this.#synced = upTo;
  }

  #syncUnasked(): void {
    this.#timer = undefined;
    this.sync().catch((error: unknown) => {
      if (error instanceof UserError) this.#options.onProblem?.(error);
    });
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #failure(what: 'written' | 'synced', error: unknown): UserError {
    return diskFailure(`${this.#form.name} cannot be ${what}`, error);
  }
}

const LINE_FEED = Buffer.from('\n');

const NO_MORE_ROOM = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
