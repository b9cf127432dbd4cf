// What `sessions` prints (pure): the table, the short form for a status bar and for shell prompts.

import type { ListedSession } from '../session/session-facts.js';
import { formatAge } from '../text/age.js';
import { MARK_TEXT } from '../text/mark.js';
import type { Mark } from '../text/mark.js';
import { padToWidth, textWidth, truncateToWidth } from '../text/width.js';

const COLUMNS = ['', '', 'name', 'kind', 'type', 'state', 'model', 'turns', 'age', 'unread'] as const;
/** Right-aligned: numbers. */
const NUMERIC = new Set([0, 7, 8, 9]);

/** What a narrow terminal does without, in this order; the picker and a wider one have it. */
const NARROWING: readonly ({ drop: string } | { cut: string; toCols: number })[] = [
  { cut: 'needs you', toCols: 24 },
  { drop: 'kind' },
  { drop: 'turns' },
  { drop: 'type' },
  { cut: 'model', toCols: 16 },
  { drop: 'age' },
  { cut: 'name', toCols: 16 },
  { drop: 'model' },
  { drop: 'unread' },
];
const BETWEEN = 2;

/** cols: how wide it may be; absent: as wide as it is. */
export function formatTable(sessions: readonly ListedSession[], cols = Number.POSITIVE_INFINITY): string {
  if (sessions.length === 0) return 'no sessions';
  const rows = sessions.map(({ facts, mark, ageMs }) => [
    facts.archived ? '-' : `#${facts.number}`,
    MARK_TEXT[mark],
    facts.name,
    facts.kind,
    facts.type,
    facts.state,
    facts.agent ?? facts.model ?? '-',
    String(facts.turns),
    formatAge(ageMs),
    String(facts.unread),
  ]);
  const columns: string[] = [...COLUMNS];
  // Only if there is something to say: the table is already wide.
  if (sessions.some(({ facts }) => facts.attention.length > 0)) {
    columns.push('needs you');
    rows.forEach((row, at) => row.push(needs(sessions[at]?.facts.attention ?? [])));
  }
  const table = [columns, ...rows];
  const widths = columns.map((_, col) =>
    table.reduce((widest, row) => Math.max(widest, textWidth(row[col] ?? '')), 0),
  );
  const shown = narrowed(columns, widths, cols);
  return table
    .map((row) => {
      const line = shown
        .map(({ col, width }) => {
          const whole = row[col] ?? '';
          const cell = width === widths[col] ? whole : truncateToWidth(whole, width);
          return NUMERIC.has(col) ? ' '.repeat(width - textWidth(cell)) + cell : padToWidth(cell, width);
        })
        .join(' '.repeat(BETWEEN))
        .trimEnd();
      return cols === Number.POSITIVE_INFINITY ? line : truncateToWidth(line, cols);
    })
    .join('\n');
}

interface ShownColumn {
  col: number;
  width: number;
}

/** What fits. */
function narrowed(columns: readonly string[], widths: readonly number[], cols: number): ShownColumn[] {
  let shown = widths.map((width, col) => ({ col, width }));
  for (const step of NARROWING) {
    if (shown.reduce((sum, { width }) => sum + width + BETWEEN, -BETWEEN) <= cols) break;
    if ('drop' in step) shown = shown.filter(({ col }) => columns[col] !== step.drop);
    else
      shown = shown.map(({ col, width }) => ({
        col,
        width: columns[col] === step.cut ? Math.min(step.toCols, width) : width,
      }));
  }
  return shown;
}

/** `question: Run make?`, all of them. */
const needs = (attention: ListedSession['facts']['attention']): string =>
  attention.map(({ reason, text }) => (text === reason ? reason : `${reason}: ${text}`)).join('; ');

/** `!2 ~3 +1`: how many need the user, answer, have unseen output. Empty if there are none. */
export function formatShort(sessions: readonly Pick<ListedSession, 'mark'>[]): string {
  const count = (mark: Mark): number => sessions.filter((session) => session.mark === mark).length;
  return (['needs-you', 'answering', 'unseen'] as const)
    .map((mark) => ({ mark, count: count(mark) }))
    .filter(({ count }) => count > 0)
    .map(({ mark, count }) => `${MARK_TEXT[mark]}${count}`)
    .join(' ');
}
