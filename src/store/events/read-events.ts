// Events read back from events.jsonl and the older file behind it, in small parts: as many as fit in memory
// never matter. Owns the order of both files, also while the newer is moved aside, and counting what is
// damaged. Leaves what the events mean to its callers.

import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { olderEvents } from './event-log.js';
import { decodeEvent, type EventRecord } from './event-record.js';

const PART_BYTES = 64 * 1024;
const FEED = 0x0a;

export interface EventPart {
  events: readonly EventRecord[];
  /** Lines that cannot be read. */
  damaged: number;
}

/** Those with a greater id than `after`, oldest first. A file that is missing has none. */
export async function* readEvents(file: string, { after }: { after: number }): AsyncGenerator<EventPart> {
  // In this order: if the newer is moved aside meanwhile, it is read twice rather than not at all.
  const newer = await openToRead(file);
  const older = await openToRead(olderEvents(file));
  let last = after;
  try {
    for (const handle of [older, newer]) {
      if (!handle) continue;
      for await (const lines of readLines(handle)) {
        const part = decodeLines(lines, last);
        last = part.events.at(-1)?.id ?? last;
        if (part.events.length > 0 || part.damaged > 0) yield part;
      }
    }
  } finally {
    await newer?.close();
    await older?.close();
  }
}

function decodeLines(lines: readonly string[], after: number): EventPart {
  const events: EventRecord[] = [];
  let damaged = 0;
  let last = after;
  for (const line of lines) {
    if (idOf(line) <= last) continue;
    const event = decodeEvent(line);
    if (event === undefined) damaged++;
    else if (event !== 'unknown' && event.id > last) {
      events.push(event);
      last = event.id;
    }
  }
  return { events, damaged };
}

/** Without decoding the line; Infinity: it says none at its beginning. */
function idOf(line: string): number {
  const id = /^\{"id":(\d{1,16})[,}]/.exec(line)?.[1];
  return id === undefined ? Number.POSITIVE_INFINITY : Number(id);
}

/** undefined: there is none, or it is no file. */
async function openToRead(file: string): Promise<FileHandle | undefined> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );
  if (!handle || (await handle.stat()).isFile()) return handle;
  await handle.close();
  return undefined;
}

/** Whole lines; what follows the last line feed is still being written. */
async function* readLines(handle: FileHandle): AsyncGenerator<string[]> {
  const buffer = Buffer.alloc(PART_BYTES);
  let kept = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, kept, buffer.length - kept);
    if (bytesRead === 0) return;
    const filled = kept + bytesRead;
    const end = buffer.subarray(0, filled).lastIndexOf(FEED) + 1;
    // Longer than any event: damage, of which the beginning is as good as the whole.
    const taken = end === 0 && filled === buffer.length ? filled : end;
    if (taken > 0) yield buffer.toString('utf8', 0, end === 0 ? taken : end - 1).split('\n');
    buffer.copyWithin(0, taken, filled);
    kept = filled - taken;
  }
}
