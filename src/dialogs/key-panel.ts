// The keys that can follow the prefix, in columns over the bottom of the screen while it waits for one
// (pure). Owns how many columns there are, and what is left out where they do not fit. It is drawn as a
// dialog, but takes no keys. Leaves when it is shown to server/view/, and which keys belong together to
// key-rows.ts.

import { glyphs } from '../text/glyphs.js';
import { padToWidth, textWidth, truncateToWidth } from '../text/width.js';
import type { DialogRoom, DialogView, Line } from './dialog-view.js';

export interface PanelGroup {
  title: string;
  /** Those that are used most first. */
  rows: readonly { label: string; summary: string }[];
}

export interface PanelOptions {
  groups: readonly PanelGroup[];
  /** As a user reads it. */
  prefix: string;
  /** The key after it that lists all of them; undefined: none is bound to that. */
  allKey: string | undefined;
}

/** Narrower ones cut most of the summaries. */
const LEAST_COLS = 26;
/** Of the screen, if fewer columns do not fit into it. */
const WANTED_SHARE = 0.5;
/** The line above, the row below, and a part of what is behind. */
const OTHER_ROWS = 4;
/** Of a column; a wider key pushes its own summary aside, not those of the others. */
const LABEL_SHARE = 1 / 6;
const INDENT = ' ';
const BETWEEN = '  ';

type Cell = { type: 'heading'; title: string } | ({ type: 'key' } & PanelGroup['rows'][number]);
type Column = readonly Cell[];

/** room: the whole screen. */
export function keyPanel({ groups, prefix, allKey }: PanelOptions, room: DialogRoom): DialogView {
  const { columns, left } = fit(
    groups.filter(({ rows }) => rows.length > 0),
    room,
  );
  const cols = Math.floor(room.cols / Math.max(1, columns.length));
  const rows = Math.max(0, ...columns.map(({ length }) => length));
  const drawn = columns.map((column) => drawColumn(column, cols));
  const all = allKey === undefined ? '' : `; ${allKey} for all`;
  return {
    placement: 'bottom',
    title: prefix,
    lines: [[{ text: left === 0 ? '' : `${left} more${all}`, role: 'dim' }]],
    menu: {
      lines: [
        [{ text: glyphs().horizontal.repeat(room.cols), role: 'line' }],
        ...Array.from({ length: rows }, (_, at) =>
          drawn.flatMap((column) => column[at] ?? [{ text: ' '.repeat(cols), role: 'normal' as const }]),
        ),
      ],
      selected: -1,
    },
    footer: 'Esc cancels',
  };
}

/** The fewest columns that leave half of the screen, else as much as fits, of each group the first ones. */
function fit(groups: readonly PanelGroup[], room: DialogRoom): { columns: Column[]; left: number } {
  const mostColumns = Math.max(1, Math.floor(room.cols / LEAST_COLS));
  const mostRows = Math.max(1, room.rows - OTHER_ROWS);
  const wantedRows = Math.min(mostRows, Math.floor(room.rows * WANTED_SHARE));
  for (let count = 1; count <= mostColumns; count++) {
    const columns = arrange(groups, count, count < mostColumns ? wantedRows : mostRows);
    if (columns) return { columns, left: 0 };
  }
  // More than all the room is never shown.
  let shown = groups.map((group) => ({ ...group, rows: group.rows.slice(0, mostColumns * mostRows) }));
  for (;;) {
    const longest = shown.reduce((most, { rows }) => Math.max(most, rows.length), 0);
    const at = shown.findLastIndex(({ rows }) => rows.length === longest);
    shown =
      longest > 1
        ? shown.map((group, each) => (each === at ? { ...group, rows: group.rows.slice(0, -1) } : group))
        : shown.slice(0, -1);
    const columns = arrange(shown, mostColumns, mostRows);
    if (columns) return { columns, left: countRows(groups) - countRows(shown) };
  }
}

const countRows = (groups: readonly PanelGroup[]): number =>
  groups.reduce((sum, { rows }) => sum + rows.length, 0);

/** As low as they can be with this many columns; undefined: they do not fit into mostRows. */
function arrange(groups: readonly PanelGroup[], count: number, mostRows: number): Column[] | undefined {
  const cells = countRows(groups) + groups.length;
  for (let rows = Math.max(2, Math.ceil(cells / count)); rows <= mostRows; rows++) {
    const columns = flow(groups, rows);
    if (columns.length <= count) return columns;
  }
  return cells === 0 ? [] : undefined;
}

/** A heading is never the last in its column. */
function flow(groups: readonly PanelGroup[], rows: number): Column[] {
  const columns: Cell[][] = [];
  const add = (cell: Cell, needed: number): void => {
    const last = columns.at(-1);
    if (last && last.length + needed <= rows) last.push(cell);
    else columns.push([cell]);
  };
  for (const { title, rows: keys } of groups) {
    add({ type: 'heading', title }, 2);
    for (const key of keys) add({ type: 'key', ...key }, 1);
  }
  return columns;
}

function drawColumn(column: Column, cols: number): Line[] {
  const labels = column.flatMap((cell) => (cell.type === 'key' ? textWidth(cell.label) : []));
  const labelCols = Math.min(Math.floor(cols * LABEL_SHARE), Math.max(...labels));
  const room = cols - BETWEEN.length;
  return column.map((cell) => {
    if (cell.type === 'heading')
      return [{ text: padToWidth(cut(`${INDENT}${cell.title}`, room), cols), role: 'strong' }];
    const label = `${INDENT}${padToWidth(cell.label, Math.max(labelCols, textWidth(cell.label)))}${BETWEEN}`;
    const summary = cut(cell.summary, Math.max(0, room - textWidth(label)));
    return [
      { text: label, role: 'accent' },
      { text: padToWidth(summary, Math.max(0, cols - textWidth(label))), role: 'normal' },
    ];
  });
}

const cut = (text: string, cols: number): string => truncateToWidth(text, cols, glyphs().ellipsis);
