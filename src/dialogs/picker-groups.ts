// The picker's rows: grouped by what they need, narrowed by what is typed. Pure, and fast at a thousand
// sessions.

import type { AskedQuestion } from './question-preview.js';
import { fuzzyScore } from '../text/fuzzy.js';
import type { Mark } from '../text/mark.js';

export interface PickerRow {
  sessionId: string;
  number: number;
  name: string;
  type: string;
  state: string;
  mark: Mark;
  model: string;
  ageMs: number;
  unread: number;
  lastLine: string;
  lastQuestion: string;
  archived: boolean;
  /** What it asks the user. */
  question?: AskedQuestion | undefined;
}

export const GROUPS = ['Needs you', 'Answering', 'Unseen', 'Idle', 'Archived'] as const;
export type Group = (typeof GROUPS)[number];

export function groupOf(row: PickerRow): Group {
  if (row.archived) return 'Archived';
  if (row.mark === 'needs-you') return 'Needs you';
  if (row.mark === 'answering') return 'Answering';
  return row.unread > 0 ? 'Unseen' : 'Idle';
}

export type PickerLine =
  { type: 'group'; group: Group; count: number } | { type: 'row'; row: PickerRow; score: number };

/** Non-empty groups with their rows; the archive is folded unless it is opened or searched. */
export function pickerLines(
  rows: readonly PickerRow[],
  query: string,
  options: { archiveOpen: boolean },
): PickerLine[] {
  const scored = rows.flatMap((row) => {
    const score = query === '' ? 0 : scoreRow(query, row);
    return score === undefined ? [] : [{ row, score, group: groupOf(row) }];
  });
  return GROUPS.flatMap((group): PickerLine[] => {
    const members = scored.filter((each) => each.group === group);
    if (members.length === 0) return [];
    if (query !== '') members.sort((a, b) => b.score - a.score);
    const folded = group === 'Archived' && !options.archiveOpen && query === '';
    return [
      { type: 'group', group, count: members.length },
      ...(folded ? [] : members.map(({ row, score }): PickerLine => ({ type: 'row', row, score }))),
    ];
  });
}

/** The row that best matches what was typed, whatever its group; among equals the first. */
export function bestRow(lines: readonly PickerLine[]): PickerRow | undefined {
  let best: Extract<PickerLine, { type: 'row' }> | undefined;
  for (const line of lines) if (line.type === 'row' && !(best && best.score >= line.score)) best = line;
  return best?.row;
}

/** The name counts most, then type, model and last question. */
function scoreRow(query: string, row: PickerRow): number | undefined {
  const byName = fuzzyScore(query, row.name);
  if (byName !== undefined) return byName + NAME_BONUS;
  return fuzzyScore(query, `#${row.number} ${row.name} ${row.type} ${row.model} ${row.lastQuestion}`);
}

/** More than any other match can score on a line of a thousand characters. */
const NAME_BONUS = 1000;
