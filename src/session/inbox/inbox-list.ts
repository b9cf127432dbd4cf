// Which question of the inbox is selected while others come and go (pure). Owns that the selection follows a
// question by its id, and that one which ended stays in its place until its reader leaves it. Leaves what
// there is to open-questions.ts.

import type { InboxEntry } from './open-questions.js';

export interface InboxList {
  /** With the selected one where it was, even if it has ended. */
  readonly entries: readonly InboxEntry[];
  /** Index of the selected one; -1: there is none. */
  readonly at: number;
  /** The selected one is not asked any more. */
  readonly hasEnded: boolean;
}

export const NOTHING_ASKED: InboxList = { entries: [], at: -1, hasEnded: false };

/** answered: ids of those that were answered here: the next one takes their place. */
export function withOpen(
  list: InboxList,
  open: readonly InboxEntry[],
  answered: ReadonlySet<string>,
): InboxList {
  const selected = list.entries[list.at];
  const first = { entries: open, at: open.length > 0 ? 0 : -1, hasEnded: false };
  if (!selected) return first;
  const at = open.findIndex(({ id }) => id === selected.id);
  if (at >= 0) return { entries: open, at, hasEnded: false };
  const place = Math.min(placeIn(open, list), open.length);
  if (answered.has(selected.id)) return { ...first, at: Math.min(place, open.length - 1) };
  return { entries: open.toSpliced(place, 0, selected), at: place, hasEnded: true };
}

/** Below those that were above it and still are there. */
function placeIn(open: readonly InboxEntry[], { entries, at }: InboxList): number {
  const above = new Set(entries.slice(0, at).map(({ id }) => id));
  return open.findLastIndex(({ id }) => above.has(id)) + 1;
}

/** The same list if there is nothing in that direction. */
export function moveBy(list: InboxList, by: 1 | -1): InboxList {
  const to = Math.max(0, Math.min(list.entries.length - 1, list.at + by));
  if (to === list.at || list.at < 0) return list;
  if (!list.hasEnded) return { ...list, at: to };
  return {
    entries: list.entries.toSpliced(list.at, 1),
    at: by > 0 ? to - 1 : to,
    hasEnded: false,
  };
}

/** Leaves one that has ended for the next, or for the one before if it was the last. */
export function leaveEnded(list: InboxList): InboxList {
  if (!list.hasEnded) return list;
  const entries = list.entries.toSpliced(list.at, 1);
  return { entries, at: Math.min(list.at, entries.length - 1), hasEnded: false };
}
