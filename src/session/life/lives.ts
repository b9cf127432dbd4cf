// The lives of all sessions: follows the table of life.ts for each of them. Owns which are open, the grace
// time of a close, and that whoever waits for an end, a reopening or a removal is told how it went. Leaves
// names, numbers and panes to the coordinator, and how a session ends to its class.

import type { SessionRecord } from '../../store/session-record.js';
import { TurnQueue } from '../../loop/turn-queue.js';
import { countOf, nameList } from '../../text/name-list.js';
import { UserError } from '../../text/user-error.js';
import type { AnySession } from '../any-session.js';
import type { SessionLife } from '../coordinator-ports.js';
import { Archive } from './archive.js';
import {
  ARCHIVED,
  nextLife,
  OPEN,
  type Life,
  type LifeAction,
  type LifeEvent,
  type LifeRefusal,
} from './life.js';
import { Outcome } from './outcome.js';

/** Long enough to notice a wrong key and press u; short enough that nothing keeps running unseen. */
const GRACE_MS = 10_000;

/** Ending so many takes less than a slice of time. */
const FEW = 20;

export interface LivesPorts {
  /**
   * Removes what a session keeps on disk, durably; rejects with a UserError, and has then removed nothing.
   */
  removeFolder(id: string): Promise<void>;
  /** It has ended: nothing may hold it any more. */
  onEnded(session: AnySession): void;
  /**
   * The archive has changed, by an end or a removal that nobody waited for. moreFollow: others are about to
   * end.
   */
  onSettled(how: { moreFollow: boolean }): void;
  onLife(life: SessionLife, sessions: readonly (AnySession | { readonly id: string })[]): void;
  onBug(what: string, error: unknown): void;
}

/** Makes the open session: of its record, or the living one. Throws a UserError: it stays archived. */
export type BringBack = (record: SessionRecord, living: AnySession | undefined) => AnySession;

interface Waiting {
  bringBack?: BringBack;
  reopened?: Outcome<AnySession>;
  removed?: Outcome<void>;
  isDropped?: true;
}

/** A session that is not merely archived. */
interface Entry extends Waiting {
  readonly id: string;
  life: Life;
  /** Until it has ended. */
  session: AnySession | undefined;
  grace?: NodeJS.Timeout;
  ended?: Promise<void>;
}

export class Lives {
  readonly archive = new Archive();
  /** In the order in which they were created. */
  readonly #open = new Map<string, AnySession>();
  readonly #entries = new Map<string, Entry>();
  readonly #turns = new TurnQueue();
  /** How many are ending. */
  #ending = 0;
  /** How many wait for others to be removed before them. */
  #deleting = 0;

  readonly #ports: LivesPorts;

  constructor(ports: LivesPorts) {
    this.#ports = ports;
  }

  get open(): readonly AnySession[] {
    return [...this.#open.values()];
  }

  get openCount(): number {
    return this.#open.size;
  }

  find(id: string): AnySession | undefined {
    return this.#open.get(id);
  }

  /** It is closed, and what it runs goes on: reopening brings it back whole. */
  isWhole(id: string): boolean {
    return this.#entries.get(id)?.life.phase === 'closing';
  }

  /** A new one. */
  begin(session: AnySession): void {
    this.adopt(session);
    this.#ports.onLife('made', [session]);
  }

  /** One from the previous server. */
  adopt(session: AnySession): void {
    this.#entries.set(session.id, { id: session.id, life: OPEN, session });
    this.#open.set(session.id, session);
  }

  /**
   * Moves them into the archive, all in this turn of the event loop; of many, what they run ends in later
   * ones. It continues for the grace time, so that reopening brings it back whole.
   */
  closeAll(sessions: readonly AnySession[]): void {
    if (sessions.length > FEW) this.#turns.endTurn();
    for (const session of sessions) {
      this.#open.delete(session.id);
      this.archive.add(session);
    }
    this.#ports.onLife('closed', sessions);
    for (const session of sessions)
      this.#follow(session, { type: 'close', runs: session.running !== undefined });
  }

  /** Ends it and removes it for good. */
  drop(session: AnySession): void {
    // It ends with the server.
    if (this.#entries.get(session.id)?.life.phase === 'left') return;
    this.#open.delete(session.id);
    const removed = new Outcome<void>();
    this.#follow(session, { type: 'drop' }, { removed, isDropped: true });
    removed.promise.catch((error: unknown) => this.#ports.onBug(`removing ${session.name}`, error));
  }

  /**
   * Resolves with the open session; one that is ending has ended by then. Rejects with a UserError: it stays
   * as it is.
   */
  async reopen(record: SessionRecord, bringBack: BringBack): Promise<AnySession> {
    const { reopened = new Outcome<AnySession>() } = this.#entryOf(record);
    this.#follow(record, { type: 'reopen' }, { bringBack, reopened });
    return reopened.promise;
  }

  /**
   * Ends what is left of an archived one, then removes its folder. Rejects with a UserError: it stays as it
   * is.
   */
  async delete(record: SessionRecord): Promise<void> {
    const { removed = new Outcome<void>() } = this.#entryOf(record);
    this.#follow(record, { type: 'delete' }, { removed });
    return removed.promise;
  }

  /**
   * One after the other. Rejects with a UserError once all were tried; those that it does not name are
   * removed.
   */
  async deleteAll(records: readonly SessionRecord[]): Promise<void> {
    this.#deleting += records.length;
    const failures: { name: string; error: unknown }[] = [];
    for (const record of records) {
      this.#deleting--;
      await this.delete(record).catch((error: unknown) => failures.push({ name: record.name, error }));
    }
    const [first] = failures;
    if (!first) return;
    if (records.length === 1 || !(first.error instanceof UserError)) throw first.error;
    throw new UserError(
      `deleted ${records.length - failures.length} of ${countOf(records.length, 'session')}; not deleted: ${nameList(failures.map(({ name }) => name))}; ${first.error.text}`,
    );
  }

  /** Ends all of them, in parallel. Resolves when they have ended and everything of them is saved. */
  async quit(): Promise<void> {
    const entries = [...this.#entries.values()];
    for (const entry of entries) this.#take(entry, { type: 'quit' });
    for (const { life, reopened } of entries)
      if (life.phase === 'ending') reopened?.reject(new UserError('qmux ends; the session stays archived'));
    await Promise.all(entries.flatMap(({ ended }) => ended ?? []));
    await Promise.allSettled(entries.flatMap(({ removed }) => removed?.promise ?? []));
  }

  #entryOf({ id }: { readonly id: string }): Entry {
    return (
      this.#entries.get(id) ?? { id, life: this.archive.has(id) ? ARCHIVED : REMOVED, session: undefined }
    );
  }

  /** Throws a UserError if the event is refused. */
  #follow(
    { id, name }: { readonly id: string; readonly name: string },
    event: LifeEvent,
    waiting: Waiting = {},
  ): void {
    const entry = this.#entryOf({ id });
    const refusal = this.#take(entry, event, waiting);
    if (refusal !== undefined) throw new UserError(REFUSALS[refusal](name));
  }

  #take(entry: Entry, event: LifeEvent, waiting: Waiting = {}): LifeRefusal | undefined {
    const step = nextLife(entry.life, event);
    if (typeof step === 'string') return step;
    Object.assign(entry, waiting);
    entry.life = step.life;
    this.#entries.set(entry.id, entry);
    for (const action of step.actions) this.#act(entry, action);
    const { phase } = entry.life;
    if (phase === 'archived' || phase === 'removed') this.#entries.delete(entry.id);
    return undefined;
  }

  #act(entry: Entry, action: LifeAction): void {
    switch (action) {
      case 'start-grace':
        entry.grace = setTimeout(() => this.#take(entry, { type: 'grace-over' }), GRACE_MS);
        entry.grace.unref();
        return;
      case 'stop-grace':
        clearTimeout(entry.grace);
        return;
      case 'end':
        entry.ended = this.#endInTurn(entry);
        return;
      case 'end-with-server':
        entry.ended = this.#endWithServer(entry);
        return;
      case 'take-back':
      case 'load':
        this.#bringBack(entry);
        return;
      case 'remove-folder':
        void this.#remove(entry);
        return;
    }
  }

  /** Many that are closed at once do not hold the event loop. */
  #endInTurn(entry: Entry): Promise<void> {
    const ended = new Outcome<void>();
    this.#ending++;
    this.#turns.add(() => {
      void this.#stop(entry, 'closed').then(() =>
        this.#turns.add(() => {
          this.#ending--;
          this.#settle(entry);
          ended.resolve();
        }),
      );
    });
    return ended.promise;
  }

  async #endWithServer(entry: Entry): Promise<void> {
    await this.#stop(entry, 'server-ends');
    if (entry.life.phase !== 'left') this.#settle(entry);
  }

  async #stop({ session }: Entry, why: 'closed' | 'server-ends'): Promise<void> {
    try {
      await session?.stop(why);
    } catch (error) {
      this.#ports.onBug(`ending ${session?.name ?? 'a session'}`, error);
    }
  }

  #settle(entry: Entry): void {
    const { session } = entry;
    if (!session) return;
    this.archive.settle(session.id, session.record);
    entry.session = undefined;
    this.#ports.onEnded(session);
    this.#take(entry, { type: 'ended' });
    this.#ports.onSettled({ moreFollow: this.#ending > 0 });
  }

  #bringBack(entry: Entry): void {
    const { reopened, bringBack, session: living } = entry;
    delete entry.reopened;
    delete entry.bringBack;
    try {
      const record = this.archive.get(entry.id);
      if (!record || !bringBack) throw new Error(`${entry.id} is not archived`);
      const session = bringBack(record, living);
      entry.session = session;
      this.archive.remove(entry.id);
      this.#putBack(session);
      this.#ports.onLife('reopened', [session]);
      reopened?.resolve(session);
    } catch (error) {
      entry.life = living ? CLOSING : ARCHIVED;
      if (living) this.#act(entry, 'start-grace');
      reopened?.reject(error);
    }
  }

  /** Where it was before it was closed: open sessions are in the order in which they were created. */
  #putBack(session: AnySession): void {
    const { created } = session.record;
    const later = this.open.filter(
      ({ record, number }) =>
        record.created > created || (record.created === created && number > session.number),
    );
    for (const { id } of later) this.#open.delete(id);
    for (const each of [session, ...later]) this.#open.set(each.id, each);
  }

  async #remove(entry: Entry): Promise<void> {
    const { removed, isDropped } = entry;
    try {
      await this.#ports.removeFolder(entry.id);
    } catch (error) {
      delete entry.removed;
      this.#take(entry, { type: 'removal-failed' });
      removed?.reject(error);
      return;
    }
    this.archive.remove(entry.id);
    this.#take(entry, { type: 'folder-removed' });
    this.#ports.onLife(isDropped ? 'dropped' : 'deleted', [{ id: entry.id }]);
    this.#ports.onSettled({ moreFollow: this.#deleting > 0 });
    removed?.resolve();
  }
}

const REMOVED: Life = { phase: 'removed' };
const CLOSING: Life = { phase: 'closing' };

const REFUSALS: Readonly<Record<LifeRefusal, (name: string) => string>> = {
  'is-open': (name) => `${name} is already open`,
  'is-being-removed': (name) => `${name} is being deleted`,
  'server-ends': (name) => `qmux ends; ${name} stays as it is`,
  'is-being-reopened': (name) => `${name} is being reopened; close it first, then delete it`,
  'is-gone': (name) => `${name} was deleted`,
};
