// Records to conversation (pure): the one place that knows what a record means. Leaves drawing to
// item-view.ts and branches to branches/. Invariant: the same records give the same conversation, however
// they arrive; a damaged transcript gives what is left of it, without an error. Only the last turn can be
// running.

import { applyBranchRecord } from './branches/branch-records.js';
import { addNote, addTurn, createTree } from './branches/turn-tree.js';
import { applyAttached, isAttachedRecord } from './context/attached-records.js';
import type { Finish, TranscriptRecord } from './transcript-record.js';
import { findRunningTurn } from './conversation.js';
import { RecentText } from './recent-text.js';
import type { Conversation, Question, Turn } from './conversation.js';
import { positionOf } from './screen/left-off.js';
import { applyPart, endThought, isPartRecord } from './turn-parts.js';

export function createConversation(): Conversation {
  const seen = { items: 0, answerLength: undefined };
  const begun = { version: 1, unseen: false, isWatched: false, redrawn: 0 } as const;
  return { ...begun, items: [], turns: [], tree: createTree(), queued: [], seen };
}

export function reduceTranscript(records: readonly TranscriptRecord[]): Conversation {
  const conversation = createConversation();
  for (const record of records) applyRecord(conversation, record);
  return conversation;
}

/** Records applied at once: less than a millisecond. */
const STEP_RECORDS = 500;

/** As reduceTranscript(), in short steps. */
export function* reducing(records: readonly TranscriptRecord[]): Generator<undefined, Conversation> {
  const conversation = createConversation();
  for (const [at, record] of records.entries()) {
    applyRecord(conversation, record);
    if (at % STEP_RECORDS === STEP_RECORDS - 1) yield undefined;
  }
  return conversation;
}

/** Changes the conversation in place: copying it for every piece of an answer would be quadratic. */
export function applyRecord(conversation: Conversation, record: TranscriptRecord): void {
  addRecord(conversation, record);
  if (record.type === 'seen') conversation.isWatched = record.watching ?? false;
  if (record.type !== 'seen' && !conversation.isWatched) return;
  conversation.seen = positionOf(conversation);
  conversation.unseen = false;
}

function addRecord(conversation: Conversation, record: TranscriptRecord): void {
  if (isAttachedRecord(record)) {
    const { turn: id } = record;
    const waiting = conversation.queued.find((question) => question.id === id);
    applyAttached(waiting ?? findTurn(conversation, id), record);
    return;
  }
  if (isPartRecord(record)) {
    const { turn: id, at } = record;
    applyPart(
      conversation,
      findTurn(conversation, id) ?? beginTurn(conversation, id, { model: '', at }),
      record,
    );
    conversation.unseen ||= record.type !== 'usage';
    return;
  }
  switch (record.type) {
    case 'session':
    case 'seen':
      break;
    case 'version':
      conversation.version = record.version;
      break;
    case 'question': {
      const { type: _type, first, copied: _copied, ...question } = record;
      if (findTurn(conversation, question.id)) break;
      if (first) conversation.queued.unshift({ ...question, attached: [] });
      else conversation.queued.push({ ...question, attached: [] });
      break;
    }
    case 'begin':
      beginTurn(conversation, record.id, { model: record.model, at: record.at });
      break;
    case 'piece': {
      // Without its begin record (damaged): the text still belongs to the question.
      const turn =
        findTurn(conversation, record.id) ?? beginTurn(conversation, record.id, { model: '', at: 0 });
      endThought(turn);
      turn.answer += record.text;
      if (turn.finish === undefined) (turn.recent ??= new RecentText()).push(record.text);
      conversation.unseen = true;
      break;
    }
    case 'finish': {
      const turn =
        findTurn(conversation, record.id) ?? beginTurn(conversation, record.id, { model: '', at: record.at });
      endTurn(turn, record.finish);
      turn.endedAt = record.at;
      turn.reason = record.reason;
      turn.error = record.error;
      conversation.unseen = true;
      break;
    }
    case 'withdraw':
      takeQueued(conversation, record.id);
      break;
    case 'note': {
      const { text, level, at } = record;
      const running = findRunningTurn(conversation);
      if (running)
        running.parts.push({
          part: { type: 'note', note: { text, level, at } },
          offset: running.answer.length,
        });
      else addNote(conversation, { text, level, at });
      conversation.unseen = true;
      break;
    }
    case 'head':
    case 'context':
    case 'compacted': {
      const running = findRunningTurn(conversation);
      // Its finish record was lost.
      if (running) endTurn(running, 'cut');
      applyBranchRecord(conversation, record);
      // Whoever asked for it looks at it; positions on the other branch mean nothing here.
      if (record.type === 'head') conversation.seen = positionOf(conversation);
      break;
    }
  }
}

/** id of the latest question that is still open, whether or not its turn has begun. */
export function findLastQuestion(conversation: Conversation): { id: string; text: string } | undefined {
  const queued = conversation.queued.at(-1);
  if (queued) return queued;
  const turn = conversation.turns.at(-1);
  return turn && { id: turn.id, text: turn.question };
}

const findTurn = ({ tree }: Conversation, id: string): Turn | undefined => tree.byId.get(id)?.turn;

function takeQueued(conversation: Conversation, id: string): Question | undefined {
  const at = conversation.queued.findIndex((question) => question.id === id);
  return at < 0 ? undefined : conversation.queued.splice(at, 1)[0];
}

function endTurn(turn: Turn, finish: Finish): void {
  turn.finish = finish;
  delete turn.recent;
  endThought(turn);
}

function beginTurn(conversation: Conversation, id: string, begin: { model: string; at: number }): Turn {
  const running = findRunningTurn(conversation);
  // Its finish record was lost: nothing more can arrive for it.
  if (running) endTurn(running, 'cut');
  const question = takeQueued(conversation, id);
  const turn: Turn = {
    id,
    parent: conversation.tree.head?.turn.id ?? null,
    question: question?.text ?? '',
    answer: '',
    model: begin.model,
    finish: undefined,
    reason: undefined,
    error: undefined,
    at: question?.at ?? begin.at,
    parts: [],
    plan: undefined,
    changes: 0,
    usage: undefined,
    ...(begin.at > 0 ? { beganAt: begin.at } : {}),
    refs: question?.refs ?? [],
    attached: question?.attached ?? [],
  };
  addTurn(conversation, turn);
  return turn;
}
