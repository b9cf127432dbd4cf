// The closed sessions: found by a word, added, taken out again. Owns their order: closed last at the end, as the store
// keeps it. Beside its own it lists what `qmux chat` left, which no server keeps until it is reopened.
// Leaves disk and folders to the coordinator. Invariant: a session stands here at most once.

import type { SessionMeta } from '../store/schema.js';
import { UserError } from '../text/user-error.js';
import { isTaken, resolveSession } from './names.js';
import { commandWord } from '../text/mentions.js';

export class Archive {
  readonly #metas: SessionMeta[] = [];
  /** Of `qmux chat`. */
  #plain: readonly SessionMeta[] = [];

  /** As the store keeps them: newest last. */
  get stored(): readonly SessionMeta[] {
    return this.#metas;
  }

  /** Closed last first. */
  get newestFirst(): readonly SessionMeta[] {
    return this.#all.toReversed();
  }

  /** Takes over what `qmux chat` left by now. False: it was the same before. */
  setPlain(metas: readonly SessionMeta[]): boolean {
    const before = this.#plain;
    this.#plain = metas;
    return metas.length !== before.length || metas.some((meta, at) => meta !== before[at]);
  }

  has(id: string): boolean {
    return this.#all.some((meta) => meta.id === id);
  }

  add(metas: readonly SessionMeta[]): void {
    for (const meta of metas) this.#metas.push(meta);
  }

  remove(meta: SessionMeta): void {
    const at = this.#metas.indexOf(meta);
    if (at >= 0) this.#metas.splice(at, 1);
    this.#plain = this.#plain.filter((each) => each !== meta);
  }

  /** By name (the one closed last), then by id prefix; without a word the one closed last here. Throws a UserError, also for an open one. */
  resolve(word: string | undefined, open: readonly { id: string; name: string }[] = []): SessionMeta {
    if (word === undefined) {
      const last = this.#metas.at(-1);
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
      this.newestFirst.map((meta) => ({ id: meta.id, name: meta.name, number: -1, meta })),
      { listedBy: commandWord('sessions --all') },
    ).meta;
  }

  /** Closed before that time, longest ago first. before: ms since 1970. */
  closedBefore(before: number): SessionMeta[] {
    return this.#all.filter((meta) => closedAt(meta) < before);
  }

  get #all(): readonly SessionMeta[] {
    if (this.#plain.length === 0) return this.#metas;
    const ids = new Set(this.#metas.map(({ id }) => id));
    const plain = this.#plain.filter(({ id }) => !ids.has(id));
    return [...this.#metas, ...plain].sort((a, b) => closedAt(a) - closedAt(b));
  }
}

const closedAt = (meta: SessionMeta): number => meta.archivedAt ?? meta.lastUsed;
