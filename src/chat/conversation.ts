// A conversation after some of its records: what is shown, listed and given to a model.
// Owns the shapes; transcript-reducer.ts makes and changes them.

import type { MessageLevel } from '../text/message-level.js';
import type { Attached } from './context/attached.js';
import type { RecentText } from './recent-text.js';
import type { PlanEntry, ToolCall, Usage } from './model-event.js';
import type { Finish } from './transcript-record.js';
import type { Answer, UserQuestion } from './user-question.js';

export interface Note {
  text: string;
  level: MessageLevel;
  at: number;
  /** Shown below it while things are unfolded. */
  folded?: string;
}

export interface Question {
  id: string;
  /** id of the turn before, or null. */
  parent: string | null;
  text: string;
  /** Where in the text something to be attached is named, and what is attached besides. */
  refs?: readonly number[];
  files?: readonly string[];
  /** What is attached already. */
  attached: Attached[];
  at: number;
  /** Who answers it, this once; absent: whoever answers the chat. */
  model?: string;
}

/** What was asked of the user, and what came of it. */
export interface Asked {
  id: string;
  question: UserQuestion;
  at: number;
  /** undefined: it is still open. */
  answer: Answer | undefined;
}

/** A tool call as it is now. */
export interface MadeCall {
  call: ToolCall;
  /** It changed something in a mode that asks before, and nobody was asked. */
  unasked: boolean;
}

export interface Thought {
  text: string;
  /** Of its first and last piece. */
  from: number;
  to: number;
  isOpen: boolean;
}

/** What stands between the texts of an answer. */
export type TurnPart =
  | { type: 'note'; note: Note }
  | { type: 'thought'; thought: Thought }
  | { type: 'tool'; made: MadeCall }
  | { type: 'asked'; asked: Asked };

export interface Turn {
  id: string;
  parent: string | null;
  question: string;
  /** Source text of the answer so far. While the turn runs, the newest part is read with answerFrom(). */
  answer: string;
  /** Of a running turn. */
  recent?: RecentText;
  /** Empty when the turn ended before a model was found. */
  model: string;
  /** undefined: the turn is still running. */
  finish: Finish | undefined;
  /** One word for why it is not `stop`. */
  reason: string | undefined;
  error: string | undefined;
  at: number;
  /** In their order; offset: length of the answer when each arrived. */
  parts: { part: TurnPart; offset: number }[];
  /** As it was last; undefined: none was made. */
  plan: readonly PlanEntry[] | undefined;
  /** How often something of parts or plan changed. */
  changes: number;
  usage: Usage | undefined;
  /** Absent: not known, or not yet. */
  beganAt?: number;
  endedAt?: number;
  /** It is shown, but no longer part of what a model is given. */
  isOut?: true;
  /** Where in the question something is named; what went along with it. */
  refs: readonly number[];
  attached: Attached[];
}

/** What is shown on the screen, one below the other. */
export type ConversationItem = { type: 'turn'; turn: Turn } | { type: 'note'; note: Note };

/** A turn in its place. */
export interface TurnNode {
  readonly turn: Turn;
  /** undefined: nothing was asked before it. */
  readonly parent: TurnNode | undefined;
  /** How many turns there are up to it, itself included. */
  readonly depth: number;
  /** So many of the notes above it were there when it began. */
  readonly notesAbove: number;
  /** How many items there are up to it, itself included. */
  readonly items: number;
  /** That stand below it. */
  readonly notes: Note[];
}

/** What stands for all turns up to one of them when a model is asked. */
export interface Summary {
  readonly upTo: TurnNode;
  readonly text: string;
}

export interface TurnTree {
  /** In the order in which they began. */
  readonly nodes: TurnNode[];
  /** If turns share an id, which happens only in a damaged transcript, the last one. */
  readonly byId: Map<string, TurnNode>;
  /** That stand above all turns. */
  readonly notes: Note[];
  /** The end of the current branch; undefined: its first question is still to come. */
  head: TurnNode | undefined;
  /** Oldest first. */
  readonly summaries: Summary[];
  /** Turns taken out of the context, in that order. */
  undone: TurnNode[];
  /** How often another branch became the current one. */
  moves: number;
}

/** Up to where the user has seen a conversation. */
export interface Seen {
  /** Items that existed, including the turn that was running then. */
  items: number;
  /** How much there was of the running turn's answer; undefined: none was running. */
  answerLength: number | undefined;
}

export interface Conversation {
  /** Of the current branch. */
  items: ConversationItem[];
  /** Of the current branch, too. */
  turns: Turn[];
  /** The turns of all branches. */
  tree: TurnTree;
  /** Questions whose turn has not begun, oldest first. */
  queued: Question[];
  seen: Seen;
  /** Something was added since. */
  unseen: boolean;
  /** What is added is seen at once. */
  isWatched: boolean;
  /** Of its transcript, as far as one is announced. */
  version: 1 | 2;
  /** How often something changed whose lines may be final: they have to be drawn again. */
  redrawn: number;
}

/**
 * The answer from this position to `to`: for a running turn at the cost of that part alone, if it arrived
 * recently.
 */
export const answerFrom = (
  { answer, recent }: Pick<Turn, 'answer' | 'recent'>,
  from: number,
  to = answer.length,
): string => recent?.slice(from, to) ?? answer.slice(from, to);

export function findRunningTurn({ turns }: Conversation): Turn | undefined {
  const last = turns.at(-1);
  return last && last.finish === undefined ? last : undefined;
}
