// Reads a transcript back. Owns what a damaged file still gives: a torn last line is dropped without a word (its writer
// never said that it was written), a damaged line in the middle is skipped and told. Leaves writing to transcript-log.ts.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { TranscriptRecord } from '../chat/transcript-record.js';
import { checkTranscriptRecord } from './transcript-check.js';

const LINE_FEED = 0x0a;

export interface Transcript {
  records: TranscriptRecord[];
  /** `transcript.jsonl:17: …` */
  problems: string[];
}

/** A missing file is an empty transcript. Throws errors of the disk. Takes about 10 ms for 1 MB. */
export function readTranscript(file: string): Transcript {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { records: [], problems: [] };
    throw error;
  }
  return decodeTranscript(bytes, basename(file));
}

/** Line by line from the bytes: one string of all would be limited to 512 MB. */
export function decodeTranscript(bytes: Buffer, name: string): Transcript {
  const records: TranscriptRecord[] = [];
  const problems: string[] = [];
  for (let start = 0, line = 1; start < bytes.length; line++) {
    const end = bytes.indexOf(LINE_FEED, start);
    const whole = end >= 0;
    const record = decodeRecord(bytes.toString('utf8', start, whole ? end : bytes.length));
    if (record && 'type' in record) records.push(record);
    else if (record && whole) problems.push(`${name}:${line}: skipped, ${record.wrong}`);
    start = whole ? end + 1 : bytes.length;
  }
  return { records, problems };
}

/** As JSON.stringify writes it. */
const PIECE = '{"type":"piece"';

/** All records but the pieces of answers, which are most of a transcript, at a tenth of the time. */
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
