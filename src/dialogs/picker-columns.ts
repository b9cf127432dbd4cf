// The picker's rows as columns (pure): which there are, how wide, and what goes when it is narrow. Measured
// over all sessions, not only those in view, so that no column moves while one scrolls, narrows or opens the
// archive. Invariant: name and state are the last to go.

import { formatAge } from '../text/age.js';
import { MARK_ROLES } from '../look/mark-roles.js';
import { MARK_TEXT } from '../text/mark.js';
import { padToWidth, textWidth, truncateToWidth } from '../text/width.js';
import type { Line } from './dialog-view.js';
import type { PickerRow } from './picker-groups.js';

interface Column {
  text(row: PickerRow): string;
  /** Columns that it has even if all texts are shorter: these change while one looks. */
  least: number;
  /** A longer text is cut. */
  most: number;
  isRight?: true;
}

const NUMBER: Column = {
  text: ({ archived, number }) => (archived ? '-' : `#${number}`),
  least: textWidth('#1'),
  most: textWidth('#99999'),
};
/** Shorter than its least only where there is no state beside it. */
const NAME: Column = { text: ({ name }) => name, least: 8, most: 24 };
const STATE: Column = { text: ({ state }) => state, least: textWidth('processing'), most: 18 };
const UNREAD: Column = {
  text: ({ unread }) => (unread > 0 ? `+${unread}` : ''),
  least: 0,
  most: textWidth('+99999'),
  isRight: true,
};
const TYPE: Column = { text: ({ type }) => type, least: 0, most: 14 };
const MODEL: Column = { text: ({ model }) => model, least: 0, most: 24 };
const AGE: Column = {
  text: ({ ageMs }) => formatAge(ageMs),
  least: textWidth('59 min'),
  most: textWidth('99999 d'),
  isRight: true,
};

/** After the name, in the order on the screen. */
const SHOWN: readonly Column[] = [STATE, UNREAD, TYPE, MODEL, AGE];
/** Besides the state, in the order in which they get room. */
const WANTED: readonly Column[] = [TYPE, AGE, MODEL, UNREAD];

const MARK_COLS = 2;
const GAP_COLS = 2;
/** Fewer show nothing useful of a last line. */
const LEAST_TAIL_COLS = 8;

/** Widths in cells; a column that is absent is not shown. */
export interface PickerColumns {
  number: number;
  name: number;
  others: ReadonlyMap<Column, number>;
  /** For the last line of what was said; 0: none. */
  tail: number;
}

/** rows: all of the picker's, whether or not they are listed. cols: of the room. */
export function pickerColumns(rows: readonly PickerRow[], cols: number): PickerColumns {
  const number = widest(rows, NUMBER);
  const name = widest(rows, NAME);
  const state = widest(rows, STATE);
  const room = cols - MARK_COLS - number - 1;
  if (room < Math.min(name, NAME.least) + GAP_COLS + state)
    return { number, name: Math.max(1, room), others: new Map(), tail: 0 };
  const nameCols = Math.min(name, room - GAP_COLS - state);
  const others = new Map([[STATE, state]]);
  let left = room - GAP_COLS - state - nameCols;
  for (const column of WANTED) {
    const width = widest(rows, column);
    if (width === 0 || left < GAP_COLS + width) continue;
    others.set(column, width);
    left -= GAP_COLS + width;
  }
  const tail = left - GAP_COLS;
  return { number, name: nameCols, others, tail: tail < LEAST_TAIL_COLS ? 0 : tail };
}

const widest = (rows: readonly PickerRow[], { text, least, most }: Column): number =>
  Math.min(
    most,
    rows.reduce((max, row) => Math.max(max, textWidth(text(row))), least),
  );

/** In place of the state's mark, in plain text too. */
const MARKED = '*';

export function pickerRowLine(row: PickerRow, columns: PickerColumns, isMarked: boolean): Line {
  const role = row.mark === 'none' ? undefined : MARK_ROLES[row.mark];
  const fact = (column: Column): Line => {
    const width = columns.others.get(column);
    if (width === undefined) return [];
    const text = `${' '.repeat(GAP_COLS)}${fit(column.text(row), width, column)}`;
    return [{ text, role: column === STATE ? (role ?? 'dim') : 'dim' }];
  };
  return [
    isMarked
      ? { text: padToWidth(MARKED, MARK_COLS), role: 'accent' }
      : { text: padToWidth(MARK_TEXT[row.mark], MARK_COLS), role: role ?? 'normal' },
    { text: `${fit(NUMBER.text(row), columns.number, NUMBER)} `, role: 'dim' },
    { text: padToWidth(row.name, columns.name), role: 'normal' },
    ...SHOWN.flatMap(fact),
    ...(columns.tail > 0 && row.lastLine !== ''
      ? [
          {
            text: `${' '.repeat(GAP_COLS)}${truncateToWidth(row.lastLine, columns.tail)}`,
            role: 'dim' as const,
          },
        ]
      : []),
  ];
}

function fit(text: string, cols: number, { isRight }: Column): string {
  const cut = truncateToWidth(text, cols);
  return isRight ? ' '.repeat(cols - textWidth(cut)) + cut : padToWidth(cut, cols);
}
