// What `sessions` prints (pure): the table, the short form for a status bar and for shell prompts.

import type { ListedSession } from '../session/session-facts.js';
import { formatAge } from '../text/age.js';
import { MARK_TEXT } from '../text/mark.js';
import type { Mark } from '../text/mark.js';
import { padToWidth, textWidth } from '../text/width.js';

const COLUMNS = ['', '', 'name', 'kind', 'type', 'state', 'model', 'turns', 'age', 'unread'] as const;
/** Right-aligned: numbers. */
const NUMERIC = new Set([0, 7, 8, 9]);

export function formatTable(sessions: readonly ListedSession[]): string {
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
  return table
    .map((row) =>
      row
        .map((cell, col) => {
          const width = widths[col] ?? 0;
          return NUMERIC.has(col) ? ' '.repeat(width - textWidth(cell)) + cell : padToWidth(cell, width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
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
