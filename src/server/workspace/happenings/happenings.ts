// What happens to sessions, as events that are kept and told: made, closed, states, questions, turns, exits.
// Owns which change of a session is which event, and who follows them. Leaves the file to store/events/, what
// is shown of it to commands/history/. Invariant: what follows nobody costs one comparison a change.

import { setMaxListeners } from 'node:events';

import type { Happened } from '../../../commands/history/happened.js';
import { Turns } from '../../../loop/slice.js';
import type { ManagedSession } from '../../../session/managed-session.js';
import type { AnySession } from '../../../session/any-session.js';
import type { SessionEvent } from '../../../session/attention/session-event.js';
import type { SessionLife } from '../../../session/coordinator-ports.js';
import { agentOfProgram } from '../../../session/program/agent-signs.js';
import type { EventBody } from '../../../store/events/event-record.js';
import { EventLog, type EventListener } from '../../../store/events/event-log.js';
import { readEvents } from '../../../store/events/read-events.js';
import type { SessionRecord } from '../../../store/session-record.js';
import type { CountedSession, FiguresPlaces, FiguresWish } from '../../../store/figures/figures.js';
import type { Paths } from '../../../paths/paths.js';
import type { Disk } from '../../../files/disk.js';
import type { Undo } from '../../../text/undo.js';
import { FiguresProcesses, type FiguresPorts } from './figures-processes.js';

interface Known {
  state: string;
  waits?: Waiting;
}

/** Since when a session waits. untold: no transcript holds that. agent: it runs in the program. */
interface Waiting {
  from: number;
  untold: boolean;
  agent: string | undefined;
}

export interface HappeningsOptions {
  paths: Pick<Paths, 'sessionsDir' | 'chatsDir' | 'eventsFile' | 'figuresFile'>;
  disk: Disk;
  /** A process, while it runs. */
  record: FiguresPorts['record'];
  maxBytes?: number;
}

export class Happenings implements Happened {
  /** As they were when they were last looked at: open ones. */
  readonly #known = new Map<string, Known>();
  readonly #changed = new Set<() => void>();
  readonly #over = new AbortController();
  readonly #turns = new Turns();

  readonly #places: FiguresPlaces;
  readonly #figures: FiguresProcesses;
  readonly #log: EventLog;
  readonly #disk: Disk;

  constructor(options: HappeningsOptions) {
    const { paths, disk, maxBytes, record } = options;
    // One for each caller that waits, however many.
    setMaxListeners(0, this.#over.signal);
    this.#log = new EventLog({
      file: paths.eventsFile,
      disk,
      ...(maxBytes === undefined ? {} : { maxBytes }),
    });
    this.#disk = disk;
    this.#places = { ...paths, cacheFile: paths.figuresFile };
    this.#figures = new FiguresProcesses({ record });
  }

  get file(): string {
    return this.#log.file;
  }

  get lastId(): number {
    return this.#log.lastId;
  }

  /** Fires when the server ends. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  count(wish: FiguresWish, sessions: readonly CountedSession[]): AsyncGenerator<string> {
    const { sessionsDir, chatsDir, eventsFile, cacheFile } = this.#places;
    return this.#figures.ask({ ...wish, sessionsDir, chatsDir, eventsFile, cacheFile }, sessions);
  }

  read(after: number): ReturnType<typeof readEvents> {
    return readEvents(this.#log.file, { after, turns: this.#turns });
  }

  onEvent(listener: EventListener): Undo {
    return this.#log.onEvent(listener);
  }

  onChange(listener: () => void): Undo {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  /**
   * The sessions of the server before, which may have been killed. waited: how much longer each waited than
   * its index knew, in ms.
   */
  restored(sessions: readonly AnySession[], waited: ReadonlyMap<string, number>): void {
    for (const { id, state, record } of sessions) {
      const from = this.#log.waitsSince(id);
      const ms = waited.get(id) ?? 0;
      if (from !== undefined || ms > 0) {
        const since = from ?? this.#disk.now() - ms;
        this.#replied(id, { from: since, untold: true, agent: agentIn(record) }, since + ms);
      }
      const before = this.#log.lastState(id) ?? state;
      this.#known.set(id, { state: before });
      this.#follow(id, state);
    }
  }

  lived(life: SessionLife, sessions: readonly (AnySession | { readonly id: string })[]): void {
    for (const session of sessions) {
      if (life === 'made' && 'record' in session) this.#made(session);
      if (life === 'closed') this.#settle(session.id);
      if (life === 'reopened' && 'record' in session) this.#known.set(session.id, { state: session.state });
      else if (life !== 'made') this.#known.delete(session.id);
    }
    if (life !== 'made') this.#log.addAll(sessions.map(({ id }) => endOf(life, id)));
    this.#tellChange();
  }

  /** Something that lists show of an open session has changed. */
  changed(session: ManagedSession): void {
    const { id, state } = session;
    const before = this.#known.get(id);
    if (!before) return;
    this.#follow(id, state);
    const question = session.attention.find('question');
    if (question && !before.waits) {
      // A program, or an agent's own interface in place of its chat.
      const untold = 'reading' in session && session.reading !== undefined;
      const { at } = this.#log.add({ type: 'question', session: id }, { text: question.text });
      before.waits = { from: at, untold, agent: agentIn(session.record) };
    } else if (!question) this.#settle(id);
    this.#tellChange();
  }

  event({ id, record }: ManagedSession, event: SessionEvent): void {
    if (event.type === 'turn') {
      const { id: turn, finish, model } = event;
      this.#log.add({ type: 'turn', session: id, turn, finish, model });
    } else if (event.type === 'exited' && record.kind === 'program' && typeof record.exit === 'object')
      this.#log.add({ type: 'exit', session: id, ...record.exit });
  }

  async close(): Promise<void> {
    for (const id of this.#known.keys()) this.#settle(id);
    this.#over.abort();
    this.#figures.stop();
    await this.#log.close();
  }

  #made(session: AnySession): void {
    const { record } = session;
    const agent = record.kind === 'chat' ? record.agent : agentIn(record);
    this.#known.set(session.id, { state: session.state });
    const body: EventBody = {
      type: 'made',
      session: session.id,
      kind: record.kind,
      sessionType: record.type,
      ...(agent === undefined ? {} : { agent }),
    };
    this.#log.add(body);
  }

  #follow(id: string, state: string): void {
    const known = this.#known.get(id);
    if (!known || known.state === state) return;
    this.#log.add({ type: 'state', session: id, state, before: known.state });
    known.state = state;
  }

  /** It no longer waits, if it did. */
  #settle(id: string): void {
    const known = this.#known.get(id);
    if (!known?.waits) return;
    const { waits } = known;
    delete known.waits;
    this.#replied(id, waits);
  }

  /** until: absent: now. */
  #replied(session: string, { from, untold, agent }: Waiting, until?: number): void {
    this.#log.add({
      type: 'reply',
      session,
      from,
      ...(until === undefined ? {} : { until }),
      ...(untold ? { untold } : {}),
      ...(agent === undefined ? {} : { agent }),
    });
  }

  #tellChange(): void {
    for (const listener of this.#changed) listener();
  }
}

/** A chat's is in its transcript. */
const agentIn = (record: SessionRecord): string | undefined =>
  record.kind === 'program' ? agentOfProgram(record) : undefined;

const endOf = (life: Exclude<SessionLife, 'made'>, session: string): EventBody =>
  life === 'dropped' ? { type: 'deleted', session, unused: true } : { type: life, session };
