// The keys as a list: in groups with headings, and without them while one narrows it by typing; Enter runs
// the selected entry. Owns what of the list is in view. Leaves which keys belong together to whoever opens
// it.

import { formatKeyName } from '../keymap/key.js';
import { fuzzyScore } from '../text/fuzzy.js';
import { padToWidth, textWidth, truncateToWidth } from '../text/width.js';
import type { Dialog, DialogStep, Line } from './dialog-view.js';
import { filterLine } from './filter-line.js';
import { keepInView, scrollByKey } from './scrolling.js';
import type { TextField } from './text-field.js';
import { createTextField, insertText, pressInField } from './text-field.js';

export interface HelpEntry {
  /** As a user reads them. */
  keys: readonly string[];
  summary: string;
  /** Line to run; undefined: it works only elsewhere, as its section says. */
  command: string | undefined;
}

export interface HelpRow {
  label: string;
  summary: string;
  /** Several if each key does something of its own: narrowing lists them one by one. */
  entries: readonly HelpEntry[];
}

export interface HelpSection {
  title: string;
  /** Its keys are pressed elsewhere than after the prefix: narrowing says where. */
  isApart?: true;
  rows: readonly HelpRow[];
}

export interface HelpOptions {
  sections: readonly HelpSection[];
  /** Name of the prefix key. */
  prefix: string;
}

/** Of the keys: wide enough for `Ctrl-Right`, and no wider than leaves room for what they do. */
const KEY_COLS = { least: 11, most: 16, share: 1 / 3 };
const INDENT = '  ';
const WAY_OUT = '  Esc closes';

interface State {
  field: TextField;
  /** Index among the rows, without headings. */
  selected: number;
  top: number;
  /** Why Enter did nothing. */
  note: string | undefined;
}

type Shown =
  | { type: 'heading'; title: string }
  /** section: shown beside it where headings are not. */
  | { type: 'row'; row: HelpRow; section: HelpSection };

export const createKeyHelp = (options: HelpOptions): Dialog =>
  helpIn(options, { field: createTextField(''), selected: 0, top: 0, note: undefined });

function helpIn(options: HelpOptions, state: State): Dialog {
  const { field, selected } = state;
  const isNarrowed = field.text.trim() !== '';
  const shown = isNarrowed ? narrow(options.sections, field.text.trim()) : grouped(options.sections);
  const rowsAt = shown.flatMap(({ type }, at) => (type === 'row' ? [at] : []));
  // The view records how many rows there are; keys come after it.
  let pageRows = 1;
  const topFor = (position: number): number => {
    const at = rowsAt[position] ?? 0;
    // A heading comes into view with its first row.
    const first = shown[at - 1]?.type === 'heading' && pageRows > 1 ? at - 1 : at;
    const top = keepInView(state.top, at, { rows: pageRows, count: shown.length });
    return Math.min(top, first);
  };
  const stay = (change: Partial<State>): DialogStep => ({
    type: 'stay',
    dialog: helpIn(options, { ...state, note: undefined, ...change }),
  });
  const narrowTo = (next: TextField): DialogStep =>
    stay(next.text === field.text ? { field: next } : { field: next, selected: 0, top: 0 });
  const enter = (): DialogStep => {
    const chosen = shown[rowsAt[selected] ?? -1];
    if (chosen?.type !== 'row') return { type: 'close', commands: [] };
    const [entry, another] = chosen.row.entries;
    if (another) return stay({ note: 'several keys: type to narrow to one' });
    return entry?.command
      ? { type: 'close', commands: [entry.command] }
      : stay({ note: `${chosen.row.label} works ${chosen.section.title}` });
  };
  return {
    name: 'keys',
    press(key): DialogStep {
      const name = formatKeyName(key);
      if (name === 'Escape' || name === 'C-c')
        return field.text === '' ? { type: 'close', commands: [] } : narrowTo(createTextField(''));
      if (name === 'Enter') return enter();
      const moved = scrollByKey(name, selected, { pageRows, last: Math.max(0, rowsAt.length - 1) });
      if (moved !== selected) return stay({ selected: moved, top: topFor(moved) });
      return narrowTo(pressInField(field, key) ?? field);
    },
    paste: (text) => narrowTo(insertText(field, text)),
    view(room) {
      pageRows = Math.max(1, room.rows - 1);
      const first = topFor(selected);
      const inView = shown.slice(first, first + room.rows - 1);
      const filter = filterLine(field, room.cols);
      const keyCols = widestLabel(options.sections, room.cols);
      const selectedLine = (rowsAt[selected] ?? -1) - first;
      return {
        placement: 'centre',
        title: `keys after ${options.prefix}`,
        lines: [filter.line, ...inView.map((each) => lineOf(each, { cols: room.cols, keyCols, isNarrowed }))],
        ...(selectedLine >= 0 && selectedLine < inView.length ? { selected: selectedLine + 1 } : {}),
        ...(state.note === undefined
          ? { footer: `Enter runs it  type to narrow${WAY_OUT}` }
          : { footer: `${state.note}  Esc`, isNote: true }),
        cursor: { line: 0, col: filter.caretCol },
      };
    },
  };
}

function lineOf(
  shown: Shown,
  { cols, keyCols, isNarrowed }: { cols: number; keyCols: number; isNarrowed: boolean },
): Line {
  if (shown.type === 'heading') return [{ text: shown.title, role: 'strong' }];
  const { row, section } = shown;
  const label = `${isNarrowed ? '' : INDENT}${padToWidth(row.label, keyCols)} `;
  return [
    { text: label, role: 'accent' },
    { text: truncateToWidth(row.summary, Math.max(0, cols - textWidth(label))), role: 'normal' },
    ...(isNarrowed && section.isApart ? [{ text: `  ${section.title}`, role: 'dim' as const }] : []),
  ];
}

const widestLabel = (sections: readonly HelpSection[], cols: number): number =>
  Math.min(
    Math.max(KEY_COLS.least, Math.min(KEY_COLS.most, Math.floor(cols * KEY_COLS.share))),
    sections
      .flatMap(({ rows }) => rows)
      .reduce((widest, { label }) => Math.max(widest, textWidth(label)), KEY_COLS.least),
  );

const grouped = (sections: readonly HelpSection[]): Shown[] =>
  sections
    .filter(({ rows }) => rows.length > 0)
    .flatMap((section): Shown[] => [
      { type: 'heading', title: section.title },
      ...section.rows.map((row): Shown => ({ type: 'row', row, section })),
    ]);

interface Found {
  shown: Extract<Shown, { type: 'row' }>;
  rank: number;
  /** It contains what was typed. */
  isLiteral: boolean;
}

const KEY_RANK = 1;

/**
 * One row for each command that matches: keys by their name first, then in the order of the groups. Scattered
 * letters, which long summaries are full of, count only if nothing matches as it was typed: the best first.
 */
function narrow(sections: readonly HelpSection[], query: string): Shown[] {
  const words = query.toLowerCase().split(/\s+/);
  const found = sections.flatMap((section) =>
    section.rows.flatMap((row) =>
      row.entries.flatMap((entry): Found[] => {
        const { keys, summary, command = '' } = entry;
        const text = [...keys, summary, row.summary, command, section.title].join(' ');
        const isKey = keys.includes(query);
        const score = isKey ? 0 : fuzzyScore(query, text);
        if (score === undefined) return [];
        const label = row.entries.length === 1 ? row.label : keys.join(' ');
        const isLiteral = isKey || words.every((word) => text.toLowerCase().includes(word));
        return [
          {
            shown: { type: 'row', row: { label, summary, entries: [entry] }, section },
            rank: isKey ? KEY_RANK : isLiteral ? 0 : score,
            isLiteral,
          },
        ];
      }),
    ),
  );
  const literal = found.filter(({ isLiteral }) => isLiteral);
  return (literal.length > 0 ? literal : found).sort((a, b) => b.rank - a.rank).map(({ shown }) => shown);
}
