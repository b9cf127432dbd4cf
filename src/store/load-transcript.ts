// Loads a chat's transcript into memory. Owns what happens to a damaged one: it is set aside whole, and a new
// one with the records that could be read takes its place, so that the loss is reported once. Leaves decoding
// to read-transcript.ts.
// Invariant: a file that cannot be read, or that a newer qmux wrote, is not touched.

import { basename } from 'node:path';
import type { TranscriptRecord } from '../chat/transcript-record.js';
import { readRegularFile, readRegularFileNow, UnreadableFile } from '../files/read-file.js';
import type { Disk } from '../files/disk.js';
import { causeOf } from '../files/disk-failure.js';
import { writeWholeNow } from '../files/durable-file.js';
import { decodingTranscript, findNewerVersion, withoutDamage } from './read-transcript.js';
import { nameAside } from '../files/set-aside.js';
import { newerTranscript } from './transcript-end.js';
import type { Unwritten } from './append-log.js';

/** Far more than anybody types or reads; it would take seconds to read. */
const MAX_TRANSCRIPT_BYTES = 128 * 1024 * 1024;

export interface LoadedTranscript {
  records: TranscriptRecord[];
  /** Why nothing may be appended, for the user; undefined: nothing is wrong. */
  refusal?: string;
  /** What was found damaged, for the chat itself: the disk's report already has it. */
  lost?: string;
  /** Records of kinds that only a later version knows: skipped. */
  unknown: number;
}

export interface LoadTranscriptOptions {
  disk: Pick<Disk, 'files' | 'damage' | 'now' | 'nameSession'>;
  /** For messages. */
  id: string;
  /** Appended, but not written yet. */
  unwritten: Unwritten;
}

/**
 * A missing file is an empty transcript. Never throws; damage is reported to the disk. About 10 ms for 1 MB.
 */
export function loadTranscript(file: string, options: LoadTranscriptOptions): LoadedTranscript {
  let bytes: Buffer | undefined;
  try {
    bytes = readRegularFileNow(file, { maxBytes: MAX_TRANSCRIPT_BYTES });
  } catch (error) {
    return refuse(error, options);
  }
  const work = decoding(file, bytes, options);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** The same for a long one: read asynchronously, then decoded in the short steps that it resolves with. */
export async function readForLoading(
  file: string,
  options: LoadTranscriptOptions,
): Promise<Generator<undefined, LoadedTranscript> | LoadedTranscript> {
  try {
    return decoding(file, await readRegularFile(file, { maxBytes: MAX_TRANSCRIPT_BYTES }), options);
  } catch (error) {
    return refuse(error, options);
  }
}

function refuse(error: unknown, { disk, id }: LoadTranscriptOptions): LoadedTranscript {
  const refusal = describeUnreadable(`transcript of ${disk.nameSession(id)}`, error);
  disk.damage.add(refusal);
  return { records: [], refusal, unknown: 0 };
}

function* decoding(
  file: string,
  read: Buffer | undefined,
  options: LoadTranscriptOptions,
): Generator<undefined, LoadedTranscript> {
  const { disk, id, unwritten } = options;
  const what = `transcript of ${disk.nameSession(id)}`;
  const bytes = read ?? Buffer.alloc(0);
  const refuseNewer = (version: number): LoadedTranscript => {
    const refusal = newerTranscript(file, version).message;
    disk.damage.add(refusal);
    return { records: [], refusal, unknown: 0 };
  };
  const newer = findNewerVersion(bytes);
  if (newer !== undefined) return refuseNewer(newer);
  if (unwritten.bytes.length > 0) {
    // The log will continue there: the file stays as it is for now.
    const written = bytes.subarray(0, unwritten.goodBytes ?? bytes.length);
    const { records, unknown } = yield* decodingTranscript(Buffer.concat([written, unwritten.bytes]), '');
    return { records, unknown };
  }
  const transcript = yield* decodingTranscript(bytes, basename(file));
  if (transcript.newer !== undefined) return refuseNewer(transcript.newer);
  const { records, unknown } = transcript;
  let lost: string | undefined;
  if (transcript.problems.length > 0)
    lost = replaceDamaged(
      file,
      bytes,
      { problems: transcript.problems, good: yield* withoutDamage(bytes) },
      options,
    );
  else if (transcript.isTorn) lost = `${what}: the last record is incomplete and is left out (${file})`;
  if (lost === undefined) return { records, unknown };
  disk.damage.add(lost);
  return { records, lost, unknown };
}

function describeUnreadable(what: string, error: unknown): string {
  if (!(error instanceof UnreadableFile)) return `${what} cannot be read: ${causeOf(error).long}`;
  const wayOut = error.isMendable ? 'make it readable' : 'move it away';
  return `${what}: ${error.message}; ${wayOut}, then close and reopen the chat`;
}

/**
 * Returns what to report. The damaged file is linked under its new name first: after any crash its text is
 * under one of the two.
 */
function replaceDamaged(
  file: string,
  bytes: Buffer,
  { problems, good }: { problems: readonly string[]; good: Buffer },
  { disk, id }: LoadTranscriptOptions,
): string {
  const lines = problems.length === 1 ? '1 line' : `${problems.length} lines`;
  const lost = `transcript of ${disk.nameSession(id)} is damaged: ${lines} left out (${problems[0] ?? ''})`;
  const aside = nameAside(file, disk.now());
  try {
    try {
      disk.files.linkNow(file, aside);
    } catch {
      // A file system without hard links.
      writeWholeNow(aside, bytes, { files: disk.files, sync: true });
    }
    writeWholeNow(file, good, { files: disk.files, sync: true });
    return `${lost}; the whole is kept as ${aside}`;
  } catch (error) {
    return `${lost}; it stays as it is: ${causeOf(error).long} (${file})`;
  }
}
