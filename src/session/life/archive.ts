// The closed sessions: found by a word, added, taken out again. Owns their order: closed last at the end, as
// the store keeps it. Besides its own it lists what `qmux chat` left, which no server keeps until it is
// reopened. Leaves disk and folders to the coordinator. Invariant: a session is listed at most once, and as
// it is now.

import type { SessionRecord } from '../../store/session-record.js';
import { UserError } from '../../text/user-error.js';
import { isTaken, resolveSession } from '../names/names.js';
import { commandWord } from '../../text/mentions.js';

/** A record, or a session that still runs and whose record changes with it. */
export interface Archived {
  readonly record: SessionRecord;
}

export class Archive {
  /** By id, in the order of their closing. */
  readonly #own = new Map<string, Archived>();
  /** Of `qmux chat`. */
  #plain: readonly SessionRecord[] = [];

  /** As the store keeps them: newest last. */
  get stored(): readonly SessionRecord[] {
    return Array.from(this.#own.values(), ({ record }) => record);
  }

  /** Closed last first. */
  get newestFirst(): readonly SessionRecord[] {
    return this.#all.toReversed();
  }

  /** Takes over what `qmux chat` has left. False: nothing has changed. */
  setPlain(records: readonly SessionRecord[]): boolean {
    const before = this.#plain;
    this.#plain = records;
    return records.length !== before.length || records.some((record, at) => record !== before[at]);
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  get(id: string): SessionRecord | undefined {
    return this.#own.get(id)?.record ?? this.#plain.find((plain) => plain.id === id);
  }

  add(archived: Archived): void {
    const { id } = archived.record;
    this.#own.delete(id);
    this.#own.set(id, archived);
  }

  /** It no longer runs; only its record is left. */
  settle(id: string, record: SessionRecord): void {
    if (this.#own.has(id)) this.#own.set(id, { record });
  }

  remove(id: string): void {
    this.#own.delete(id);
    if (this.#plain.some((each) => each.id === id))
      this.#plain = this.#plain.filter((each) => each.id !== id);
  }

  /**
   * By name (the last closed one), then by id prefix; without a word the last one that somebody closed here,
   * before what closed itself. Throws a UserError, also for an open one.
   */
  resolve(word: string | undefined, open: readonly { id: string; name: string }[] = []): SessionRecord {
    if (word === undefined) {
      const last = this.stored.findLast(({ closedItself }) => !closedItself) ?? this.stored.at(-1);
      if (last) return last;
      const hasOthers = this.#plain.length > 0;
      throw new UserError(
        `there is no closed session to reopen${hasOthers ? `; ${commandWord('sessions --all')} lists those of qmux chat` : ''}`,
      );
    }
    const byName = this.#all.findLast(({ name }) => isTaken(name, [word]));
    if (byName) return byName;
    const opened = open.find(({ id, name }) => id === word || isTaken(name, [word]));
    if (opened)
      throw new UserError(
        `${opened.name} is already open; ${commandWord(`switch ${opened.name}`)} goes there`,
        { exitCode: 2 },
      );
    return resolveSession(
      word,
      this.newestFirst.map((record) => ({ id: record.id, name: record.name, number: -1, record })),
      { listedBy: commandWord('sessions --all') },
    ).record;
  }

  /** The same, of one that is to be removed: a word that means an open one is refused. */
  resolveClosed(word: string, open: readonly { id: string; name: string; number: number }[]): SessionRecord {
    const number = Number(/^#?(\d+)$/.exec(word)?.[1] ?? -1);
    const found = open.find(
      (each) => each.id === word || isTaken(each.name, [word]) || each.number === number,
    );
    if (found) throw new UserError(`${found.name} is open; close it first, then delete it`);
    return this.resolve(word);
  }

  /** Closed before that time, longest ago first. before: ms since 1970. */
  closedBefore(before: number): SessionRecord[] {
    return this.#all.filter((record) => closedAt(record) < before);
  }

  get #all(): readonly SessionRecord[] {
    const own = this.stored;
    if (this.#plain.length === 0) return own;
    const ids = new Set(own.map(({ id }) => id));
    const plain = this.#plain.filter(({ id }) => !ids.has(id));
    return [...own, ...plain].sort((a, b) => closedAt(a) - closedAt(b));
  }
}

const closedAt = (record: SessionRecord): number => record.archivedAt ?? record.lastUsed;
