// Fields to fill in, one below the other: what a template asks for. Enter goes on to the next one and accepts
// the last; nothing happens while one that needs a value is empty. Owns keys and look. Leaves which fields
// there are, and what accepting runs, to whoever opens it.

import { formatKeyName, type Key } from '../keymap/key.js';
import { padToWidth, textWidth, truncateToWidth, wrapToWidth } from '../text/width.js';
import type { Dialog, DialogRoom, DialogStep, DialogView, Line } from './dialog-view.js';
import { keepInView } from './scrolling.js';
import {
  createTextField,
  fieldInView,
  insertText,
  isTooLong,
  pressInField,
  type TextField,
} from './text-field.js';

export interface FormField {
  name: string;
  /** What it is, if its name does not say it. */
  title: string;
  /** What is in it first. */
  text: string;
  /** It is one of these; empty: any text. */
  choices: readonly string[];
  /** It may be left empty. */
  isOptional: boolean;
}

export interface ValueFormOptions {
  title: string;
  /** At least one. */
  fields: readonly FormField[];
  /** What becomes of the values, as text below the fields. */
  preview(values: ReadonlyMap<string, string>): string;
  /** After `Enter`: what accepting does. */
  label: string;
  /** What accepting runs. */
  accept(values: ReadonlyMap<string, string>): string[];
}

interface State {
  entries: readonly TextField[];
  /** The field that takes the keys. */
  at: number;
  note: string | undefined;
}

const MOST_NAME_SHARE = 0.4;
const CLOSED: DialogStep = { type: 'close', commands: [] };

export const createValueForm = (options: ValueFormOptions): Dialog =>
  formIn(options, {
    entries: options.fields.map(({ text, choices }) =>
      createTextField(text === '' ? (choices[0] ?? '') : text),
    ),
    at: 0,
    note: undefined,
  });

function formIn(options: ValueFormOptions, state: State): Dialog {
  const { fields } = options;
  const { entries, at } = state;
  const field = fields[at] as FormField;
  const entry = entries[at] as TextField;
  const stay = (change: Partial<State>): DialogStep => ({
    type: 'stay',
    dialog: formIn(options, { ...state, note: undefined, ...change }),
  });
  const edit = (next: TextField, note?: string): DialogStep =>
    stay({ entries: entries.with(at, next), note });
  const goTo = (next: number): DialogStep => stay({ at: Math.max(0, Math.min(fields.length - 1, next)) });
  const values = (): Map<string, string> =>
    new Map(fields.map(({ name }, index) => [name, (entries[index] as TextField).text]));

  const accept = (): DialogStep => {
    const empty = fields.findIndex(
      ({ isOptional }, index) => !isOptional && (entries[index] as TextField).text.trim() === '',
    );
    if (empty < 0) return { type: 'close', commands: [options.accept(values())] };
    return stay({ at: empty, note: `${fields[empty]?.name} needs a value` });
  };

  const pressIn = (key: Key, name: string): DialogStep => {
    const { choices } = field;
    if (choices.length === 0) return edit(pressInField(entry, key) ?? entry);
    const step = name === 'Left' ? -1 : name === 'Right' || name === 'Space' ? 1 : 0;
    const digit = /^[1-9]$/.test(name) ? Number(name) - 1 : -1;
    const next = (choices.indexOf(entry.text) + step + choices.length) % choices.length;
    return edit(createTextField(choices[digit] ?? (choices[next] as string)));
  };

  return {
    name: 'form',
    press(key): DialogStep {
      const name = formatKeyName(key);
      switch (name) {
        case 'Escape':
        case 'C-c':
          return CLOSED;
        case 'Enter':
          return at < fields.length - 1 ? goTo(at + 1) : accept();
        case 'Tab':
        case 'Down':
          return goTo(at + 1);
        case 'S-Tab':
        case 'Up':
          return goTo(at - 1);
        default:
          return pressIn(key, name);
      }
    },
    paste(text): DialogStep {
      if (field.choices.length > 0) return stay({});
      if (isTooLong(entry, text)) return stay({ note: 'not inserted: it is too long for a field' });
      const isCut = text.trimEnd().includes('\n');
      return edit(insertText(entry, text.trimEnd()), isCut ? 'line breaks became spaces' : undefined);
    },
    view: (room) => view(options, state, { room, values }),
  };
}

function view(
  { title, fields, label, preview }: ValueFormOptions,
  { entries, at, note }: State,
  { room, values }: { room: DialogRoom; values: () => ReadonlyMap<string, string> },
): DialogView {
  const widest = fields.reduce((most, { name }) => Math.max(most, textWidth(name)), 0);
  const nameCols = Math.max(1, Math.min(widest, Math.floor(room.cols * MOST_NAME_SHARE)));
  const cols = Math.max(2, room.cols - nameCols - 2);
  const rows: Line[] = [];
  let caret = { line: 0, col: 0 };
  let last = 0;
  fields.forEach((field, index) => {
    const isActive = index === at;
    const entry = entries[index] as TextField;
    const { text, caretCol } = isActive ? fieldInView(entry, cols) : { text: entry.text, caretCol: 0 };
    if (isActive)
      caret = { line: rows.length, col: nameCols + 2 + (field.choices.length > 0 ? 0 : caretCol) };
    const name = padToWidth(`${truncateToWidth(field.name, nameCols)}:`, nameCols + 1);
    rows.push([
      { text: `${name} `, role: isActive ? 'accent' : 'dim' },
      { text: truncateToWidth(text, cols), role: 'normal' },
    ]);
    const about = isActive ? aboutField(field) : '';
    if (about !== '') rows.push([{ text: truncateToWidth(`  ${about}`, room.cols), role: 'dim' }]);
    if (isActive) last = rows.length - 1;
  });
  const top = keepInView(0, last, { rows: room.rows, count: rows.length });
  // The field itself, where there is no room for what is said of it.
  const first = Math.min(top, caret.line);
  const shown = rows.slice(first, first + room.rows);
  const left = room.rows - shown.length - 1;
  const below = left > 0 ? wrapFirst(preview(values()), { rows: left + 1, cols: room.cols }) : [];
  const lines: Line[] = below.slice(0, left).map((line) => [{ text: line, role: 'dim' }]);
  if (below.length > left && lines.length > 0) lines[lines.length - 1] = [{ text: '…', role: 'dim' }];
  const isLast = at === fields.length - 1;
  const keys = fields[at]?.choices.length ? 'Left and Right choose  ' : '';
  return {
    placement: 'centre',
    title,
    lines: [...shown, ...(lines.length > 0 ? [[{ text: '', role: 'dim' } as const], ...lines] : [])],
    footer:
      note ??
      `Enter ${isLast ? label : 'goes on'}  ${keys}${fields.length > 1 ? 'Tab next  ' : ''}Esc closes`,
    ...(note === undefined ? {} : { isNote: true }),
    cursor: { line: caret.line - first, col: caret.col },
  };
}

/** As many rows, however long the text is. */
function wrapFirst(text: string, { rows, cols }: DialogRoom): string[] {
  const wrapped: string[] = [];
  if (text === '') return wrapped;
  for (const line of text.split('\n', rows)) {
    // A row has at least one character, and at most a few for each cell.
    for (const row of wrapToWidth(line.slice(0, rows * cols * 4), cols)) wrapped.push(row);
    if (wrapped.length >= rows) break;
  }
  return wrapped.slice(0, rows);
}

const aboutField = ({ title, choices }: FormField): string =>
  [title, choices.length === 0 ? '' : choices.map((choice, at) => `${at + 1} ${choice}`).join('  ')]
    .filter((part) => part !== '')
    .join(': ');
