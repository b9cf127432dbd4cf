// The closed sessions: found by a word, added, taken out again. Owns their order: closed last at the end, as the store
// keeps it. Leaves disk and folders to the coordinator. Invariant: a session stands here at most once.

import type { SessionMeta } from '../store/schema.js';
import { UserError } from '../text/user-error.js';
import { isTaken, resolveSession } from './names.js';

export class Archive {
  readonly #metas: SessionMeta[] = [];

  /** As the store keeps them: newest last. */
  get stored(): readonly SessionMeta[] {
    return this.#metas;
  }

  /** Closed last first. */
  get newestFirst(): readonly SessionMeta[] {
    return this.#metas.toReversed();
  }

  has(id: string): boolean {
    return this.#metas.some((meta) => meta.id === id);
  }

  add(...metas: readonly SessionMeta[]): void {
    this.#metas.push(...metas);
  }

  remove(meta: SessionMeta): void {
    const at = this.#metas.indexOf(meta);
    if (at >= 0) this.#metas.splice(at, 1);
  }

  /** By name (the one closed last), then by id prefix; without a word the one closed last. Throws a UserError. */
  resolve(word: string | undefined): SessionMeta {
    if (word === undefined) {
      const last = this.#metas.at(-1);
      if (!last) throw new UserError('no session was closed yet');
      return last;
    }
    const byName = this.#metas.findLast(({ name }) => isTaken(name, [word]));
    if (byName) return byName;
    return resolveSession(
      word,
      this.newestFirst.map((meta) => ({ id: meta.id, name: meta.name, number: -1, meta })),
      { listedBy: '/sessions --all' },
    ).meta;
  }

  /** Closed before that time, longest ago first. before: ms since 1970. */
  closedBefore(before: number): SessionMeta[] {
    return this.#metas.filter((meta) => (meta.archivedAt ?? meta.lastUsed) < before);
  }
}
