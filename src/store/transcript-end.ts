// The two ends of a transcript before something is appended: a head of a newer version is refused, a torn
// last record is cut off. Owns that nothing else is ever cut: what is not the beginning of a record stays, on
// a line of its own.

import { readSync } from 'node:fs';
import type { FilePort } from '../files/file-port.js';
import { UserError } from '../text/user-error.js';
import { decodeRecord, findNewerVersion, isTornRecord, TRANSCRIPT_VERSION } from './read-transcript.js';

const LINE_FEED = 0x0a;

/**
 * The most that a torn write leaves behind; a longer unfinished line is closed with a line feed instead of
 * cut off.
 */
const MAX_TORN_BYTES = 1024 * 1024;

/** Longer than any head, which contains a name and a directory. */
const MAX_HEAD_BYTES = 16 * 1024;

/** Throws a UserError for a file that a newer qmux wrote. */
export function checkHead(descriptor: number, file: string): void {
  const head = Buffer.alloc(MAX_HEAD_BYTES);
  const length = readSync(descriptor, head, 0, head.length, 0);
  const newer = findNewerVersion(head.subarray(0, length));
  if (newer !== undefined) throw newerTranscript(file, newer);
}

export const newerTranscript = (file: string, version: number): UserError =>
  new UserError(
    `transcript ${file} was written by a newer qmux (version ${version}, this one reads ${TRANSCRIPT_VERSION}); update qmux to continue it`,
  );

/** Whether the file still ends within a line. */
export function repairEnd(files: FilePort, descriptor: number, sizeBytes: number): boolean {
  const tail = Buffer.alloc(Math.min(sizeBytes, MAX_TORN_BYTES));
  readSync(descriptor, tail, 0, tail.length, sizeBytes - tail.length);
  const lastFeed = tail.lastIndexOf(LINE_FEED);
  if (lastFeed === tail.length - 1) return false;
  const line = tail.toString('utf8', lastFeed + 1);
  const record = decodeRecord(line);
  const isWhole = record !== undefined && !('wrong' in record);
  const reachesBack = lastFeed >= 0 || tail.length === sizeBytes;
  if (isWhole || !reachesBack || !isTornRecord(line)) return true;
  files.truncateNow(descriptor, sizeBytes - tail.length + lastFeed + 1);
  return false;
}
