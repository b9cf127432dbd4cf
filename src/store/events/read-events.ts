// Events read back from events.jsonl and the older file behind it, in small parts: as many as fit in memory
// never matter. Owns the order of both files, also while the newer is moved aside, and counting what is
// damaged. Leaves what the events mean to its callers.

import type { Turns } from '../../loop/slice.js';
import { olderEvents } from './event-log.js';
import { openRegular, textLines, wholeLines } from '../whole-lines.js';
import { decodeEvent, idOf, typeOf, type EventRecord } from './event-record.js';

/** Decoded and spelled in half a millisecond. A longer line is damage. */
const PART_BYTES = 16 * 1024;
const LINES = { partBytes: PART_BYTES, mostBytes: PART_BYTES, withTail: false };
const LARGE_PARTS = { ...LINES, partBytes: 16 * PART_BYTES, mostBytes: 16 * PART_BYTES };

export interface EventPart {
  events: readonly EventRecord[];
  /** Lines that cannot be read. */
  damaged: number;
}

export interface EventReading {
  after: number;
  /** Of all that read at once; absent: nobody else does, and the parts are larger. */
  turns?: Turns;
  /** Types; lines of others are not decoded. Absent: all. */
  only?: ReadonlySet<string>;
}

/** Those with a greater id than `after`, oldest first. A file that is missing has none. */
export async function* readEvents(
  file: string,
  { after, turns, only }: EventReading,
): AsyncGenerator<EventPart> {
  // In this order: if the newer is moved aside meanwhile, it is read twice rather than not at all.
  const newer = await openRegular(file);
  const older = await openRegular(olderEvents(file));
  let last = after;
  try {
    for (const handle of [older, newer]) {
      if (!handle) continue;
      for await (const lines of wholeLines(handle, turns ? LINES : LARGE_PARTS)) {
        await turns?.next();
        const part = decodeLines(textLines(lines), last, only);
        last = part.events.at(-1)?.id ?? last;
        if (part.events.length > 0 || part.damaged > 0) yield part;
      }
    }
  } finally {
    await newer?.close();
    await older?.close();
  }
}

function decodeLines(
  lines: readonly string[],
  after: number,
  only: ReadonlySet<string> | undefined,
): EventPart {
  const events: EventRecord[] = [];
  let damaged = 0;
  let last = after;
  for (const line of lines) {
    const type = only && typeOf(line);
    if (type !== undefined && !only?.has(type)) continue;
    const id = idOf(line);
    if (id > 0 && id <= last) continue;
    const event = decodeEvent(line);
    if (event === undefined) damaged++;
    else if (event !== 'unknown' && event.id > last) {
      events.push(event);
      last = event.id;
    }
  }
  return { events, damaged };
}
