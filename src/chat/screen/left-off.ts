// Where the user left a conversation, and whether anything came after it (pure). Leaves drawing the marker to
// render.ts. Invariant: a place is returned only if something to read follows it.

import { findRunningTurn } from '../conversation.js';
import type { Conversation, Seen, Turn } from '../conversation.js';

/** The end of the conversation as it is now. */
export const positionOf = (conversation: Conversation): Seen => ({
  items: conversation.items.length,
  answerLength: findRunningTurn(conversation)?.answer.length,
});

/** Something to read was added to the turn since its answer had this length. */
export const isBeyond = ({ answer, finish }: Turn, length: number): boolean =>
  answer.length > length || (finish !== undefined && finish !== 'stop');

/**
 * There is nothing to record: the user has seen its end, and watches what follows or not, as the record says.
 */
export function isAllSeen(conversation: Conversation, isWatching: boolean): boolean {
  const now = positionOf(conversation);
  const { seen, unseen, isWatched } = conversation;
  return (
    isWatched === isWatching && !unseen && now.items === seen.items && now.answerLength === seen.answerLength
  );
}

/** Where the marker line goes; undefined: nothing was added, or nothing was ever seen. */
export function findLeftOff({ items, seen }: Conversation): Seen | undefined {
  if (seen.items === 0) return undefined;
  if (items.length > seen.items) return seen;
  const last = items.at(-1);
  const isNews =
    last?.type === 'turn' && seen.answerLength !== undefined && isBeyond(last.turn, seen.answerLength);
  return isNews ? seen : undefined;
}
