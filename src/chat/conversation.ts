// A conversation as it stands after some records: what is shown, listed and given to a model.
// Owns shapes only; transcript-reducer.ts makes and changes them.

import type { Finish, NoteLevel } from './transcript-record.js';

export interface Note {
  text: string;
  level: NoteLevel;
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
  /** Source text of the answer so far. */
  answer: string;
  /** Empty when the turn ended before a model was found. */
  model: string;
  /** undefined: the turn runs. */
  finish: Finish | undefined;
  error: string | undefined;
  at: number;
  /** Notes that came while it ran; offset: length of the answer at that time. */
  notes: { note: Note; offset: number }[];
}

/** What stands below one another on the screen. */
export type ConversationItem = { type: 'turn'; turn: Turn } | { type: 'note'; note: Note };

export interface Conversation {
  items: ConversationItem[];
  turns: Turn[];
  /** Questions whose turn has not begun, oldest first. */
  queued: Question[];
  /** Up to where the user has seen it: whole items, and the answer of the turn that ran then. */
  seen: { items: number; answerLength: number };
  /** Something was added since. */
  unseen: boolean;
}
