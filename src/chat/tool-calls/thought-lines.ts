// A piece of reasoning as lines (pure): its end while it goes on, one line afterwards, and all of it when the
// user unfolds it.

import { formatDuration } from '../../text/age.js';
import { sanitiseModelText } from '../../text/sanitise.js';
import { CHAT_STYLE, type Paint } from '../chat-style.js';
import type { Thought } from '../conversation.js';
import { wrapRuns } from '../markdown/wrap-runs.js';
import { countOf, indentOf, leftOutLine, UNFOLDED_ROWS, type PartView } from './part-view.js';

const OPEN_ROWS = 3;
/** The end of a long paragraph is cut here, in steps: its lines break elsewhere only once in a while. */
const STEP = 2_048;
const MAX_CHARACTERS = 64_000;

const ongoing: Paint = (text) => CHAT_STYLE.dim(CHAT_STYLE.emphasis(text));

/** Empty as long as there is no text. */
export function thoughtLines(thought: Thought, view: PartView): string[] {
  const { text, from, to } = thought;
  const isOpen = thought.isOpen && view.isRunning;
  if (isOpen) return view.isUnfolded ? wholeText(text, ongoing, view) : lastRows(text, view.cols);
  // Less than a second is not worth a unit of its own.
  const heading = `thought for ${formatDuration(Math.max(1_000, to - from))}`;
  const lines = wrapRuns([{ text: heading, paint: CHAT_STYLE.dim }], { cols: view.cols });
  return view.isUnfolded ? [...lines, ...wholeText(text, CHAT_STYLE.dim, view)] : lines;
}

function lastRows(text: string, cols: number): string[] {
  const trimmed = text.trimEnd();
  const from = Math.max(0, Math.floor((trimmed.length - STEP) / STEP)) * STEP;
  return trimmed.trim() === '' ? [] : wrap(trimmed.slice(from), ongoing, cols).slice(-OPEN_ROWS);
}

function wholeText(text: string, paint: Paint, view: PartView): string[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  const rows = wrap(trimmed.slice(0, MAX_CHARACTERS), paint, view.cols);
  const rest = trimmed.length - MAX_CHARACTERS;
  if (rows.length <= UNFOLDED_ROWS && rest <= 0) return rows;
  const left = rest > 0 ? countOf(rest, 'more character') : countOf(rows.length - UNFOLDED_ROWS, 'more line');
  return [...rows.slice(0, UNFOLDED_ROWS), leftOutLine(left, view)];
}

const wrap = (text: string, paint: Paint, cols: number): string[] =>
  wrapRuns([{ text: sanitiseModelText(text), paint }], {
    cols,
    margin: { text: indentOf(cols), paint: undefined, isOrnament: true },
  });
