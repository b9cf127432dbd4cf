// Turns of another chat as records of this one (pure): the same questions and answers under ids of their own,
// after a turn of this chat, with a note that says whose they are. Leaves out what they cost: the other chat
// counts that, and the turns themselves. Leaves appending them to chat-branches.ts.

import type { Turn } from '../conversation.js';
import type { TranscriptRecord } from '../transcript-record.js';
import { turnAsRecords } from './branch-as-records.js';

export interface KeptTurns {
  /** At least one; they have ended. */
  turns: readonly Turn[];
  /** Of this chat, which they follow; null: they are its beginning. */
  parent: string | null;
  /** The end of its current branch. */
  head: string | null;
  /** What the note says. */
  source: string;
  /** Another chat counts them; a program counts nothing. */
  isCopy: boolean;
}

export function recordsOfKept(
  { turns, parent, head, source, isCopy }: KeptTurns,
  stamps: { newId(): string; now(): number },
): { records: TranscriptRecord[]; last: string } {
  const records: TranscriptRecord[] = parent === head ? [] : [{ type: 'head', turn: parent }];
  let last: string | null = parent;
  for (const turn of turns) {
    const id = stamps.newId();
    for (const record of turnAsRecords({ ...turn, id, usage: undefined }, last))
      records.push(isCopy && record.type === 'question' ? { ...record, copied: true } : record);
    last = id;
  }
  if (last === null) throw new Error('no turn to keep');
  // Below the turn: it goes with it when that is taken back.
  records.push({ type: 'note', text: source, level: 'info', at: stamps.now() });
  return { records, last };
}
