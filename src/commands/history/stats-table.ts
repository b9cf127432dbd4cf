// What `stats` prints (pure): a table with a bar a row, or CSV. Owns the words and which columns a narrow
// pane does without.

import type { FigureRow, Stats } from '../../store/figures/figures.js';
import { formatDuration } from '../../text/age.js';
import { shortCount, spellAmount } from '../../text/amounts.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { padToWidth, textWidth, truncateToWidth } from '../../text/width.js';
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
  { head: 'first', cell: ({ firstPieceMsMedian: ms }) => (ms === null ? '-' : seconds(ms)), rank: 2 },
  { head: 'answering', cell: ({ answeringMs }) => duration(answeringMs), rank: 3 },
  { head: 'on you', cell: ({ blockedMs }) => duration(blockedMs), rank: 4 },
  { head: 'exits', cell: ({ exits }) => String(exits), rank: 1 },
];

const BETWEEN = 2;
const BAR_COLS = 12;
/** In fewer columns than this. */
const NARROW_COLS = 60;
const NARROW_BAR_COLS = 6;
const LONGEST_KEY = 32;
/** In an overlay, which is wrapped again at each key. */
const MOST_SHOWN = 500;

/** by: the head of the first column. cols: how wide it may be; absent: as wide as it is. */
export function formatStats(
  { rows, from, deleted, problems }: Stats,
  by: string,
  { cols = Number.POSITIVE_INFINITY, plain = false }: { cols?: number | undefined; plain?: boolean } = {},
): string {
  const since = spellSince(from);
  const notes = [...(deleted > 0 ? [leftOut(deleted)] : []), ...problems];
  if (rows.length === 0) return [`nothing was asked ${since}`, ...notes].join('\n');
  const most = cols === Number.POSITIVE_INFINITY ? rows.length : MOST_SHOWN;
  if (rows.length > most) notes.unshift(`${rows.length - most} more rows; qmux stats --csv prints all`);
  const listed = rows.slice(0, most);
  const all = rows.length > 1 ? [...listed, totalOf(rows)] : listed;
  const barCols = cols < NARROW_COLS ? NARROW_BAR_COLS : BAR_COLS;
  const longest = Math.min(LONGEST_KEY, Math.max(10, Math.floor(cols * 0.4)));
  const keys = all.map(({ key }) => truncateToWidth(sanitiseLine(key), longest));
  const keyCols = keys.reduce((widest, key) => Math.max(widest, textWidth(key)), textWidth(by));
  const cells = COLUMNS.map(({ head, cell }) => [head, ...all.map(cell)]);
  const widths = cells.map((column) => column.reduce((widest, cell) => Math.max(widest, textWidth(cell)), 0));
  const shown = columnsWithin(cols - keyCols - BETWEEN - barCols, widths);
  const drawn = rows.some(({ questions }) => questions > 0) ? 'questions' : 'exits';
  const highest = rows.reduce((found, row) => Math.max(found, row[drawn]), 1);
  const lines = [by, ...keys].map((key, at) => {
    const row = listed[at - 1];
    const bar = row ? drawBar(row[drawn] / highest, barCols, plain) : '';
    const numbers = shown.map((column) => (cells[column]?.[at] ?? '').padStart(widths[column] ?? 0));
    return [padToWidth(key, keyCols), bar.padEnd(barCols), ...numbers].join(' '.repeat(BETWEEN)).trimEnd();
  });
  return [`${since}; bars: ${drawn}`, ...lines, ...notes]
    .map((line) => (cols === Number.POSITIVE_INFINITY ? line : truncateToWidth(line, cols)))
    .join('\n');
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

/** Which columns fit, in their order. */
function columnsWithin(cols: number, widths: readonly number[]): number[] {
  let shown = COLUMNS.map((column, at) => ({ at, rank: column.rank }));
  const width = (): number => shown.reduce((sum, { at }) => sum + (widths[at] ?? 0) + BETWEEN, 0);
  while (width() > cols && shown.length > 1) {
    const lowest = Math.min(...shown.map(({ rank }) => rank));
    shown = shown.filter(({ rank }) => rank !== lowest);
  }
  return shown.map(({ at }) => at);
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
const duration = (ms: number): string => (ms === 0 ? '-' : formatDuration(ms));
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

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
export const formatCsv = (rows: readonly FigureRow[]): string =>
  [
    CSV_FIELDS.join(','),
    ...rows.map((row) => CSV_FIELDS.map((field) => csvField(row[field])).join(',')),
  ].join('\n');

function csvField(value: string | number | null): string {
  const text = typeof value === 'string' ? sanitiseLine(value) : String(value ?? '');
  // A spreadsheet would run what begins like a formula.
  const safe = typeof value === 'string' && /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
