// Whether the index holds anything that is neither on disk yet nor on its way there. Owns what counts as a
// change: everything but the count of saves and when a terminal was there last. Leaves writing to
// index-store.ts.

import { isDeepStrictEqual } from 'node:util';
import type { Index } from './schema.js';
import type { SessionRecord } from './session-record.js';

/** Records are replaced and never changed: usually it is the same object again. */
export const isSame = (one: SessionRecord, other: SessionRecord | undefined): boolean =>
  one === other || isDeepStrictEqual(one, other);

export const areSame = (one: readonly SessionRecord[], other: readonly SessionRecord[]): boolean =>
  one === other ||
  (one.length === other.length && one.every((session, position) => isSame(session, other[position])));

export class IndexChange {
  #known: { sessions: readonly SessionRecord[]; others: string } | undefined;

  /** The index as it was last noted has everything that this one has. */
  isKnown({ sessions, ...others }: Index): boolean {
    // Most changes are to the layout and the view.
    return this.#known?.others === spell(others) && areSame(this.#known.sessions, sessions);
  }

  /** Something else is written from here on. */
  forget(): void {
    this.#known = undefined;
  }

  /** It is on disk, whole, or will be at once. */
  note({ sessions, ...others }: Index): void {
    this.#known = { sessions, others: spell(others) };
  }
}

const spell = (others: Omit<Index, 'sessions'>): string =>
  JSON.stringify({ ...others, saves: 0, lastSeenAt: 0 });
