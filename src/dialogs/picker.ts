// The session picker: type to narrow, arrows select, Enter switches. Owns filter and selection.
// Leaves grouping to picker-groups.ts. Invariant: the selection follows a session, not a row, when the list changes.

import { formatKeyName } from '../keymap/key.js';
import { formatAge } from '../text/age.js';
import { MARK_TEXT } from '../text/mark.js';
import { padToWidth, textWidth, truncateToWidth } from '../text/width.js';
import type { Dialog, DialogStep, Line, SpanRole } from './dialog-view.js';
import type { PickerLine, PickerRow } from './picker-groups.js';
import { pickerLines } from './picker-groups.js';
import { keepInView, scrollByKey } from './scrolling.js';
import type { TextField } from './text-field.js';
import { caretColumn, createTextField, insertText, pressInField } from './text-field.js';

interface State {
  rows: readonly PickerRow[];
  field: TextField;
  /** undefined: the first one. */
  selected: string | undefined;
  top: number;
  archiveOpen: boolean;
}

export interface Picker extends Dialog {
  readonly name: 'picker';
  /** The same picker over a new list of sessions. */
  withRows(rows: readonly PickerRow[]): Picker;
}

export const isPicker = (dialog: Dialog): dialog is Picker => dialog.name === 'picker';

export const createPicker = (options: { rows: readonly PickerRow[] }): Picker =>
  pickerIn({
    rows: options.rows,
    field: createTextField(''),
    selected: undefined,
    top: 0,
    archiveOpen: false,
  });

/** The archive's header can be selected, to open it. */
const ARCHIVE = 'archive';
const FILTER_LABEL = 'find: ';

function pickerIn(state: State): Picker {
  const { field } = state;
  const lines = pickerLines(state.rows, field.text, { archiveOpen: state.archiveOpen });
  const ids = lines.flatMap((line) => idOf(line, state) ?? []);
  const at = Math.max(0, ids.indexOf(state.selected ?? ''));
  const selected = ids[at];
  const row = state.rows.find(({ sessionId }) => sessionId === selected);
  let pageRows = 1;

  const next = (change: Partial<State>): Picker => pickerIn({ ...state, selected, ...change });
  const stay = (change: Partial<State>): DialogStep => ({ type: 'stay', dialog: next(change) });
  const close = (...commands: string[][]): DialogStep => ({ type: 'close', commands });
  const runAndStay = (...commands: string[][]): DialogStep => ({ type: 'run', dialog: next({}), commands });

  const act = (name: string): DialogStep | undefined => {
    if (!row) return undefined;
    const word = row.archived ? row.sessionId : `#${row.number}`;
    switch (name) {
      case 'Enter':
        return close(row.archived ? ['reopen', word] : ['switch', word]);
      case 'C-v':
      case 'C-x':
        return row.archived
          ? stay({})
          : close(['split', name === 'C-v' ? 'right' : 'below', '--session', word]);
      case 'C-r':
        return row.archived ? stay({}) : close(['rename', '--ask', word]);
      case 'C-d':
        return row.archived ? stay({}) : runAndStay(['close', word]);
      default:
        return undefined;
    }
  };

  return {
    name: 'picker',
    withRows: (rows) => next({ rows }),
    press(key): DialogStep {
      const name = formatKeyName(key);
      if (name === 'Escape' || name === 'C-c')
        return field.text === ''
          ? close()
          : stay({ field: createTextField(''), selected: undefined, top: 0 });
      if (name === 'C-n') return close(['tab', 'new']);
      if (selected === ARCHIVE && (name === 'Enter' || name === 'Right')) return stay({ archiveOpen: true });
      const acted = act(name);
      if (acted) return acted;
      const moved = scrollByKey(name, at, { pageRows, last: Math.max(0, ids.length - 1) });
      if (moved !== at)
        return stay({ selected: ids[moved], top: topFor(ids[moved], lines, state, pageRows) });
      const typed = pressInField(field, key);
      return typed && typed.text !== field.text
        ? stay({ field: typed, selected: undefined, top: 0 })
        : stay({ field: typed ?? field });
    },
    paste: (text) => stay({ field: insertText(field, text), selected: undefined, top: 0 }),
    view(room) {
      pageRows = Math.max(1, room.rows - 1);
      const top = topFor(selected, lines, state, pageRows);
      const shown = lines.slice(top, top + pageRows);
      const selectedLine = shown.findIndex((line) => idOf(line, state) === selected);
      return {
        placement: 'centre',
        title: 'sessions',
        lines: [
          [
            { text: FILTER_LABEL, role: 'dim' },
            { text: field.text, role: 'normal' },
          ],
          ...shown.map((line) => (line.type === 'group' ? groupLine(line) : rowLine(line.row, room.cols))),
          ...(lines.length === 0 ? [[{ text: 'no session matches', role: 'dim' as const }]] : []),
        ],
        ...(selectedLine >= 0 ? { selected: selectedLine + 1 } : {}),
        footer: 'Enter switch  C-v right  C-x below  C-r rename  C-d close  C-n new  Esc',
        cursor: { line: 0, col: FILTER_LABEL.length + caretColumn(field) },
      };
    },
  };
}

function idOf(line: PickerLine, state: State): string | undefined {
  if (line.type === 'row') return line.row.sessionId;
  const folded = line.group === 'Archived' && !state.archiveOpen && state.field.text === '';
  return folded ? ARCHIVE : undefined;
}

function topFor(id: string | undefined, lines: readonly PickerLine[], state: State, rows: number): number {
  const at = lines.findIndex((line) => id !== undefined && idOf(line, state) === id);
  // The header of the first group comes into view with its first row.
  return at <= 1 ? 0 : keepInView(state.top, at, rows);
}

function groupLine({ group, count }: Extract<PickerLine, { type: 'group' }>): Line {
  const role: SpanRole =
    group === 'Needs you'
      ? 'waiting'
      : group === 'Answering'
        ? 'working'
        : group === 'Unseen'
          ? 'unseen'
          : 'dim';
  return [{ text: `${group} (${count})`, role }];
}

const MARK_ROLES: Partial<Record<PickerRow['mark'], SpanRole>> = {
  'needs-you': 'waiting',
  exited: 'error',
  answering: 'working',
  unseen: 'unseen',
};

/** Below this many columns a row shows only mark, number and name. */
const WIDE_COLS = 60;

function rowLine(row: PickerRow, cols: number): Line {
  const mark = { text: padToWidth(MARK_TEXT[row.mark], 2), role: MARK_ROLES[row.mark] ?? 'normal' };
  const number = row.archived ? '-' : `#${row.number}`;
  if (cols < WIDE_COLS)
    return [mark, { text: truncateToWidth(`${number} ${row.name}`, cols - 2), role: 'normal' }];
  const facts = [
    row.type,
    row.state,
    row.model,
    formatAge(row.ageMs),
    row.unread > 0 ? `+${row.unread}` : '',
  ];
  const head = `${padToWidth(number, 4)} ${padToWidth(row.name, 20)} `;
  const middle = facts.filter((fact) => fact !== '').join(' · ');
  const left = cols - 2 - textWidth(head);
  const tail = left - textWidth(middle) - 2;
  return [
    mark,
    { text: head, role: 'normal' },
    { text: truncateToWidth(middle, left), role: 'dim' },
    ...(tail > 8 && row.lastLine !== ''
      ? [{ text: `  ${truncateToWidth(row.lastLine, tail)}`, role: 'dim' as const }]
      : []),
  ];
}
