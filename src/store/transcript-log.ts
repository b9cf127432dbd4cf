// The append-only transcript of one chat, JSON lines. Owns that a record is in the kernel before append returns (shown
// means appended), that it is on disk within 750 ms, and that a torn line never spoils the one after it.
// Leaves the records' meaning to chat/ and reading back to read-transcript.ts.
// Invariant: one writer at a time (the server, or `qmux chat` under its lock).

import { closeSync, fdatasync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import type { TranscriptRecord } from '../chat/transcript-record.js';
import { UserError } from '../text/user-error.js';
import { diskFailure } from './disk-failure.js';
import { syncDirectory } from './durable-file.js';
import { decodeRecord } from './read-transcript.js';

/**
 * A power cut may take a second of an answer, of which pieces that nobody watches are gathered for 250 ms; questions and
 * tools' results are synced before they act.
 */
const SYNC_WITHIN_MS = 750;

const LINE_FEED = 0x0a;

/** What a torn write may have left behind; a longer unfinished line is closed with a line feed instead of cut off. */
const MAX_TORN_BYTES = 1024 * 1024;

const fdatasyncAsync = promisify(fdatasync);

export interface TranscriptLogOptions {
  /** A sync that nobody waits for failed. */
  onProblem?: (error: UserError) => void;
  /** Stands in for the system call in tests: writes some of the bytes and says how many, or throws. */
  write?: (descriptor: number, bytes: Uint8Array) => number;
}

export class TranscriptLog {
  private descriptor: number | undefined;
  /** The file may end within a line. */
  private torn = false;
  private isNew = false;
  /** Appends so far, and how many of them are on disk. */
  private appended = 0;
  private synced = 0;
  private syncing: { upTo: number; done: Promise<void> } | undefined;
  private timer: NodeJS.Timeout | undefined;

  private constructor(
    private readonly file: string,
    private readonly options: TranscriptLogOptions,
  ) {}

  /** Takes no descriptor before the first append: most restored chats are only looked at. */
  static open(file: string, options: TranscriptLogOptions = {}): TranscriptLog {
    return new TranscriptLog(file, options);
  }

  /** One write() of all the records. Throws a UserError when the disk refuses; then none of them counts. */
  append(records: readonly TranscriptRecord[]): void {
    if (records.length === 0) return;
    const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    try {
      this.descriptor ??= this.openDescriptor();
      this.writeAll(this.descriptor, Buffer.from(this.torn ? `\n${lines}` : lines));
    } catch (error) {
      throw this.failure('written', error);
    }
    this.appended++;
    this.timer ??= setTimeout(() => this.syncUnasked(), SYNC_WITHIN_MS).unref();
  }

  /** Resolves when everything appended before is on disk; concurrent callers share one fdatasync. Rejects with a UserError. */
  async sync(): Promise<void> {
    const upTo = this.appended;
    // One that began before the last append does not cover it.
    while (this.syncing && this.syncing.upTo < upTo) await this.syncing.done.catch(() => undefined);
    if (this.synced >= upTo) return;
    this.syncing ??= this.startSync();
    await this.syncing.done;
  }

  /** Syncs and gives the descriptor back; an append after it opens the file again. */
  async close(): Promise<void> {
    try {
      await this.sync();
    } finally {
      this.stopTimer();
      if (this.descriptor !== undefined) closeSync(this.descriptor);
      this.descriptor = undefined;
    }
  }

  private openDescriptor(): number {
    // Not 'a': repairing needs to read. O_APPEND makes a write and its place one step.
    const descriptor = openSync(this.file, 'a+', 0o600);
    const { size } = fstatSync(descriptor);
    this.isNew = size === 0;
    if (size > 0) this.repairEnd(descriptor, size);
    return descriptor;
  }

  /** A crash may have left an unfinished last line: cut off if it is torn, kept if only its line feed is missing. */
  private repairEnd(descriptor: number, sizeBytes: number): void {
    const tail = Buffer.alloc(Math.min(sizeBytes, MAX_TORN_BYTES));
    readSync(descriptor, tail, 0, tail.length, sizeBytes - tail.length);
    const lastFeed = tail.lastIndexOf(LINE_FEED);
    if (lastFeed === tail.length - 1) return;
    const record = decodeRecord(tail.toString('utf8', lastFeed + 1));
    const cuttable = lastFeed >= 0 || tail.length === sizeBytes;
    if (cuttable && record && !('type' in record))
      ftruncateSync(descriptor, sizeBytes - tail.length + lastFeed + 1);
    else this.torn = true;
  }

  private writeAll(descriptor: number, bytes: Buffer): void {
    const { write = writeSync } = this.options;
    let written = 0;
    try {
      // More than one round only after a short write, as on a disk that fills up.
      while (written < bytes.length) written += write(descriptor, bytes.subarray(written));
      this.torn = false;
    } catch (error) {
      if (written > 0) this.takeBack(descriptor, written);
      throw error;
    }
  }

  /** Takes the half-written records off again; where even that fails, the next append begins on a line of its own. */
  private takeBack(descriptor: number, writtenBytes: number): void {
    try {
      ftruncateSync(descriptor, fstatSync(descriptor).size - writtenBytes);
    } catch {
      this.torn = true;
    }
  }

  private startSync(): { upTo: number; done: Promise<void> } {
    this.stopTimer();
    const upTo = this.appended;
    const done = this.syncNow(upTo).finally(() => {
      this.syncing = undefined;
    });
    return { upTo, done };
  }

  private async syncNow(upTo: number): Promise<void> {
    try {
      if (this.descriptor !== undefined) await fdatasyncAsync(this.descriptor);
      // A new file survives a power cut only when its directory's entry does.
      if (this.isNew) await syncDirectory(dirname(this.file));
      this.isNew = false;
      this.synced = upTo;
    } catch (error) {
      throw this.failure('synced', error);
    }
  }

  private syncUnasked(): void {
    this.timer = undefined;
    this.sync().catch((error: unknown) => {
      if (error instanceof UserError) this.options.onProblem?.(error);
    });
  }

  private stopTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private failure(what: 'written' | 'synced', error: unknown): UserError {
    return diskFailure(`transcript ${basename(dirname(this.file))} cannot be ${what}`, error);
  }
}
