// A tool call as lines (pure): a heading that says what it does and how far it is, then what it changed and
// printed. Owns the heading and which of these stand below it. Leaves diffs and output to files of their own.

import { glyphs } from '../../text/glyphs.js';
import { CHANGE_BEGIN, CHANGE_END } from '../../text/line-marks.js';
import { sanitiseLine, sanitiseModelText } from '../../text/sanitise.js';
import { textWidth, truncateToWidth } from '../../text/width.js';
import { CHAT_STYLE, type Paint } from '../chat-style.js';
import type { MadeCall } from '../conversation.js';
import { wrapRuns, type Run } from '../markdown/wrap-runs.js';
import type { ToolCall } from '../model-event.js';
import { countRuns, keepEnd, wordsOf } from './call-words.js';
import { countChanges, diffLines } from './diff-lines.js';
import { outputLines } from './output-lines.js';
import { beginWith, type PartView } from './part-view.js';

/** Where there is less room, what is said after the subject goes to another line. */
const LEAST_SUBJECT_COLS = 12;
/** That the subject takes there. */
const NARROW_ROWS = 2;
const MAX_COMMAND_CHARACTERS = 4_000;

/** At least one line. */
export function toolLines({ call, unasked }: MadeCall, view: PartView): string[] {
  const lines = headingLines(call, unasked, view);
  if (!view.isAsked) {
    lines.push(...diffLines(call.diffs, view));
    if (showsOutput(call, view)) lines.push(...outputLines(call.output, view));
  }
  return call.diffs.length > 0 ? markChange(lines) : lines;
}

/** Copy mode finds the change under its cursor by these. */
const markChange = (lines: readonly string[]): string[] =>
  lines.map((line, at) => {
    const begin = at === 0 ? CHANGE_BEGIN : '';
    return line + begin + (at === lines.length - 1 ? CHANGE_END : '');
  });

/** What was read or found is for the agent; what an edit says of itself, its diff says better. */
function showsOutput({ kind, status, diffs }: ToolCall, { isUnfolded }: PartView): boolean {
  if (isUnfolded || status === 'failed') return true;
  return kind !== 'read' && kind !== 'search' && diffs.length === 0;
}

function headingLines(call: ToolCall, unasked: boolean, view: PartView): string[] {
  const { cols, isUnfolded } = view;
  const { kind, subject, isPath, otherFiles } = wordsOf(call, view.directory);
  const sign = signOf(call, view);
  const { margin, runs: before } = beginWith(sign.text, sign.paint);
  if (kind !== '') before.push({ text: kind, paint: CHAT_STYLE.strong }, { text: ' ', paint: undefined });
  const after = endOf(call, { unasked, otherFiles, view });
  const paint = call.kind === 'execute' ? CHAT_STYLE.code : undefined;
  const room = cols - widthOf([...(margin ? [margin] : []), ...before, ...after]);
  const text = isUnfolded
    ? sanitiseModelText(subject.slice(0, MAX_COMMAND_CHARACTERS))
    : cutSubject(subject, isPath, room < LEAST_SUBJECT_COLS ? NARROW_ROWS * cols : room);
  return wrapRuns([...before, { text, paint }, ...after], margin ? { cols, margin } : { cols });
}

function cutSubject(subject: string, isPath: boolean, cols: number): string {
  const line = sanitiseLine(subject);
  return isPath ? keepEnd(line, cols) : truncateToWidth(line, cols, glyphs().ellipsis);
}

const widthOf = (runs: readonly Run[]): number => runs.reduce((sum, { text }) => sum + textWidth(text), 0);

interface Sign {
  text: string;
  paint: Paint;
}

const isOpen = ({ status }: ToolCall): boolean => status === 'pending' || status === 'in_progress';

function signOf(call: ToolCall, { isRunning }: PartView): Sign {
  const { callDone, callFailed, callRunning, saysMarks } = glyphs();
  if (call.status === 'completed') return { text: callDone, paint: CHAT_STYLE.done };
  if (call.status === 'failed') return { text: callFailed, paint: CHAT_STYLE.error };
  if (isRunning) return { text: callRunning, paint: CHAT_STYLE.working };
  // A word would say that it runs.
  return { text: saysMarks ? '' : callRunning, paint: CHAT_STYLE.dim };
}

function endOf(
  call: ToolCall,
  { unasked, otherFiles, view }: { unasked: boolean; otherFiles: number; view: PartView },
): Run[] {
  const runs: Run[] = [];
  if (otherFiles > 0) runs.push({ text: ` and ${otherFiles} more`, paint: undefined });
  runs.push(...countRuns(countChanges(call.diffs)));
  if (unasked) runs.push({ text: ' ran unasked', paint: CHAT_STYLE.mark });
  if (isOpen(call) && !view.isRunning) runs.push({ text: ' (not finished)', paint: CHAT_STYLE.dim });
  return runs;
}
