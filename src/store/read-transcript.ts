// Turns a transcript's bytes into records. Owns what a damaged one still yields: damaged lines are skipped
// and reported, a torn last one is reported separately, since its write was never acknowledged. Leaves files
// to load-transcript.ts.

import type { TranscriptRecord } from '../chat/transcript-record.js';
import { isRecord } from './shape-check.js';
import { checkTranscriptRecord } from './transcript-check.js';

const LINE_FEED = 0x0a;

export interface Transcript {
  records: TranscriptRecord[];
  /** `transcript.jsonl:17: …` */
  problems: string[];
  /** The file ends within a record, as after a power cut. */
  isTorn: boolean;
}

export const NO_TRANSCRIPT: Transcript = { records: [], problems: [], isTorn: false };

/** Bytes decoded at once: about half a millisecond. */
const STEP_BYTES = 64 * 1024;

/** Takes about 10 ms for 1 MB. */
export function decodeTranscript(bytes: Buffer, name: string): Transcript {
  const work = decodingTranscript(bytes, name);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** In short steps. Line by line from the bytes: a single string would be limited to 512 MB. */
export function* decodingTranscript(bytes: Buffer, name: string): Generator<undefined, Transcript> {
  let stepEnd = STEP_BYTES;
  const records: TranscriptRecord[] = [];
  const problems: string[] = [];
  let isTorn = false;
  for (let start = 0, line = 1; start < bytes.length; line++) {
    const end = bytes.indexOf(LINE_FEED, start);
    const isWhole = end >= 0;
    const text = bytes.toString('utf8', start, isWhole ? end : bytes.length);
    const record = decodeRecord(text);
    if (record && 'type' in record) records.push(record);
    else if (record && !isWhole && isTornRecord(text)) isTorn = true;
    else if (record) problems.push(`${name}:${line}: skipped, ${record.wrong}`);
    start = isWhole ? end + 1 : bytes.length;
    if (start < stepEnd) continue;
    stepEnd = start + STEP_BYTES;
    yield undefined;
  }
  return { records, problems, isTorn };
}

/** As JSON.stringify begins a record. Zeros, or an end that was overwritten, are damage. */
export const isTornRecord = (line: string): boolean =>
  (line.startsWith(RECORD) || RECORD.startsWith(line)) && !line.includes('\0');

const RECORD = '{"type":"';

/** As JSON.stringify writes it. */
const PIECE = '{"type":"piece"';

/** All records except the pieces of answers, which are most of a transcript, in a tenth of the time. */
export function decodeOutline(bytes: Buffer): TranscriptRecord[] {
  const records: TranscriptRecord[] = [];
  for (let start = 0; start < bytes.length;) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? bytes.length : feed;
    const isPiece = bytes.toString('latin1', start, start + PIECE.length) === PIECE;
    const record = isPiece ? undefined : decodeRecord(bytes.toString('utf8', start, end));
    if (record && 'type' in record) records.push(record);
    start = end + 1;
  }
  return records;
}

/**
 * The version in the first line of a transcript if it is newer than this qmux; undefined: it is not, or there
 * is none.
 */
export function findNewerVersion(bytes: Buffer): number | undefined {
  const feed = bytes.indexOf(LINE_FEED);
  try {
    const head: unknown = JSON.parse(bytes.toString('utf8', 0, feed < 0 ? bytes.length : feed));
    const version = isRecord(head) && head['type'] === 'session' ? head['version'] : undefined;
    return typeof version === 'number' && version > 1 ? version : undefined;
  } catch {
    // Damaged: decodeTranscript says so.
    return undefined;
  }
}

/** undefined for an empty line, which a repaired tear leaves. */
export function decodeRecord(line: string): TranscriptRecord | { wrong: string } | undefined {
  if (line === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { wrong: 'damaged' };
  }
  return checkTranscriptRecord(value);
}
