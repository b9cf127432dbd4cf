// What the records of branches, context and summaries change in a conversation (pure). Leaves the tree itself
// to turn-tree.ts and what a model is given to context.ts. Invariant: a record that names no turn of this
// conversation, or a summary of another branch, changes nothing.

import type { Conversation } from '../conversation.js';
import type { BranchRecord, TranscriptRecord } from '../transcript-record.js';
import { addNote, isOnBranch, moveHead } from './turn-tree.js';

const TYPES: ReadonlySet<string> = new Set(['head', 'context', 'compacted'] satisfies BranchRecord['type'][]);

export const isBranchRecord = (record: TranscriptRecord): record is BranchRecord => TYPES.has(record.type);

/** No turn runs. */
export function applyBranchRecord(conversation: Conversation, record: BranchRecord): void {
  const { tree } = conversation;
  if (record.type === 'head' && record.turn === null) return moveHead(conversation, undefined);
  const node = tree.byId.get((record.type === 'compacted' ? record.upTo : record.turn) ?? '');
  if (!node) return;
  if (record.type === 'head') moveHead(conversation, node);
  else if (record.type === 'context') {
    tree.undone = tree.undone.filter((each) => each !== node);
    if (record.in) delete node.turn.isOut;
    else {
      node.turn.isOut = true;
      tree.undone.push(node);
    }
  } else if (isOnBranch(conversation, node)) {
    const { summary, at = 0 } = record;
    tree.summaries.push({ upTo: node, text: summary });
    addNote(conversation, { text: describeCompacted(node.depth), level: 'info', at, folded: summary });
  }
}

export const describeCompacted = (turns: number): string =>
  `compacted: a summary now stands for ${turns === 1 ? 'the first turn' : `the first ${turns} turns`} ` +
  `when a model is asked; Ctrl-O shows it`;
