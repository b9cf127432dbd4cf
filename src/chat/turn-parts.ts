// What the records of tools, reasoning, plans and questions change in a turn (pure). Leaves finding the turn
// to transcript-reducer.ts. Invariants: a part keeps its place, whatever is updated later; no part of a turn
// that has ended is open; a question without a recorded answer was not answered.

import { isAttachedRecord, type AttachedRecord } from './context/attached-records.js';
import type { Asked, Conversation, MadeCall, Thought, Turn, TurnPart } from './conversation.js';
import { newCall, type StandingEvent, type ToolCall } from './model-event.js';
import { capToolUpdate } from './tool-text.js';
import type { BranchRecord, SecondVersionRecord, TranscriptRecord } from './transcript-record.js';
import type { UserQuestion } from './user-question.js';

/** A record that belongs to a turn by its id. */
export type PartRecord = Exclude<SecondVersionRecord, { type: 'version' } | AttachedRecord | BranchRecord>;

const OTHERS: ReadonlySet<string> = new Set(['head', 'context'] satisfies BranchRecord['type'][]);

export const isPartRecord = (record: TranscriptRecord): record is PartRecord =>
  'turn' in record && !isAttachedRecord(record) && !OTHERS.has(record.type);

/** It no longer changes by itself, so that its lines can be final. */
export function isSettled(part: TurnPart): boolean {
  switch (part.type) {
    case 'note':
      return true;
    case 'thought':
      return !part.thought.isOpen;
    case 'tool':
      return hasEnded(part.made.call);
    case 'asked':
      return part.asked.answer !== undefined;
  }
}

export const hasEnded = ({ status }: ToolCall): boolean => status === 'completed' || status === 'failed';

/** Something else of the turn follows: the thought before it is over. */
export function endThought(turn: Turn): void {
  const last = findOpenThought(turn);
  if (last) last.isOpen = false;
}

export function applyPart(conversation: Conversation, turn: Turn, record: PartRecord): void {
  turn.changes++;
  if (record.type !== 'thought') endThought(turn);
  switch (record.type) {
    case 'thought':
      addThought(turn, record);
      break;
    case 'tool':
      updateCall(conversation, turn, record);
      break;
    case 'plan':
      turn.plan = record.entries;
      break;
    case 'asked':
      addPart(turn, { type: 'asked', asked: askedFrom(turn, record) });
      break;
    case 'answered':
      answer(conversation, turn, record);
      break;
    case 'usage':
      turn.usage = { ...turn.usage, ...record.usage };
      break;
  }
}

const addPart = (turn: Turn, part: TurnPart): void => {
  turn.parts.push({ part, offset: turn.answer.length });
};

function findOpenThought({ parts }: Turn): Thought | undefined {
  for (let at = parts.length - 1; at >= 0; at--) {
    const part = parts[at]?.part;
    // A note may stand within it.
    if (part?.type === 'note') continue;
    return part?.type === 'thought' && part.thought.isOpen ? part.thought : undefined;
  }
  return undefined;
}

function addThought(turn: Turn, { text, at }: Extract<PartRecord, { type: 'thought' }>): void {
  const open = findOpenThought(turn);
  if (open) {
    open.text += text;
    open.to = at;
  } else
    addPart(turn, {
      type: 'thought',
      thought: { text, from: at, to: at, isOpen: turn.finish === undefined },
    });
}

function updateCall(
  conversation: Conversation,
  turn: Turn,
  { type: _type, turn: _turn, at: _at, unasked, ...update }: Extract<PartRecord, { type: 'tool' }>,
): void {
  const made = findCall(turn, update.id);
  if (made) {
    const wasFinal = hasEnded(made.call) || turn.finish !== undefined;
    made.call = { ...made.call, ...update };
    made.unasked ||= unasked ?? false;
    if (wasFinal) conversation.redrawn++;
  } else
    addPart(turn, {
      type: 'tool',
      made: { call: { ...newCall(update.id), ...update }, unasked: unasked ?? false },
    });
}

/** From the end: what is updated is usually new. */
export function findCall({ parts }: Turn, id: string): MadeCall | undefined {
  for (let at = parts.length - 1; at >= 0; at--) {
    const part = parts[at]?.part;
    if (part?.type === 'tool' && part.made.call.id === id) return part.made;
  }
  return undefined;
}

export function findAsked({ parts }: Turn, id: string): Asked | undefined {
  for (let at = parts.length - 1; at >= 0; at--) {
    const part = parts[at]?.part;
    if (part?.type === 'asked' && part.asked.id === id) return part.asked;
  }
  return undefined;
}

function askedFrom(turn: Turn, record: Extract<PartRecord, { type: 'asked' }>): Asked {
  const { id, at } = record;
  return { id, at, question: questionFrom(turn, record), answer: undefined };
}

function questionFrom(turn: Turn, record: Extract<PartRecord, { type: 'asked' }>): UserQuestion {
  const { kind, text, options = [], fields = [], url, tool } = record;
  const call = tool === undefined ? undefined : findCall(turn, tool)?.call;
  switch (kind) {
    case 'permission':
      return { kind, text, options, ...(call ? { call } : {}) };
    case 'choice':
      return { kind, text, options };
    case 'form':
      return { kind, text, fields, ...(url === undefined ? {} : { url }) };
    case 'text':
      return { kind, text };
  }
}

function answer(
  conversation: Conversation,
  turn: Turn,
  { type: _type, turn: _turn, id, ...given }: Extract<PartRecord, { type: 'answered' }>,
): void {
  const asked = findAsked(turn, id);
  if (!asked) return;
  asked.answer = given;
  if (turn.finish !== undefined) conversation.redrawn++;
}

/** What a report between two turns changes: its call, or else the last turn. undefined: nothing. */
export function standingRecord(
  { turns }: Conversation,
  event: Extract<StandingEvent, { type: 'usage' | 'tool' }>,
  at: number,
): PartRecord | undefined {
  if (event.type === 'usage') {
    const last = turns.at(-1);
    return last && { type: 'usage', turn: last.id, usage: event.usage, at };
  }
  const turn = turns.findLast((each) => findCall(each, event.update.id));
  return turn && { type: 'tool', turn: turn.id, ...capToolUpdate(event.update), at };
}

/** The turn whose call is reported while `running` runs: an earlier one that left it open, or that itself. */
export function turnOfCall({ turns }: Conversation, running: string, call: string): string {
  const has = (turn: Turn): boolean => {
    const made = findCall(turn, call);
    // Some agents use an id again, for another call.
    return made !== undefined && (turn.id === running || !hasEnded(made.call));
  };
  return turns.findLast(has)?.id ?? running;
}
