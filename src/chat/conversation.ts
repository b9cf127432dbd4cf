// A conversation after some of its records: what is shown, listed and given to a model.
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
  /** Notes that arrived while it ran; offset: length of the answer at that time. */
  notes: { note: Note; offset: number }[];
}

/** What is shown on the screen, one below the other. */
export type ConversationItem = { type: 'turn'; turn: Turn } | { type: 'note'; note: Note };

/** Up to where the user has seen a conversation. */
export interface Seen {
  /** Items that existed, including the turn that was running then. */
  items: number;
  /** How much there was of the running turn's answer; undefined: none was running. */
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
