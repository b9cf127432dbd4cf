// The plan of an agent as lines (pure): how far it is, and an entry per line with a sign of its state.

import { glyphs } from '../../text/glyphs.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { CHAT_STYLE, type Paint } from '../chat-style.js';
import { wrapRuns } from '../markdown/wrap-runs.js';
import type { PlanEntry } from '../model-event.js';
import { countOf, leftOutLine, type PartView } from './part-view.js';

const MAX_ENTRIES = 200;
const MAX_CHARACTERS = 1_000;

/** Empty for a plan without entries. */
export function planLines(entries: readonly PlanEntry[], view: PartView): string[] {
  if (entries.length === 0) return [];
  const lines = wrapRuns([{ text: spellProgress(entries), paint: CHAT_STYLE.heading }], { cols: view.cols });
  for (const entry of entries.slice(0, MAX_ENTRIES)) lines.push(...entryLines(entry, view.cols));
  const rest = entries.length - MAX_ENTRIES;
  return rest > 0
    ? [...lines, leftOutLine(countOf(rest, 'more step'), { ...view, isUnfolded: true })]
    : lines;
}

/** `plan 3/7`: how many are done. */
export function spellProgress(entries: readonly PlanEntry[]): string {
  const done = entries.filter(({ status }) => status === 'completed').length;
  return `plan ${done}/${entries.length}`;
}

function entryLines({ text, status }: PlanEntry, cols: number): string[] {
  const { sign, paint, textPaint } = lookOf(status);
  const runs = [{ text: sanitiseLine(text, MAX_CHARACTERS), paint: textPaint }];
  return wrapRuns(runs, { cols, margin: { text: `${sign} `, paint, below: 'spaces', isOrnament: true } });
}

function lookOf(status: PlanEntry['status']): { sign: string; paint: Paint; textPaint: Paint | undefined } {
  const { taskDone, taskOpen, taskBegun } = glyphs();
  switch (status) {
    case 'completed':
      return { sign: taskDone, paint: CHAT_STYLE.done, textPaint: CHAT_STYLE.dim };
    case 'in_progress':
      return { sign: taskBegun, paint: CHAT_STYLE.working, textPaint: undefined };
    case 'pending':
      return { sign: taskOpen, paint: CHAT_STYLE.dim, textPaint: undefined };
  }
}
