// A transcript read for its figures, however large: its lines one after the other, of which only those are
// decoded that count. Owns which those are, and that memory does not grow with the file. Leaves what they
// count for to fold-transcript.ts.

import { openRegular, wholeLines } from '../whole-lines.js';
import { decodeRecord, findNewerVersion } from '../read-transcript.js';
import { TranscriptFold, type TranscriptFigures } from './fold-transcript.js';

/** A longer line is no question that anybody asked. The last one may be whole without its line feed. */
const LINES = { partBytes: 1024 * 1024, mostBytes: 64 * 1024 * 1024, withTail: true };
const FEED = 0x0a;

/**
 * undefined: there is no such file, or it is none. Rejects with errors of the disk, and if a newer qmux wrote
 * it.
 */
export async function scanTranscript(
  file: string,
  options: { words: boolean },
): Promise<TranscriptFigures | undefined> {
  const handle = await openRegular(file);
  if (!handle) return undefined;
  const fold = new TranscriptFold(options);
  let isFirst = true;
  try {
    for await (const lines of wholeLines(handle, LINES)) {
      if (isFirst && findNewerVersion(lines) !== undefined) throw new Error('a newer qmux wrote it');
      isFirst = false;
      foldLines(fold, lines);
    }
    return fold.figures;
  } finally {
    await handle.close();
  }
}

/** Kinds that count for nothing, as JSON.stringify begins them. */
const IGNORED = new Set([
  'attached',
  'attached-more',
  'note',
  'seen',
  'plan',
  'version',
  'head',
  'context',
  'compacted',
]);
/** Type, and the id of the turn, where both stand first. */
const BEGINNING = /^\{"type":"([a-z-]+)"(?:,"(?:id|turn)":"([^"\\]+)")?(?:,"id":"([^"\\]+)")?/;
const BEGINNING_BYTES = 160;

function foldLines(fold: TranscriptFold, bytes: Buffer): void {
  for (let start = 0; start < bytes.length;) {
    const feed = bytes.indexOf(FEED, start);
    const end = feed < 0 ? bytes.length : feed;
    foldLine(fold, bytes, start, end);
    start = end + 1;
  }
}

function foldLine(fold: TranscriptFold, bytes: Buffer, start: number, end: number): void {
  const [, type, turn, call] =
    BEGINNING.exec(bytes.toString('latin1', start, Math.min(end, start + BEGINNING_BYTES))) ?? [];
  if (type !== undefined && IGNORED.has(type)) return;
  if ((type === 'piece' || type === 'thought') && turn !== undefined && !fold.wantsText(turn, type)) return;
  if (type === 'tool' && turn !== undefined && call !== undefined && bytes[end - 1] === 0x7d)
    return fold.addTool(turn, call);
  const record = decodeRecord(bytes.toString('utf8', start, end));
  if (record && 'type' in record) fold.add(record);
}
