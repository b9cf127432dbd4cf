// The append-only transcript of one chat, JSON lines. Owns that a record is in the kernel before append
// returns (shown means appended) and on disk within 750 ms; if the disk refuses and a Disk is given, that it
// waits in memory, in order, under the warning. Leaves repairing to transcript-end.ts, the records' meaning
// to chat/, reading to load-transcript.ts. Invariant: one writer at a time (the server, or `qmux chat` under
// its lock).

import { closeSync, constants, fstatSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { TranscriptRecord } from '../chat/transcript-record.js';
import { NODE_FILES, writeAllNow, type FilePort } from '../files/file-port.js';
import { UserError } from '../text/user-error.js';
import type { Disk } from '../files/disk.js';
import { diskFailure } from '../files/disk-failure.js';
import { syncDirectory } from '../files/durable-file.js';
import { checkHead, repairEnd } from './transcript-end.js';

/**
 * A power cut may cost a second of an answer, in which unwatched pieces are collected for 250 ms; questions
 * and tools' results are synced before they act.
 */
const SYNC_WITHIN_MS = 750;

// Not 'a': repairing needs to read. O_APPEND makes a write and its position one step; O_NONBLOCK does not
// wait for a FIFO.
const OPEN_FLAGS = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;

export interface TranscriptLogOptions {
  /** Takes what the file refuses; absent: append throws it. */
  disk?: Pick<Disk, 'unsaved' | 'nameSession'>;
  files?: FilePort;
  /** For messages and the list of what is unsaved; default: the name of the file's directory. */
  id?: string;
  /** Holds the log, for Unsaved.owner(). */
  owner?: object;
  /** Makes the file's directory survive a power cut, once the file is new. */
  syncParents?: () => Promise<void>;
  /** Before what waits is retried: somebody may have removed it. Throws if it cannot be created. */
  makeFolder?: () => void;
  /** A sync that nobody waits for failed, and there is no disk to report to. */
  onProblem?: (error: UserError) => void;
}

export interface Unwritten {
  bytes: Buffer;
  goodBytes: number | undefined;
}

export class TranscriptLog {
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
  readonly #options: TranscriptLogOptions;

  private constructor(file: string, options: TranscriptLogOptions) {
    this.#file = file;
    this.#options = options;
    this.#files = options.files ?? NODE_FILES;
  }

  /** Opens no descriptor before the first append: most restored chats are only looked at. */
  static open(file: string, options: TranscriptLogOptions = {}): TranscriptLog {
    return new TranscriptLog(file, options);
  }

  /** What waits for the disk, as it will follow the file's first goodBytes; undefined: follow all of it. */
  get unwritten(): Unwritten {
    return { bytes: Buffer.concat(this.#waiting), goodBytes: this.#goodBytes };
  }

  /**
   * One write() of all the records; without room on the disk they wait in memory. Throws a UserError if the
   * disk refuses and no more may wait, or the file is not of this version: then none of them counts.
   */
  append(records: readonly TranscriptRecord[]): void {
    if (records.length === 0) return;
    this.#wanted = true;
    const bytes = Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
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
    this.#options.disk?.unsaved.saved(this.#key);
  }

  get #key(): string {
    return `${this.#id}/transcript`;
  }

  get #id(): string {
    return this.#options.id ?? basename(dirname(this.#file));
  }

  #write(bytes: Buffer): void {
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
      key: this.#key,
      what: `transcript of ${disk.nameSession(this.#id)}`,
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
    this.#options.disk?.unsaved.saved(this.#key);
    if (!this.#wanted) this.#closeDescriptor();
  }

  #openDescriptor(): number {
    const descriptor = this.#files.openNow(this.#file, OPEN_FLAGS);
    try {
      const stat = fstatSync(descriptor);
      if (!stat.isFile())
        throw new UserError(`transcript ${this.#file} is not a file; move it away, then reopen the chat`);
      this.#isNew = stat.size === 0;
      checkHead(descriptor, this.#file);
      if (!this.#isNew) this.#torn = repairEnd(this.#files, descriptor, stat.size);
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
    return diskFailure(`transcript ${this.#id} cannot be ${what}`, error);
  }
}

const LINE_FEED = Buffer.from('\n');

const NO_MORE_ROOM = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
