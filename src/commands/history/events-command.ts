// The verb events: what happens in the workspace, a line each, until its caller leaves or the server ends.
// Owns that nothing is left out, and that a slow reader costs nothing: what it has not taken is read again
// from the file. Its format is stable.

import type { EventExtras } from '../../store/events/event-log.js';
import type { EventRecord } from '../../store/events/event-record.js';
import { dayOf } from '../../store/figures/figures.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import type { CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { describeEvent } from './describe-event.js';
import type { Following } from './happened.js';

/** More than this wait in the file. */
const MOST_WAITING = 256;

interface Told {
  event: EventRecord;
  more: EventExtras;
}

/** A line each. */
interface Spelling {
  events(told: readonly Told[]): string;
  readonly gap: string;
}

export async function events(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { print, left, happened } = context;
  if (!print || !left)
    throw new UserError('events prints as things happen; run it in a shell', { exitCode: 2 });
  const since = input.value('since');
  await new EventStream(happened, {
    since: since === undefined ? undefined : parseId(since),
    print,
    left,
    spelling: spellingOf(context, input.has('json')),
  }).run();
  return SILENT;
}

/** Longer than other counts: after a damaged file ids are times. */
function parseId(word: string): number {
  if (!/^\d{1,15}$/.test(word))
    throw new UserError(`--since takes the id of an event, not ${word}`, { exitCode: 2 });
  return Number(word);
}

export interface StreamOptions {
  /** Events after this one come first, as they are kept; undefined: only what happens from now on. */
  since: number | undefined;
  /** Resolves when there is room for more; with false if the caller has left. */
  print(text: string): Promise<boolean>;
  left: AbortSignal;
  spelling: Spelling;
}

export class EventStream {
  #waiting: Told[] = [];
  /** The newest event that was printed or need not be. */
  #last: number;
  /** What follows #last is in the file, and not among what waits. */
  #isBehind: boolean;
  /** It was said that something is missing before the next one. */
  #isAfterGap = false;
  #wake = (): void => {};

  readonly #happened: Following;
  readonly #options: StreamOptions;

  constructor(happened: Following, options: StreamOptions) {
    this.#happened = happened;
    this.#options = options;
    this.#isBehind = options.since !== undefined;
    this.#last = options.since ?? happened.lastId;
  }

  /** Resolves when the caller has left or the server ends. Rejects with errors of the disk. */
  async run(): Promise<void> {
    const { left } = this.#options;
    const { over } = this.#happened;
    const wake = (): void => this.#wake();
    const stop = this.#happened.onEvent((event, more) => this.#hear(event, more));
    for (const signal of [left, over]) signal.addEventListener('abort', wake);
    try {
      let isRead = await this.#checkSince();
      while (isRead && !left.aborted) {
        if (this.#isBehind) isRead = await this.#catchUp();
        else if (this.#waiting.length > 0) isRead = await this.#printWaiting();
        else if (over.aborted) return;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      stop();
      for (const signal of [left, over]) signal.removeEventListener('abort', wake);
    }
  }

  #hear(event: EventRecord, more: EventExtras): void {
    if (this.#isBehind) return;
    if (this.#waiting.length < MOST_WAITING) this.#waiting.push({ event, more });
    else {
      this.#waiting = [];
      this.#isBehind = true;
    }
    this.#wake();
  }

  /** Whether the caller is still there. */
  async #printWaiting(): Promise<boolean> {
    const told = this.#waiting;
    this.#waiting = [];
    this.#last = told.at(-1)?.event.id ?? this.#last;
    this.#isAfterGap = false;
    return this.#print(told);
  }

  async #catchUp(): Promise<boolean> {
    // What happens from now on may come too late for this reading.
    const { lastId } = this.#happened;
    for await (const { events } of this.#happened.read(this.#last))
      if (!(await this.#printKept(events))) return false;
    if (this.#last < lastId) {
      // The disk has refused it, or somebody has removed it.
      this.#last = lastId;
      if (!(await this.#printGap())) return false;
    }
    this.#isBehind = this.#last < this.#happened.lastId;
    return true;
  }

  /** Ids are counted: where one is missing, its line was damaged, or moved out of the files meanwhile. */
  async #printKept(events: readonly EventRecord[]): Promise<boolean> {
    let run: EventRecord[] = [];
    for (const event of events) {
      if (event.id !== this.#last + 1 && !this.#isAfterGap) {
        if (!(await this.#print(run.map(asTold))) || !(await this.#printGap())) return false;
        run = [];
      }
      run.push(event);
      this.#last = event.id;
      this.#isAfterGap = false;
    }
    return this.#print(run.map(asTold));
  }

  /** An id that was never given says nothing of what its caller knows. */
  async #checkSince(): Promise<boolean> {
    if (this.#last <= this.#happened.lastId) return true;
    this.#last = 0;
    return this.#printGap();
  }

  #printGap(): Promise<boolean> {
    this.#isAfterGap = true;
    return this.#options.print(this.#options.spelling.gap);
  }

  async #print(told: readonly Told[]): Promise<boolean> {
    const { print, spelling } = this.#options;
    return told.length === 0 || print(spelling.events(told));
  }
}

const asTold = (event: EventRecord): Told => ({ event, more: {} });

function spellingOf({ coordinator }: CommandContext, isJson: boolean): Spelling {
  const names: Names = { find: (id) => coordinator.find(id), archive: () => coordinator.archive };
  const spell = isJson ? spellJson : spellLine;
  return {
    gap: isJson ? '{"type":"gap"}\n' : 'what happened before this is no longer known\n',
    events(told) {
      const archived = nameArchived(names, told);
      const nameOf = (id: string): string | undefined => coordinator.find(id)?.name ?? archived.get(id);
      return told.map((each) => spell(each, nameOf(each.event.session))).join('');
    },
  };
}

/** In one pass over the archive, however many events are of archived sessions. */
function nameArchived({ find, archive }: Names, told: readonly Told[]): ReadonlyMap<string, string> {
  const wanted = new Set(told.map(({ event }) => event.session).filter((id) => !find(id)));
  if (wanted.size === 0) return new Map();
  return new Map(archive().flatMap(({ id, name }) => (wanted.has(id) ? [[id, name] as const] : [])));
}

interface Names {
  find(id: string): { name: string } | undefined;
  archive(): readonly { id: string; name: string }[];
}

/** name: undefined: it was deleted. */
function spellJson({ event, more }: Told, name: string | undefined): string {
  const { id, at, type, session, ...rest } = event;
  return `${JSON.stringify({ id, at, type, session, name: name ?? null, ...rest, ...more })}\n`;
}

function spellLine({ event, more }: Told, name = `session ${event.session} (deleted)`): string {
  return `${event.id}  ${clock(event.at)}  ${sanitiseLine(name)}: ${describeEvent(event, more)}\n`;
}

/** `14:02:05`, local; with the day if it is not today. */
function clock(at: number): string {
  const time = new Date(at).toTimeString().slice(0, 8);
  const day = dayOf(at);
  return day === dayOf(Date.now()) ? time : `${day} ${time}`;
}
