// A form as lines (pure): its fields one below the other, the values of the one that takes the keys, and what
// is wrong beside its field. Owns their look, and which of them are shown where there is no room for all.
// Leaves what keys do to question-form.ts.

import { glyphs } from '../../text/glyphs.js';
import { spellSigns } from '../../text/visible-signs.js';
import { textWidth } from '../../text/width.js';
import { CHAT_STYLE } from '../chat-style.js';
import { wrapRuns, type Run } from '../markdown/wrap-runs.js';
import type { FieldValue, FormField } from '../user-question.js';
import { brief } from './call-lines.js';
import { valuesOf } from './form-values.js';
import { split, type Entry, type Form } from './question-form.js';

export interface FormLines {
  lines: string[];
  /** Of the field that is typed into. */
  caret: { row: number; col: number } | undefined;
  /** Index of the line that the keys act on. */
  focus: number;
}

const SELECTED = '> ';
const OTHER = '  ';
const VALUE_INDENT = '    ';
/** Numbers that are keys. */
const MOST_NUMBERED = 9;

export function formLines(form: Form, cols: number): FormLines {
  const lines: string[] = [];
  let caret: FormLines['caret'];
  let focus = 0;
  for (const [at, field] of form.question.fields.entries()) {
    const isActive = at === form.at;
    const entry = form.entries[at];
    if (!entry) continue;
    const drawn = fieldLines({ field, entry, isActive, problem: form.problems.get(at) }, cols);
    if (isActive) focus = lines.length + drawn.focus;
    if (drawn.caret) caret = { ...drawn.caret, row: lines.length + drawn.caret.row };
    for (const line of drawn.lines) lines.push(line);
  }
  return { lines, caret, focus };
}

/** At most so many rows, with the line that the keys act on among them. */
export function formWindow(all: FormLines, rows: number): FormLines {
  const { lines, focus, caret } = all;
  if (lines.length <= rows) return all;
  const from = Math.max(0, Math.min(lines.length - rows, focus - Math.floor(rows / 2)));
  return {
    lines: lines.slice(from, from + rows),
    caret: caret && { ...caret, row: caret.row - from },
    focus: focus - from,
  };
}

interface DrawnField {
  field: FormField;
  entry: Entry;
  isActive: boolean;
  problem: string | undefined;
}

function fieldLines(
  { field, entry, isActive, problem }: DrawnField,
  cols: number,
): { lines: string[]; caret?: { row: number; col: number }; focus: number } {
  const name = spellSigns(brief(field.title === '' ? field.name : field.title), { prose: true });
  const title = `${name}${field.required ? ' *' : ''}: `;
  const shown = entry.type === 'typed' ? entry.text : namesOf(field, entry.values);
  const runs: Run[] = [
    { text: title, paint: isActive ? CHAT_STYLE.heading : CHAT_STYLE.dim },
    { text: spellSigns(shown), paint: undefined },
    ...(problem === undefined ? [] : [{ text: `  ${problem}`, paint: CHAT_STYLE.error }]),
  ];
  const margin = {
    text: isActive ? SELECTED : OTHER,
    paint: CHAT_STYLE.prompt,
    below: { text: OTHER },
  } as const;
  const lines = wrapRuns(runs, { cols, margin, breaks: 'characters' });
  if (!isActive) return { lines, focus: 0 };
  const about = field.description === undefined ? [] : hint(field.description, cols);
  if (entry.type === 'picked') {
    const above = lines.length + about.length;
    const values = (valuesOf(field) ?? []).map((value, at) => valueLines(value, at, entry, cols));
    const focus = values.slice(0, entry.at).reduce((sum, each) => sum + each.length, above);
    return { lines: [...lines, ...about, ...values.flat()], focus };
  }
  const before = textWidth(title) + textWidth(split(entry.text).slice(0, entry.caret).join(''));
  const room = Math.max(1, cols - OTHER.length);
  const caret = { row: Math.floor(before / room), col: OTHER.length + (before % room) };
  // After a full line the caret has a line of its own.
  const all = caret.row >= lines.length ? [...lines, ''] : lines;
  return { lines: [...all, ...about], caret, focus: caret.row };
}

const hint = (text: string, cols: number): string[] =>
  wrapRuns([{ text: spellSigns(brief(text), { prose: true }), paint: CHAT_STYLE.dim }], {
    cols,
    margin: { text: VALUE_INDENT, paint: undefined },
  });

const namesOf = (field: FormField, picked: readonly string[]): string =>
  (valuesOf(field) ?? [])
    .filter(({ value }) => picked.includes(value))
    .map(({ name }) => brief(name))
    .join(', ');

function valueLines(
  { value, name, description }: FieldValue,
  at: number,
  entry: Extract<Entry, { type: 'picked' }>,
  cols: number,
): string[] {
  const { taskDone, taskOpen } = glyphs();
  const pointer = at === entry.at ? SELECTED : OTHER;
  const number = at < MOST_NUMBERED ? `${at + 1} ` : '  ';
  const text = `${OTHER}${pointer}${number}${entry.values.includes(value) ? taskDone : taskOpen} `;
  const runs: Run[] = [
    { text: spellSigns(brief(name)), paint: undefined },
    ...(description === undefined
      ? []
      : [{ text: ` ${spellSigns(brief(description), { prose: true })}`, paint: CHAT_STYLE.dim }]),
  ];
  return wrapRuns(runs, { cols, margin: { text, paint: CHAT_STYLE.prompt, below: 'spaces' } });
}
