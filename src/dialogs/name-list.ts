// Names to choose one from by typing a part of it; one that is not listed can be typed too, if it may be.
// Owns the narrowing and which of the two Enter means. Leaves the names, and what taking one does, to whoever
// opens it.

import { formatKeyName } from '../keymap/key.js';
import { fuzzyScore } from '../text/fuzzy.js';
import { padToWidth, textWidth, truncateToWidth } from '../text/width.js';
import type { Dialog, DialogStep, Line } from './dialog-view.js';
import { filterLine } from './filter-line.js';
import { keepInView, scrollByKey } from './scrolling.js';
import type { TextField } from './text-field.js';
import { createTextField, insertText, pressInField } from './text-field.js';

export interface ListedName {
  name: string;
  /** In a word or two, why it is listed. */
  about: string;
}

export interface NameListOptions {
  title: string;
  /** The most likely first. A function: of the same names, of which more may be known later. */
  names: readonly ListedName[] | (() => readonly ListedName[]);
  /** Why there are not more; undefined: these are all. */
  note: string | undefined;
  /** No other name can be typed. */
  onlyListed?: boolean;
  /** What Enter runs. */
  take(name: string): string[];
}

interface State {
  field: TextField;
  selected: number;
  top: number;
}

/** Of the names: they are longer than what is said of them. */
const NAME_SHARE = 2 / 3;
const TYPED = 'as typed';

export const createNameList = (options: NameListOptions): Dialog =>
  listIn(options, { field: createTextField(''), selected: 0, top: 0 });

function listIn(options: NameListOptions, state: State): Dialog {
  const { field } = state;
  let rows = narrow(options, field.text.trim());
  const last = Math.max(0, rows.length - 1);
  const selected = Math.min(state.selected, last);
  let pageRows = 1;
  const topFor = (position: number): number =>
    keepInView(state.top, position, { rows: pageRows, count: rows.length });
  const stay = (change: Partial<State>): DialogStep => ({
    type: 'stay',
    dialog: listIn(options, { ...state, ...change }),
  });
  const narrowTo = (next: TextField): DialogStep =>
    stay(next.text === field.text ? { field: next } : { field: next, selected: 0, top: 0 });
  return {
    name: 'names',
    press(key): DialogStep {
      const name = formatKeyName(key);
      if (name === 'Escape' || name === 'C-c')
        return field.text === '' ? { type: 'close', commands: [] } : narrowTo(createTextField(''));
      if (name === 'Enter') {
        const row = rows[selected];
        return { type: 'close', commands: row ? [options.take(row.name)] : [] };
      }
      const moved = scrollByKey(name, selected, { pageRows, last });
      if (moved !== selected) return stay({ selected: moved, top: topFor(moved) });
      return narrowTo(pressInField(field, key) ?? field);
    },
    paste: (text) => narrowTo(insertText(field, text)),
    view(room) {
      if (typeof options.names === 'function') rows = narrow(options, field.text.trim());
      pageRows = Math.max(1, room.rows - 1);
      const top = topFor(selected);
      const inView = rows.slice(top, top + room.rows - 1);
      const filter = filterLine(field, room.cols);
      const nameCols = widestName(rows, room.cols);
      return {
        placement: 'centre',
        title: options.title,
        lines: [filter.line, ...inView.map((row) => lineOf(row, nameCols, room.cols))],
        ...(inView.length > selected - top ? { selected: selected - top + 1 } : {}),
        footer: `${options.note === undefined ? '' : `${options.note}  `}Enter chooses  type ${options.onlyListed ? 'to narrow' : 'a name'}  Esc closes`,
        cursor: { line: 0, col: filter.caretCol },
      };
    },
  };
}

/** What is typed goes last, unless nothing else fits or it is listed. */
function narrow({ names: given, onlyListed = false }: NameListOptions, typed: string): ListedName[] {
  const names = typeof given === 'function' ? given() : given;
  if (typed === '') return [...names];
  const fitting = names
    .map((row) => ({ row, score: fuzzyScore(typed, row.name) }))
    .filter((each): each is { row: ListedName; score: number } => each.score !== undefined)
    .sort((a, b) => b.score - a.score)
    .map(({ row }) => row);
  return onlyListed || names.some(({ name }) => name === typed)
    ? fitting
    : [...fitting, { name: typed, about: TYPED }];
}

const widestName = (rows: readonly ListedName[], cols: number): number =>
  Math.min(
    Math.floor(cols * NAME_SHARE),
    rows.reduce((widest, { name }) => Math.max(widest, textWidth(name)), 0),
  );

function lineOf({ name, about }: ListedName, nameCols: number, cols: number): Line {
  const shown = padToWidth(truncateToWidth(name, nameCols), nameCols);
  return [
    { text: `${shown} `, role: 'accent' },
    { text: truncateToWidth(about, Math.max(0, cols - nameCols - 1)), role: 'dim' },
  ];
}
