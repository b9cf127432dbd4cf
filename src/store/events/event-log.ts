// What happens in the workspace, in order: events.jsonl, append-only, with one older file behind it. Owns the
// ids, who hears of an event, when the file is moved aside, and what is said of a damaged end. Leaves what
// happens to its callers, writing to append-log.ts, reading back to read-events.ts. Invariants: one writer,
// the server; an event is in the kernel before anybody is told; ids grow whatever happens to the files.

import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import type { Disk } from '../../files/disk.js';
import { causeOf } from '../../files/disk-failure.js';
import type { FilePort } from '../../files/file-port.js';
import { setAsideNow } from '../../files/set-aside.js';
import type { Undo } from '../../text/undo.js';
import { UserError } from '../../text/user-error.js';
import { AppendLog } from '../append-log.js';
import { decodeEvent, idOf, isTornEvent, type EventBody, type EventRecord } from './event-record.js';

/** About 250,000 events: months of work with many sessions. As much again is in the older file. */
const MAX_BYTES = 32 * 1024 * 1024;
/** Some five hundred events. */
const TAIL_BYTES = 64 * 1024;
/** A power cut may leave zeros in place of events that were told: their ids are not given again. */
const SHORTEST_EVENT_BYTES = 40;

export const olderEvents = (file: string): string => file.replace(/\.jsonl$/, '.1.jsonl');

export type EventListener = (event: EventRecord, more: EventExtras) => void;

/** What is told with an event and not kept. */
export interface EventExtras {
  /** What is asked; one line, safe to show. */
  readonly text?: string;
}

export interface EventLogOptions {
  file: string;
  disk: Disk;
  maxBytes?: number;
}

interface Tail {
  lastId: number;
  sizeBytes: number;
  /** Of sessions that waited at the end: since when. */
  waiting: Map<string, number>;
  /** Of sessions that were open at the end, as far as it says. */
  states: Map<string, string>;
  /** It has lines, and none of them can be read. */
  isLost: boolean;
}

const noTail = (): Tail => ({
  lastId: 0,
  sizeBytes: 0,
  waiting: new Map(),
  states: new Map(),
  isLost: false,
});

export class EventLog {
  #log: AppendLog<EventRecord>;
  /** Of the file, once it was looked at. */
  #tail: Tail | undefined;
  #hasTold = false;
  readonly #listeners = new Set<EventListener>();

  readonly #options: EventLogOptions;

  /** Reads nothing before the first event. */
  constructor(options: EventLogOptions) {
    this.#options = options;
    this.#log = this.#open();
  }

  get file(): string {
    return this.#options.file;
  }

  /** Of the newest event; 0: there was none. */
  get lastId(): number {
    return this.#begun().lastId;
  }

  /** Since when a session has waited by the last event about it; undefined: it did not. */
  waitsSince(session: string): number | undefined {
    return this.#begun().waiting.get(session);
  }

  /** What the last event about it said, if that is not too long ago. */
  lastState(session: string): string | undefined {
    return this.#begun().states.get(session);
  }

  /** Never throws. */
  add(body: EventBody, more: EventExtras = {}): EventRecord {
    const [event] = this.addAll([body], more) as [EventRecord];
    return event;
  }

  /** Of one moment, in one write. Never throws. */
  addAll(bodies: readonly EventBody[], more: EventExtras = {}): readonly EventRecord[] {
    const tail = this.#begun();
    const at = this.#options.disk.now();
    const events = bodies.map((body): EventRecord => ({ id: ++tail.lastId, at, ...body }));
    try {
      this.#log.append(events);
      for (const event of events) tail.sizeBytes += JSON.stringify(event).length + 1;
      if (tail.sizeBytes > (this.#options.maxBytes ?? MAX_BYTES)) this.#moveAside(tail);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#tell(`${error.message}; history and stats will lack what happens from now on`);
    }
    for (const event of events) for (const listener of this.#listeners) listener(event, more);
    return events;
  }

  onEvent(listener: EventListener): Undo {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Everything is on disk, or waits in memory under the standing warning. */
  close(): Promise<void> {
    return this.#log.close();
  }

  #begun(): Tail {
    this.#tail ??= this.#findEnd();
    return this.#tail;
  }

  #findEnd(): Tail {
    const { file, disk } = this.#options;
    const newest = readTail(file);
    const tail = newest.lastId > 0 ? newest : { ...newest, lastId: readTail(olderEvents(file)).lastId };
    if (!newest.isLost) return tail;
    const lost = `${basename(file)} is damaged; what happened before is missing in history and stats`;
    try {
      this.#tell(`${lost}; set aside as ${setAsideNow(disk, file)}`);
      // Greater than any id that was in it: nobody has counted so far.
      return { ...noTail(), lastId: disk.now() };
    } catch (error) {
      this.#tell(`${lost}; it cannot be set aside: ${causeOf(error).long}`);
      return { ...tail, lastId: disk.now() };
    }
  }

  #moveAside(tail: Tail): void {
    // What the disk has refused goes into the file that it was meant for.
    if (this.#log.unwritten.bytes.length > 0) return;
    const { file, disk } = this.#options;
    try {
      disk.files.renameNow(file, olderEvents(file));
    } catch (error) {
      this.#tell(`${basename(file)} keeps growing: it cannot be moved aside: ${causeOf(error).long}`);
      return;
    }
    const full = this.#log;
    this.#log = this.#open();
    tail.sizeBytes = 0;
    full.close().catch((error: unknown) => this.#tell(`${basename(file)}: ${causeOf(error).long}`));
  }

  #open(): AppendLog<EventRecord> {
    const { file, disk } = this.#options;
    const form = {
      key: 'events',
      name: basename(file),
      what: () => 'what happened in sessions',
      wayOut: 'start qmux again',
      checkHead: () => {},
      repairEnd,
    };
    return new AppendLog(file, form, { disk, files: disk.files });
  }

  #tell(message: string): void {
    if (this.#hasTold) return;
    this.#hasTold = true;
    this.#options.disk.damage.add(message);
  }
}

/** Never throws: a file that cannot be read is reported when it is written. */
function readTail(file: string): Tail {
  const tail = noTail();
  let bytes: Buffer;
  try {
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = fstatSync(descriptor);
      if (!stat.isFile()) return tail;
      bytes = lastOf(descriptor, stat.size);
      tail.sizeBytes = stat.size;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return tail;
  }
  let lostBytes = 0;
  for (const line of bytes.toString('utf8').split('\n')) {
    const event = decodeEvent(line);
    if (event !== undefined && event !== 'unknown') noteEvent(tail, event);
    // A later version may have given it to somebody.
    tail.lastId = Math.max(tail.lastId, event === undefined ? 0 : idOf(line));
    if (event !== undefined) lostBytes = 0;
    else if (line.includes('\0')) lostBytes += line.length;
  }
  if (tail.lastId === 0) return { ...tail, isLost: tail.sizeBytes > 0 };
  return { ...tail, lastId: tail.lastId + Math.ceil(lostBytes / SHORTEST_EVENT_BYTES) };
}

function noteEvent(tail: Tail, event: EventRecord): void {
  const { session } = event;
  tail.lastId = Math.max(tail.lastId, event.id);
  if (event.type === 'question') tail.waiting.set(session, event.at);
  else if (event.type === 'reply') tail.waiting.delete(session);
  else if (event.type === 'made') tail.states.set(session, 'active');
  else if (event.type === 'state') tail.states.set(session, event.state);
}

function lastOf(descriptor: number, sizeBytes: number): Buffer {
  const bytes = Buffer.alloc(Math.min(sizeBytes, TAIL_BYTES));
  const length = readSync(descriptor, bytes, 0, bytes.length, sizeBytes - bytes.length);
  return bytes.subarray(0, length);
}

/** Whether the file still ends within a line; a torn event is cut off. */
function repairEnd(files: FilePort, descriptor: number, sizeBytes: number): boolean {
  const tail = lastOf(descriptor, sizeBytes);
  const lastFeed = tail.lastIndexOf('\n');
  if (lastFeed === tail.length - 1) return false;
  const line = tail.toString('utf8', lastFeed + 1);
  if (decodeEvent(line) !== undefined || !isTornEvent(line)) return true;
  files.truncateNow(descriptor, sizeBytes - tail.length + lastFeed + 1);
  return false;
}
