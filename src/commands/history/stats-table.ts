// What `stats` prints (pure): a table with a bar a row, or CSV. Owns the words and which columns a narrow
// pane does without.

import type { FigureRow, FiguresForm, Stats } from '../../store/figures/figures.js';
import { shortCount, spellAmount } from '../../text/amounts.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { padToWidth, textWidth, truncateToWidth } from '../../text/width.js';
import { namesApart, spellApart } from './names-apart.js';
import { spellSince } from './since.js';

interface Column {
  head: string;
  cell(row: FigureRow): string;
  /** The lowest is dropped first, where there is no room. */
  rank: number;
}

const ALWAYS = 9;
const COLUMNS: readonly Column[] = [
  { head: 'questions', cell: ({ questions }) => String(questions), rank: ALWAYS },
  { head: 'answers', cell: ({ answers }) => String(answers), rank: 7 },
  { head: 'in', cell: ({ tokensIn }) => tokens(tokensIn), rank: 5 },
  { head: 'out', cell: ({ tokensOut }) => tokens(tokensOut), rank: 6 },
  { head: 'cost', cell: ({ cost }) => dollars(cost), rank: 8 },
  {
    head: 'first',
    cell: ({ firstPieceMsMedian: ms }) => (ms === null ? '-' : duration(Math.max(1, ms))),
    rank: 2,
  },
  { head: 'answering', cell: ({ answeringMs }) => duration(answeringMs), rank: 3 },
  { head: 'on you', cell: ({ blockedMs }) => duration(blockedMs), rank: 4 },
  { head: 'exits', cell: ({ exits }) => String(exits), rank: 1 },
];

const BETWEEN = 2;
const BAR_COLS = 12;
/** Where a longer one would cost a column. */
const NARROW_BAR_COLS = 6;
const LONGEST_KEY = 32;
/** In an overlay, which is wrapped again at each key. */
const MOST_SHOWN = 500;

/** by: the head of the first column. */
export function formatStats(
  { rows, from, deleted, problems }: Stats,
  by: string,
  { cols = Number.POSITIVE_INFINITY, isOverlay = false, plain = false }: Partial<FiguresForm> = {},
): string {
  const since = spellSince(from);
  const notes = [...(deleted > 0 ? [leftOut(deleted)] : []), ...problems];
  if (rows.length === 0) return [`nothing was asked ${since}`, ...notes].join('\n');
  const most = isOverlay ? MOST_SHOWN : rows.length;
  if (rows.length > most) notes.unshift(`${rows.length - most} more rows; qmux stats --csv prints all`);
  const listed = rows.slice(0, most);
  const all = rows.length > 1 ? [...listed, totalOf(rows)] : listed;
  const longest = Math.min(LONGEST_KEY, Math.max(10, Math.floor(cols * 0.4)));
  const signOf = signsIn(rows);
  const keys = all.map((row) => spellApart(row.key, signOf(row), longest));
  const keyCols = keys.reduce((widest, key) => Math.max(widest, textWidth(key)), textWidth(by));
  const cells = COLUMNS.map(({ head, cell }) => [head, ...all.map(cell)]);
  const drawn = rows.some(({ questions }) => questions > 0) ? 'questions' : 'exits';
  const { shown, hidden, barCols } = fitInto(cols - keyCols - BETWEEN, cells, drawn);
  if (hidden.length > 0) notes.push(`no room for ${hidden.join(', ')}`);
  const highest = rows.reduce((found, row) => Math.max(found, row[drawn]), 1);
  const lines = [by, ...keys].map((key, at) => {
    const row = listed[at - 1];
    const bar = row ? drawBar(row[drawn] / highest, barCols, plain) : '';
    const numbers = shown.map((column) => (cells[column.at]?.[at] ?? '').padStart(column.width));
    return [padToWidth(key, keyCols), bar.padEnd(barCols), ...numbers].join(' '.repeat(BETWEEN)).trimEnd();
  });
  return [`${since}; bars: ${drawn}`, ...lines, ...notes]
    .map((line) => (cols === Number.POSITIVE_INFINITY ? line : truncateToWidth(line, cols)))
    .join('\n');
}

/** What follows the name of a session where another has the same name. */
function signsIn(rows: readonly FigureRow[]): (row: FigureRow) => string {
  const signOf = namesApart(rows.map(({ key, session }) => ({ id: session ?? key, name: key })));
  return ({ session }) => (session === undefined ? '' : signOf(session));
}

const leftOut = (deleted: number): string =>
  `${deleted === 1 ? '1 deleted session is' : `${deleted} deleted sessions are`} not counted`;

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** share: 0 to 1. */
function drawBar(share: number, cols: number, plain: boolean): string {
  if (plain) return '#'.repeat(Math.max(share > 0 ? 1 : 0, Math.round(share * cols)));
  const eighths = Math.max(share > 0 ? 1 : 0, Math.round(share * cols * 8));
  return '█'.repeat(eighths >> 3) + (EIGHTHS[eighths & 7] ?? '');
}

interface Fitting {
  shown: readonly { at: number; width: number }[];
  /** Heads of those that would say something. */
  hidden: readonly string[];
  barCols: number;
}

/** cells: of each column, with its head. What says nothing goes first, and what the bars show stays. */
function fitInto(cols: number, cells: readonly (readonly string[])[], drawn: string): Fitting {
  const columns = COLUMNS.map(({ head, rank }, at) => {
    const [, ...values] = cells[at] ?? [];
    const isEmpty = head !== drawn && values.every((value) => value === '-' || value === '0');
    const width = [head, ...values].reduce((widest, cell) => Math.max(widest, textWidth(cell)), 0);
    return { at, head, width, isEmpty, rank: head === drawn ? ALWAYS : isEmpty ? 0 : rank };
  });
  const isWide = columnsWithin(cols - BAR_COLS, columns).length === columns.length;
  const barCols = isWide ? BAR_COLS : NARROW_BAR_COLS;
  const shown = columnsWithin(cols - barCols, columns);
  const hidden = columns.filter((column) => !column.isEmpty && !shown.includes(column));
  return { shown, hidden: hidden.map(({ head }) => head), barCols };
}

/** Which fit, in their order. */
function columnsWithin<Each extends { rank: number; width: number }>(
  cols: number,
  columns: readonly Each[],
): readonly Each[] {
  let shown = columns;
  const width = (): number => shown.reduce((sum, column) => sum + column.width + BETWEEN, 0);
  while (width() > cols && shown.length > 1) {
    const lowest = Math.min(...shown.map(({ rank }) => rank));
    const dropped = shown.findLast(({ rank }) => rank === lowest);
    shown = shown.filter((column) => column !== dropped);
  }
  return shown;
}

function totalOf(rows: readonly FigureRow[]): FigureRow {
  const sum = (of: (row: FigureRow) => number): number => rows.reduce((all, row) => all + of(row), 0);
  return {
    key: 'all',
    questions: sum(({ questions }) => questions),
    answers: sum(({ answers }) => answers),
    tokensIn: sum(({ tokensIn }) => tokensIn),
    tokensOut: sum(({ tokensOut }) => tokensOut),
    cost: rows.every(({ cost }) => cost === null) ? null : sum(({ cost }) => cost ?? 0),
    // A median of medians says nothing.
    firstPieceMsMedian: null,
    answeringMs: sum(({ answeringMs }) => answeringMs),
    blockedMs: sum(({ blockedMs }) => blockedMs),
    exits: sum(({ exits }) => exits),
  };
}

const tokens = (count: number): string => (count === 0 ? '-' : shortCount(count));
const dollars = (cost: number | null): string =>
  cost === null ? '-' : spellAmount({ amount: cost, currency: 'USD' });
const UNITS = [
  { ms: 86_400_000, name: 'd' },
  { ms: 3_600_000, name: 'h' },
  { ms: 60_000, name: 'min' },
  { ms: 1_000, name: 's' },
] as const;

/** `0.4 s`, `41 s`, `1.9 h`: rounded, with two digits that say something. */
function duration(ms: number): string {
  if (ms === 0) return '-';
  const unit = UNITS.find((each) => ms >= each.ms) ?? UNITS[3];
  const value = ms / unit.ms;
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${unit.name}`;
}

const CSV_FIELDS = [
  'key',
  'questions',
  'answers',
  'tokensIn',
  'tokensOut',
  'cost',
  'firstPieceMsMedian',
  'answeringMs',
  'blockedMs',
  'exits',
] as const satisfies readonly (keyof FigureRow)[];

/** With a head; what is not known is empty. As RFC 4180 has it, but for the line feeds. */
export function formatCsv(rows: readonly FigureRow[]): string {
  const signOf = signsIn(rows);
  return [
    CSV_FIELDS.join(','),
    ...rows.map((row) =>
      CSV_FIELDS.map((field) => csvField(field === 'key' ? row.key + signOf(row) : row[field])).join(','),
    ),
  ].join('\n');
}

function csvField(value: string | number | null): string {
  const text = typeof value === 'string' ? sanitiseLine(value) : String(value ?? '');
  // A spreadsheet would run what begins like a formula.
  const safe = typeof value === 'string' && /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
