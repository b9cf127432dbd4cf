// The turns of a conversation as plain data, for export and for who waits for one (pure): those that began, then the questions that still wait.

import { sanitiseLine } from '../text/sanitise.js';
import { textBytes } from '../text/text-size.js';
import type { Conversation, Turn } from './conversation.js';
import { textBytes } from '../text/text-size.js';
import type { TurnResult } from './ports.js';

export interface ListedTurn {
  id: string;
  /** id of the turn before. */
  parent: string | null;
  question: string;
  answer: string;
  /** undefined: the turn has not begun. */
  model: string | undefined;
  finish: Turn['finish'];
  at: number;
}

export const listTurns = ({ turns, queued }: Conversation): ListedTurn[] => [
  ...turns.map(({ id, parent, question, answer, model, finish, at }) => ({
    id,
    parent,
    question,
    answer,
    model,
    finish,
    at,
  })),
  ...queued.map(({ id, parent, text, at }) => ({
    id,
    parent,
    question: text,
    answer: '',
    model: undefined,
    finish: undefined,
    at,
  })),
];

/** Of a turn that has ended. */
export const resultOf = ({ id, answer, model, finish = 'cut', reason, error }: Turn): TurnResult => ({
  id,
  answer,
  model,
  finish,
  ...(reason === undefined ? {} : { reason }),
  ...(error === undefined ? {} : { error }),
});

/** The line in which the last answer ends, as it may stand in a list; undefined: there is none. */
export function findLastLine({ turns }: Conversation): string | undefined {
  const text = turns.at(-1)?.answer.trimEnd() ?? '';
  return text === '' ? undefined : sanitiseLine(text.slice(text.lastIndexOf('\n') + 1));
}

/** The model of the last turn that had one. */
export const findLastModel = ({ turns }: Conversation): string | undefined =>
  turns.findLast(({ model }) => model !== '')?.model;

/** Of questions and answers in memory, where the records and the conversation hold them once each. */
export const bytesOf = (turns: readonly ListedTurn[]): number =>
  turns.reduce((sum, turn) => sum + 2 * (textBytes(turn.question) + textBytes(turn.answer)), 0);
