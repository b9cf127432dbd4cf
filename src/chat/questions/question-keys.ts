// What a key means while a question is open, whenever it comes (pure). Owns which key is which reply, and
// which options a question has for allowing and rejecting. Leaves when a reply counts to answering.ts, keys
// within a form to question-form.ts, and everything that is not a reply to the prompt.

import type { QuestionOption, UserQuestion, UserReply } from '../user-question.js';

export interface QuestionKeyState {
  question: UserQuestion;
  /** What is typed below the question. */
  draft: string;
  hasMenu: boolean;
  /** The draft is the reason for a no. */
  isReason: boolean;
  /** Index of an option; undefined: none is selected, as at first. */
  selected: number | undefined;
  /** All of it was shown that has to be before it is allowed. */
  mayAllow: boolean;
  /** It has more lines than are shown at once. */
  hasPages: boolean;
}

export type KeyMeaning =
  /** What it means without a question. */
  | { type: 'prompt' }
  | { type: 'nothing' }
  | { type: 'reply'; reply: UserReply }
  /** It would allow what was not shown to its end. */
  | { type: 'unread' }
  /** The draft becomes the reason for this option. */
  | { type: 'begin-reason' }
  | { type: 'send-reason'; reply: UserReply }
  | { type: 'leave-reason' }
  | { type: 'send-text'; reply: UserReply }
  | { type: 'select'; at: number }
  | { type: 'page'; by: 1 | -1 }
  /** It edits the form. */
  | { type: 'form' };

const CTRL_C = '\x03';
const CTRL_D = '\x04';
const ENTER = '\r';
const ESCAPE = '\x1b';
const UP = '\x1b[A';
const DOWN = '\x1b[B';
const PAGE_UP = '\x1b[5~';
const PAGE_DOWN = '\x1b[6~';

const PROMPT: KeyMeaning = { type: 'prompt' };
const NOTHING: KeyMeaning = { type: 'nothing' };

export function meaningOfKey(data: string, state: QuestionKeyState): KeyMeaning {
  const { question, draft, hasMenu, isReason, hasPages } = state;
  // A menu closes first, whatever else the key means; without one Escape interrupts the turn.
  if (hasMenu && (data === ESCAPE || data === CTRL_C)) return PROMPT;
  if (data === CTRL_C) return { type: 'reply', reply: refusalOf(question) };
  if (data === CTRL_D && draft === '') return NOTHING;
  if (hasPages && data === PAGE_UP) return { type: 'page', by: -1 };
  if (hasPages && data === PAGE_DOWN) return { type: 'page', by: 1 };
  if (isReason) return reasonKey(data, state);
  if (data === ESCAPE) return PROMPT;
  if (question.kind === 'text') return textKey(data, draft);
  if (draft !== '') return PROMPT;
  return question.kind === 'form' ? { type: 'form' } : optionKey(data, state);
}

function reasonKey(data: string, { question, draft }: QuestionKeyState): KeyMeaning {
  if (data === ESCAPE) return { type: 'leave-reason' };
  if (data !== ENTER) return PROMPT;
  const option = findOption(question, 'reject_once');
  const reason = draft.trim();
  return option && reason !== ''
    ? { type: 'send-reason', reply: { type: 'option', option, reason } }
    : NOTHING;
}

function textKey(data: string, draft: string): KeyMeaning {
  if (data !== ENTER) return PROMPT;
  return draft.trim() === '' ? NOTHING : { type: 'send-text', reply: { type: 'text', text: draft } };
}

/** With nothing in the draft. */
function optionKey(data: string, { question, selected, mayAllow }: QuestionKeyState): KeyMeaning {
  const options = optionsOf(question);
  const last = options.length - 1;
  if (data === UP) return { type: 'select', at: Math.max(0, (selected ?? last + 1) - 1) };
  if (data === DOWN) return { type: 'select', at: Math.min(last, (selected ?? -1) + 1) };
  if (data === 'd' && findOption(question, 'reject_once')) return { type: 'begin-reason' };
  const option = chosenBy(data, { question, selected });
  if (!option) return data === ENTER ? NOTHING : PROMPT;
  return !mayAllow && isAllowing(option)
    ? { type: 'unread' }
    : { type: 'reply', reply: { type: 'option', option } };
}

const LETTERS = { y: 'allow_once', a: 'allow_always', n: 'reject_once' } as const;

function chosenBy(
  data: string,
  { question, selected }: Pick<QuestionKeyState, 'question' | 'selected'>,
): QuestionOption | undefined {
  const options = optionsOf(question);
  if (/^[1-9]$/.test(data)) return options[Number(data) - 1];
  if (data === 'y' || data === 'a' || data === 'n') return findOption(question, LETTERS[data]);
  return data === ENTER && selected !== undefined ? options[selected] : undefined;
}

/** The letter that chooses the option, beside its number; '': none does. */
export function letterOf(question: UserQuestion, option: QuestionOption): string {
  const letter = (['y', 'a', 'n'] as const).find((each) => findOption(question, LETTERS[each]) === option);
  return letter ?? '';
}

export const optionsOf = (question: UserQuestion): readonly QuestionOption[] =>
  question.kind === 'permission' || question.kind === 'choice' ? question.options : [];

/** The first of the kind. */
export const findOption = (
  question: UserQuestion,
  wanted: QuestionOption['kind'],
): QuestionOption | undefined => optionsOf(question).find(({ kind }) => kind === wanted);

const isAllowing = ({ kind }: QuestionOption): boolean => kind === 'allow_once' || kind === 'allow_always';

/** What refuses it once: as its own option, if it has one. */
export function refusalOf(question: UserQuestion): UserReply {
  if (question.kind === 'form') return { type: 'declined' };
  const option = findOption(question, 'reject_once');
  return option ? { type: 'option', option } : { type: 'cancelled' };
}

/** Whether it is one that the question can be answered with. */
export function isReplyTo(question: UserQuestion, reply: UserReply): boolean {
  switch (reply.type) {
    case 'cancelled':
      return true;
    case 'option':
      return optionsOf(question).some(({ id }) => id === reply.option.id);
    case 'form':
    case 'declined':
      return question.kind === 'form';
    case 'text':
      return question.kind === 'text';
  }
}
