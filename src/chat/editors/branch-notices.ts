// What an editor is told when the conversation itself changes (pure): another branch, a turn taken out of the
// context, a summary, a new conversation. The protocol has no update that takes turns back, so it is said in
// a line. Owns the words.

import { isOnBranch } from '../branches/turn-tree.js';
import type { Conversation, TurnNode } from '../conversation.js';
import { sanitiseLine } from '../../text/sanitise.js';
import type { TranscriptRecord } from '../transcript-record.js';

/** In cells: as much of a question as names it. */
const NAMED_CELLS = 40;

/** conversation: as it was before the record. undefined: an editor learns of it otherwise, or need not. */
export function noticeOf(record: TranscriptRecord, conversation: Readonly<Conversation>): string | undefined {
  const nodeOf = (id: string): TurnNode | undefined => conversation.tree.byId.get(id);
  switch (record.type) {
    case 'head': {
      if (record.turn === null)
        return 'the conversation went back to before its first question; what was said stays as a branch';
      const node = nodeOf(record.turn);
      if (!node) return undefined;
      return isOnBranch(conversation, node)
        ? `the conversation went back to ${nameOf(node)}; what followed stays as a branch`
        : `the conversation is on another branch now, which ends with ${nameOf(node)}; load the session again to see it`;
    }
    case 'context': {
      const node = nodeOf(record.turn);
      if (!node) return undefined;
      return record.in
        ? `${nameOf(node)} and its answer are part of the context again`
        : `${nameOf(node)} and its answer are out of the context`;
    }
    case 'compacted':
      return 'a summary now stands for the older turns where the model is asked; nothing of them is removed';
    default:
      return undefined;
  }
}

/** name: of the session. */
export const clearedNotice = (name: string): string =>
  `${name} was cleared: a new conversation begins here, and the one before is archived`;

const nameOf = ({ turn, depth }: TurnNode): string =>
  `question ${depth} (${sanitiseLine(turn.question, NAMED_CELLS)})`;
