// A conversation as it stands after some records: what is shown, listed and given to a model.
// Owns the shapes; transcript-reducer.ts makes and changes them.

import type { MessageLevel } from '../text/message-level.js';
import type { RecentText } from './recent-text.js';
import type { Finish } from './transcript-record.js';

export interface Note {
  text: string;
  level: MessageLevel;
  at: number;
}

export interface Question {
  id: string;
  /** id of the turn before, or null. */
  parent: string | null;
  text: string;
  at: number;
}

export interface Turn {
  id: string;
  parent: string | null;
  question: string;
  /** Source text of the answer so far. While the turn runs, what came last is read with answerFrom(). */
  answer: string;
  /** Of a running turn. */
  recent?: RecentText;
  /** Empty when the turn ended before a model was found. */
  model: string;
  /** undefined: the turn runs. */
  finish: Finish | undefined;
  /** Why it is not `stop`, in one word. */
  reason: string | undefined;
  error: string | undefined;
  at: number;
  /** Notes that came while it ran; offset: length of the answer at that time. */
  notes: { note: Note; offset: number }[];
}

/** What stands below one another on the screen. */
export type ConversationItem = { type: 'turn'; turn: Turn } | { type: 'note'; note: Note };

/** Up to where the user has seen a conversation. */
export interface Seen {
  /** Items that were there, the turn that ran then among them. */
  items: number;
  /** How much of the answer of the turn that ran then; undefined: none ran. */
  answerLength: number | undefined;
}

export interface Conversation {
  items: ConversationItem[];
  turns: Turn[];
  /** Questions whose turn has not begun, oldest first. */
  queued: Question[];
  seen: Seen;
  /** Something was added since. */
  unseen: boolean;
  /** What is added is seen at once. */
  isWatched: boolean;
}

/** The answer from this place on, up to `to`: of a running turn at the cost of the part alone, if that came lately. */
export const answerFrom = (
  { answer, recent }: Pick<Turn, 'answer' | 'recent'>,
  from: number,
  to = answer.length,
): string => recent?.slice(from, to) ?? answer.slice(from, to);

export function findRunningTurn({ turns }: Conversation): Turn | undefined {
  const last = turns.at(-1);
  return last && last.finish === undefined ? last : undefined;
}
