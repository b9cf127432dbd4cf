// A draft that changes an earlier question (pure): what is said of it while it is written, and how it is
// kept. Leaves the branch that it makes when it is sent to branches/chat-branches.ts.

import type { Draft } from '../ports.js';

export interface SentHow {
  /** Before the questions that wait. */
  first?: boolean;
  /** As of Draft. */
  edits?: string | undefined;
}

/** edits: as of Draft. naming: what else is said there. */
export function describeEdited(
  edits: string | undefined,
  { numberOf }: { numberOf(turn: string | undefined): number | undefined },
  naming: string | undefined,
): string | undefined {
  const number = numberOf(edits);
  if (number === undefined) return naming;
  const words = `changes question ${number}: Enter makes a branch, Ctrl-C leaves it`;
  return naming === undefined ? words : `${words} · ${naming}`;
}

export const draftOf = (
  { text, cursor, refs }: { text: string; cursor: number | undefined; refs: readonly number[] },
  edits: string | undefined,
): Draft => ({
  text,
  ...(cursor === undefined ? {} : { cursor }),
  ...(refs.length === 0 ? {} : { refs }),
  ...(edits === undefined ? {} : { edits }),
});
