// The current branch of a conversation as records of its own (pure), for a session that goes on from there.
// Leaves out what only the original has: other branches, what waits, what was seen. Invariant: reduced, they
// give the same turns and notes, and a model is given the same.

import { recordsOfAttached } from '../context/attached-records.js';
import type { Conversation, Note, Question, Summary, Turn, TurnPart } from '../conversation.js';
import { askedRecord } from '../questions/question-records.js';
import type { TranscriptRecord } from '../transcript-record.js';
import { textParts } from '../../text/text-parts.js';
import { findSummary } from './context.js';
import { isOnBranch } from './turn-tree.js';

/** In UTF-16 units. */
const PIECE_LENGTH = 64 * 1024;

/** Up to the last turn that has ended, and the notes below it. */
export function* branchAsRecords(conversation: Conversation): Generator<TranscriptRecord> {
  const { items, tree } = conversation;
  yield { type: 'version', version: 2 };
  let parent: string | null = null;
  /** The summary so far. */
  let written: string | undefined;
  for (const item of items) {
    if (item.type === 'note') {
      const summary = tree.summaries.find(({ text }) => text === item.note.folded);
      if (!summary) yield noteRecord(item.note);
      else {
        written = summary.text;
        yield compactedRecord(summary, item.note.at);
      }
      continue;
    }
    const { turn } = item;
    if (turn.finish === undefined) break;
    yield* turnAsRecords(turn, parent);
    parent = turn.id;
  }
  // It was made on another branch, beyond the turns that both share.
  const summary = findSummary(conversation);
  if (summary && summary.text !== written && summary.upTo.turn.finish !== undefined)
    yield compactedRecord(summary, 0);
  const { undone } = tree;
  for (const node of undone)
    if (isOnBranch(conversation, node)) yield { type: 'context', turn: node.turn.id, in: false };
}

const compactedRecord = ({ upTo, text }: Summary, at: number): TranscriptRecord => ({
  type: 'compacted',
  upTo: upTo.turn.id,
  summary: text,
  at,
});

/** Of a question that waits, with what is attached to it. */
export function* questionRecords({ attached, ...question }: Question): Generator<TranscriptRecord> {
  const { id, at } = question;
  yield { type: 'question', ...question, parent: null };
  for (const each of attached) yield* recordsOfAttached(id, each, at);
}

const noteRecord = ({ text, level, at }: Note): TranscriptRecord => ({ type: 'note', text, level, at });

/** Of one that has ended. */
export function* turnAsRecords(turn: Turn, parent: string | null): Generator<TranscriptRecord> {
  const {
    id,
    question,
    refs,
    attached,
    answer,
    model,
    at,
    beganAt = at,
    endedAt = at,
    parts,
    plan,
    usage,
    finish = 'cut',
    reason,
    error,
  } = turn;
  yield { type: 'question', id, parent, text: question, ...(refs.length > 0 ? { refs } : {}), at };
  for (const each of attached) yield* recordsOfAttached(id, each, at);
  yield { type: 'begin', id, model, at: beganAt };
  let written = 0;
  for (const { part, offset } of parts) {
    yield* pieceRecords(id, answer.slice(written, offset));
    written = offset;
    yield* partAsRecords(id, part);
  }
  yield* pieceRecords(id, answer.slice(written));
  if (plan) yield { type: 'plan', turn: id, entries: plan, at };
  if (usage) yield { type: 'usage', turn: id, usage, at };
  yield {
    type: 'finish',
    id,
    finish,
    ...(reason === undefined ? {} : { reason }),
    ...(error === undefined ? {} : { error }),
    at: endedAt,
  };
}

/** As it came: in pieces, none of which takes long to spell. */
function* pieceRecords(id: string, answer: string): Generator<TranscriptRecord> {
  if (answer !== '') for (const text of textParts(answer, PIECE_LENGTH)) yield { type: 'piece', id, text };
}

function* partAsRecords(turn: string, part: TurnPart): Generator<TranscriptRecord> {
  switch (part.type) {
    case 'note':
      yield noteRecord(part.note);
      return;
    case 'thought': {
      const { text, from, to } = part.thought;
      yield { type: 'thought', turn, text, at: from };
      if (to !== from) yield { type: 'thought', turn, text: '', at: to };
      // Ends it: another one may follow.
      yield { type: 'piece', id: turn, text: '' };
      return;
    }
    case 'tool': {
      const { call, unasked } = part.made;
      yield { type: 'tool', turn, ...call, at: 0, ...(unasked ? { unasked } : {}) };
      return;
    }
    case 'asked': {
      const { id, question, at, answer } = part.asked;
      yield askedRecord({ ...question, id }, { turn, at });
      if (answer) yield { type: 'answered', turn, id, ...answer };
    }
  }
}
