// Turns a transcript's bytes into records. Owns what a damaged one still yields: damaged lines are skipped
// and reported, a torn last one is reported separately, since its write was never acknowledged. Kinds of
// record that only a later version knows are skipped and counted. Leaves files to load-transcript.ts.

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
  /** Records of a kind that is not known here. */
  unknown: number;
  /** The version that a line announces, if this qmux does not know it. */
  newer?: number;
}

export const NO_TRANSCRIPT: Transcript = { records: [], problems: [], isTorn: false, unknown: 0 };

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
  let unknown = 0;
  let newer: number | undefined;
  for (let start = 0, line = 1; start < bytes.length; line++) {
    const end = bytes.indexOf(LINE_FEED, start);
    const isWhole = end >= 0;
    const text = bytes.toString('utf8', start, isWhole ? end : bytes.length);
    const record = decodeRecord(text);
    if (record && 'type' in record) records.push(record);
    else if (record && 'unknown' in record) unknown++;
    else if (record && !isWhole && isTornRecord(text)) isTorn = true;
    else if (record) {
      newer ??= newerVersionOf(text);
      problems.push(`${name}:${line}: skipped, ${record.wrong}`);
    }
    start = isWhole ? end + 1 : bytes.length;
    if (start < stepEnd) continue;
    stepEnd = start + STEP_BYTES;
    yield undefined;
  }
  return { records, problems, isTorn, unknown, ...(newer === undefined ? {} : { newer }) };
}

/** The lines that are records, of whatever kind, as they stand; in short steps. */
export function* withoutDamage(bytes: Buffer): Generator<undefined, Buffer> {
  const kept: Buffer[] = [];
  let stepEnd = STEP_BYTES;
  for (let start = 0; start < bytes.length;) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? bytes.length : feed;
    const record = decodeRecord(bytes.toString('utf8', start, end));
    if (record && !('wrong' in record)) kept.push(bytes.subarray(start, end), FEED);
    start = end + 1;
    if (start < stepEnd) continue;
    stepEnd = start + STEP_BYTES;
    yield undefined;
  }
  return Buffer.concat(kept);
}

const FEED = Buffer.from([LINE_FEED]);

/** As JSON.stringify begins a record. Zeros, or an end that was overwritten, are damage. */
export const isTornRecord = (line: string): boolean =>
  (line.startsWith(RECORD) || RECORD.startsWith(line)) && !line.includes('\0');

const RECORD = '{"type":"';

/** As JSON.stringify writes them. */
const SKIPPED = ['{"type":"piece"', '{"type":"thought"', '{"type":"tool"'];
const LONGEST_SKIPPED = Math.max(...SKIPPED.map((start) => start.length));

/** All records except those of answers and tools, which are most of a transcript, in a tenth of the time. */
export function decodeOutline(bytes: Buffer): TranscriptRecord[] {
  const records: TranscriptRecord[] = [];
  for (let start = 0; start < bytes.length;) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed < 0 ? bytes.length : feed;
    const beginning = bytes.toString('latin1', start, start + LONGEST_SKIPPED);
    const isSkipped = SKIPPED.some((type) => beginning.startsWith(type));
    const record = isSkipped ? undefined : decodeRecord(bytes.toString('utf8', start, end));
    if (record && 'type' in record) records.push(record);
    start = end + 1;
  }
  return records;
}

/** The newest version of the format that this qmux writes and reads. */
export const TRANSCRIPT_VERSION = 2;

/** The version in a transcript's first line if it is newer than this qmux; undefined: it is not, or none. */
export function findNewerVersion(bytes: Buffer): number | undefined {
  const feed = bytes.indexOf(LINE_FEED);
  return newerVersionOf(bytes.toString('utf8', 0, feed < 0 ? bytes.length : feed));
}

/** Of the line that begins a file, or that announces later kinds of record. */
function newerVersionOf(line: string): number | undefined {
  try {
    const record: unknown = JSON.parse(line);
    if (!isRecord(record) || !['session', 'version'].includes(String(record['type']))) return undefined;
    const { version } = record;
    return typeof version === 'number' && version > TRANSCRIPT_VERSION ? version : undefined;
  } catch {
    // Damaged: decodeTranscript says so.
    return undefined;
  }
}

/** undefined for an empty line, which a repaired tear leaves. */
export function decodeRecord(line: string): ReturnType<typeof checkTranscriptRecord> | undefined {
  if (line === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { wrong: 'damaged' };
  }
  return checkTranscriptRecord(value);
}
