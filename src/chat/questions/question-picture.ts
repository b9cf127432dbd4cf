// A question as rows (pure): what is asked, scrolled where it does not fit; below it the options or fields,
// which are always there; and which keys do what. Owns how they share the rows. Leaves a call's own lines to
// call-lines.ts, a form's to form-lines.ts, and what keys mean to question-keys.ts.

import { glyphs } from '../../text/glyphs.js';
import { spellSigns } from '../../text/visible-signs.js';
import { padToWidth, textWidth, truncateToWidth } from '../../text/width.js';
import { withoutSgr } from '../../text/sgr.js';
import { groupDigits } from '../../text/text-size.js';
import { finishNow } from '../../loop/in-turns.js';
import { CHAT_STYLE } from '../chat-style.js';
import { wrapRuns } from '../markdown/wrap-runs.js';
import type { UserQuestion } from '../user-question.js';
import { brief, callText, signedText, type Paragraph, type QuestionPlace } from './call-lines.js';
import { formLines, formWindow } from './form-lines.js';
import { valuesOf } from './form-values.js';
import { findOption, letterOf, optionsOf } from './question-keys.js';
import type { Form } from './question-form.js';

export interface QuestionSize {
  rows: number;
  cols: number;
}

export interface QuestionLook {
  question: UserQuestion;
  selected: number | undefined;
  /** The draft is the reason for a no. */
  isReason: boolean;
  /** The draft is older than the question, and no reply. */
  hasOldDraft: boolean;
  /** Of a form. */
  form: Form | undefined;
  /** Lines of what is asked that are scrolled away above. */
  top: number;
}

export interface QuestionPicture {
  lines: string[];
  /** Where a field is typed into; undefined: at the prompt. */
  caret: { row: number; col: number } | undefined;
  /** Everything that a reply is chosen from is on it. */
  isComplete: boolean;
  /** As far as it could be scrolled. */
  top: number;
  /** Lines of what is asked: how many are shown, and how many are below them. */
  page: number;
  below: number;
}

/** What is asked, as lines of a width. isWhole: nothing of it is left out. */
export interface QuestionBody {
  lines: readonly string[];
  isWhole: boolean;
}

/** Nobody reads more; laying it out takes about 100 ms. */
const MAX_CHARACTERS = 128 * 1024;

/** At once. Long texts take long: kept by the caller for as long as the width is the same. */
export const bodyOf = (question: UserQuestion, place: QuestionPlace): QuestionBody =>
  finishNow(layOut(question, place));

/** Its beginning at once, in a time that does not grow with it. */
export function beginningOf(question: UserQuestion, place: QuestionPlace, characters: number): QuestionBody {
  const lines: string[] = [];
  let left = characters;
  for (const { text, draw } of paragraphsOf(question, place)) {
    if (left <= 0) return { lines, isWhole: false };
    for (const line of draw(text.slice(0, left))) lines.push(line);
    if (text.length > left) return { lines, isWhole: false };
    // An empty line is one too.
    left -= Math.max(1, text.length);
  }
  return { lines, isWhole: true };
}

/** All of it in short steps. */
export function* layOut(question: UserQuestion, place: QuestionPlace): Generator<undefined, QuestionBody> {
  const { cols } = place;
  const lines: string[] = [];
  let left = MAX_CHARACTERS;
  let lost = 0;
  for (const { text, draw } of paragraphsOf(question, place)) {
    const shown = text.slice(0, left);
    lost += text.length - shown.length;
    left -= shown.length;
    yield undefined;
    if (shown === '' && text !== '') continue;
    for (const line of draw(shown)) {
      lines.push(line);
      yield undefined;
    }
  }
  if (lost === 0) return { lines, isWhole: true };
  const words = `${glyphs().ellipsis} ${groupDigits(lost)} more characters: too long to be shown`;
  return {
    lines: [...lines, ...wrapRuns([{ text: words, paint: CHAT_STYLE.error }], { cols })],
    isWhole: false,
  };
}

function* paragraphsOf(question: UserQuestion, place: QuestionPlace): Generator<Paragraph> {
  const { text } = question;
  const { cols } = place;
  const call = question.kind === 'permission' ? question.call : undefined;
  const parts = call && callText(call, text, place);
  const first = parts?.next().value;
  if (!first || !isSaidBy(first, text)) yield signedText(text, { cols, paint: CHAT_STYLE.mark, prose: true });
  if (question.kind === 'form' && question.url !== undefined)
    yield signedText(question.url, { cols, paint: CHAT_STYLE.link });
  if (first) yield first;
  if (parts) yield* parts;
}

/** A title such as `Edit main.py` that the first line of the call repeats. */
const isSaidBy = ({ lead, text }: Paragraph, title: string): boolean =>
  title.length === lead.length + text.length && `${lead}${text}`.toLowerCase() === title.toLowerCase();

/** body: lines of bodyOf() for these columns. */
export function drawQuestion(
  look: QuestionLook,
  body: readonly string[],
  size: QuestionSize,
): QuestionPicture {
  const { rows, cols } = size;
  if (rows < 1)
    return { lines: [], caret: undefined, isComplete: false, top: 0, page: 0, below: body.length };
  const bottom = bottomLines(look, size);
  const hint = hintLine(look, cols);
  // At least a line of what is asked, and how many others there are.
  const leastAbove = body.length > 1 ? 2 : 1;
  // What is asked goes before how to answer.
  const withHint = rows - bottom.lines.length - 1;
  const isRoomy = hint !== '' && withHint >= Math.min(body.length, LEAST_ROWS_WITH_HINT);
  const under = isRoomy ? [...bottom.lines, hint] : bottom.lines;
  const room = rows - under.length;
  const isWhole = body.length <= room;
  const page = isWhole ? body.length : Math.max(0, room - 1);
  const top = Math.max(0, Math.min(look.top, body.length - page));
  const below = body.length - top - page;
  const more = isWhole || room < 1 ? [] : [CHAT_STYLE.dim(truncateToWidth(moreText(top, below), cols))];
  const above = [...body.slice(top, top + page), ...more];
  const lines = [...above, ...under].slice(0, rows);
  return {
    lines,
    caret: bottom.caret && { ...bottom.caret, row: bottom.caret.row + above.length },
    isComplete: bottom.isComplete && room >= leastAbove,
    top,
    page,
    below,
  };
}

/** Of what is asked; with fewer, the keys are not explained. */
const LEAST_ROWS_WITH_HINT = 5;

export const countMore = (count: number): string => `${count} more line${count === 1 ? '' : 's'}`;

function moreText(top: number, below: number): string {
  const parts = [
    ...(below > 0 ? [`${countMore(below)}: PageDown`] : []),
    ...(top > 0 ? [below > 0 ? `${top} above` : `${top} above: PageUp`] : []),
  ];
  return parts.join(glyphs().between);
}

interface Bottom {
  lines: string[];
  caret?: QuestionPicture['caret'];
  isComplete: boolean;
}

function bottomLines(
  { question, selected, isReason, form }: QuestionLook,
  { rows, cols }: QuestionSize,
): Bottom {
  const most = Math.max(1, rows - 2);
  if (isReason) {
    const lines = wrapRuns([{ text: REASON_HINT, paint: CHAT_STYLE.prompt }], { cols });
    return { lines: lines.slice(0, most), isComplete: true };
  }
  if (form) {
    const { lines, caret } = formWindow(formLines(form, cols), most);
    return { lines, caret, isComplete: true };
  }
  const options = optionsOf(question).map((_, at) => optionLines({ question, at, selected }, cols));
  const lines = options.flat();
  // The words of options may be long; their beginnings tell them apart.
  const fitting = lines.length <= most ? lines : options.map(([first = '']) => first);
  return { lines: fitting.slice(0, most), isComplete: fitting.length <= most };
}

const REASON_HINT = 'Type why not: Enter rejects with it and asks it next, Esc goes back.';

function optionLines(
  { question, at, selected }: Pick<QuestionLook, 'question' | 'selected'> & { at: number },
  cols: number,
): string[] {
  const option = optionsOf(question)[at];
  if (!option) return [];
  const isSelected = at === selected;
  const number = at < MOST_NUMBERED ? String(at + 1) : ' ';
  const letter = letterOf(question, option);
  const keys = hasLetters(question) ? `${number} ${letter.padEnd(1)}` : number;
  const margin = {
    text: `${isSelected ? '>' : ' '} ${keys}  `,
    paint: CHAT_STYLE.prompt,
    below: 'spaces',
  } as const;
  const lines = wrapRuns([{ text: spellSigns(brief(option.name), { prose: true }), paint: undefined }], {
    cols,
    margin,
  });
  // From edge to edge: one bar, whatever the option's name is.
  return isSelected ? lines.map((line) => CHAT_STYLE.selected(padToWidth(withoutSgr(line), cols))) : lines;
}

/** Numbers that are keys. */
const MOST_NUMBERED = 9;

const hasLetters = (question: UserQuestion): boolean =>
  optionsOf(question).some((option) => letterOf(question, option) !== '');

/** Keys of the field that takes them. */
function choosing({ question, at }: Form): string[] {
  const field = question.fields[at];
  if (!field || !valuesOf(field)) return [];
  return [field.type === 'choices' ? '1-9 or Space marks' : '1-9 or Left, Right choose'];
}

/** '' if there is nothing to say. */
function hintLine({ question, isReason, hasOldDraft, form }: QuestionLook, cols: number): string {
  if (isReason) return '';
  const parts = hints(question, hasOldDraft, form);
  const text = (): string => parts.join(glyphs().between);
  // The first says what to do, the last is the way out.
  while (textWidth(text()) > cols && parts.length > 2) parts.splice(-2, 1);
  return CHAT_STYLE.dim(truncateToWidth(text(), cols));
}

function hints(question: UserQuestion, hasOldDraft: boolean, form: Form | undefined): string[] {
  switch (question.kind) {
    case 'text':
      return [
        hasOldDraft ? 'Enter queues your draft first' : 'Enter sends what you type',
        'Ctrl-C: no reply',
      ];
    case 'form': {
      if (question.fields.length === 0) return ['open it yourself; Enter twice when done', 'Ctrl-C declines'];
      const move = question.fields.length > 1 ? ['Tab moves', 'Enter on the last sends'] : ['Enter sends'];
      return [...(form ? choosing(form) : []), ...move, 'Ctrl-C declines'];
    }
    case 'permission':
    case 'choice':
      return [...(findOption(question, 'reject_once') ? ['d: no, and why'] : []), 'Up, Down, Enter choose'];
  }
}
