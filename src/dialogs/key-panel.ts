// The keys that can follow the prefix, in columns over the bottom of the screen while it waits for one
// (pure). Owns how many columns there are, and what is left out where they do not fit: what a user works on
// stays in view. It is drawn as a dialog, but takes no keys. Leaves when it is shown to server/view/, and
// which keys belong together to key-rows.ts.

import { glyphs } from '../text/glyphs.js';
import { padToWidth, textWidth, truncateToWidth } from '../text/width.js';
import type { DialogRoom, DialogView, Line } from './dialog-view.js';

export interface PanelGroup {
  title: string;
  /** Those that are used most first. rank: left out only after all without one, the last of them first. */
  rows: readonly { label: string; summary: string; rank?: number | undefined }[];
}

export interface PanelOptions {
  groups: readonly PanelGroup[];
  /** As a user reads it. */
  prefix: string;
  /** The key after it that lists all of them; undefined: none is bound to that. */
  allKey: string | undefined;
}

/** If all keys fit; narrower ones cut most of the summaries. */
const LEAST_COLS = 26;
/** If some are left out anyway, the summaries of the others are whole. */
const WIDE_COLS = 30;
/** Of the screen. */
const WANTED_SHARE = 0.5;
/** In a small screen: fewer would not be worth reading. */
const LEAST_ROWS = 8;
/** The line above and the row below. */
const FRAME_ROWS = 2;
/** Stay in view even then, with the title of the pane. */
const FREE_ROWS = 2;
/** Of a column; a wider key pushes its own summary aside, not those of the others. */
const LABEL_SHARE = 1 / 5;
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
  const all = allKey === undefined ? '' : `; ${allKey} lists all`;
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

/** All keys in the fewest columns that leave half of the screen, else those that are used most. */
function fit(groups: readonly PanelGroup[], room: DialogRoom): { columns: Column[]; left: number } {
  const columnsOf = (cols: number): number => Math.max(1, Math.floor(room.cols / cols));
  const half = Math.floor(room.rows * WANTED_SHARE) - FRAME_ROWS;
  for (let count = 1; count <= columnsOf(LEAST_COLS); count++) {
    const columns = arrange(groups, count, half);
    if (columns) return { columns, left: 0 };
  }
  const rows = Math.max(1, Math.min(Math.max(half, LEAST_ROWS), room.rows - FRAME_ROWS - FREE_ROWS));
  const count = columnsOf(WIDE_COLS);
  // More than all the room is never shown.
  let shown: PanelGroup[] = groups.map((group) => ({
    ...group,
    rows: group.rows.filter(({ rank }, at) => rank !== undefined || at < count * rows),
  }));
  for (;;) {
    const columns = arrange(shown, count, rows);
    if (columns) return { columns, left: countRows(groups) - countRows(shown) };
    shown = withoutLast(shown);
  }
}

/** One row less, and its heading with the last: without a rank the last of the longest group. */
function withoutLast(groups: readonly PanelGroup[]): PanelGroup[] {
  const rankOf = ({ rank = Number.POSITIVE_INFINITY }: PanelGroup['rows'][number]): number => rank;
  const all = groups.flatMap(({ rows }) => rows.map((row) => ({ row, among: rows.length })));
  const last = all.reduce((worst, each) => {
    const [rank, worstRank] = [rankOf(each.row), rankOf(worst.row)];
    return rank > worstRank || (rank === worstRank && each.among >= worst.among) ? each : worst;
  });
  return groups
    .map((group) => ({ ...group, rows: group.rows.filter((row) => row !== last.row) }))
    .filter(({ rows }) => rows.length > 0);
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
    const summary = shorten(cell.summary, Math.max(0, room - textWidth(label)));
    return [
      { text: label, role: 'accent' },
      { text: padToWidth(summary, Math.max(0, cols - textWidth(label))), role: 'normal' },
    ];
  });
}

/**
 * Only its first part if it is too long: `hide the pane; its session keeps running`. A line of commands is
 * cut.
 */
function shorten(summary: string, cols: number): string {
  if (textWidth(summary) <= cols) return summary;
  const [first = summary] = summary.split(/(?<=\w)[;:,] | \(/, 1);
  return cut(first, cols);
}

const cut = (text: string, cols: number): string => truncateToWidth(text, cols, glyphs().ellipsis);
