// What is below a chat's final lines and may still change: the unfinished answer, what is asked, what waits,
// the rule and the prompt. Owns how they share the rows. Leaves drawing them to pane-screen.ts and
// chat-screen.ts.

import { glyphs } from '../../text/glyphs.js';
import { sanitiseModelText } from '../../text/sanitise.js';
import { padToWidth, truncateToWidth } from '../../text/width.js';
import type { WelcomeLine } from '../chat-place.js';
import type { LiveRegion } from './chat-screen.js';
import { CHAT_STYLE, type Paint } from '../chat-style.js';
import type { Question } from '../conversation.js';
import type { PromptView } from '../prompt/line-editor.js';
import type { UserQuestion } from '../user-question.js';
import { promptRule, type RuleState } from './prompt-rule.js';
import { queueLines } from './queue-lines.js';
import { wrapRuns } from '../markdown/wrap-runs.js';

const PERMISSION_KEYS = ['y or Enter: yes', 'n or Ctrl-C: no'];
const TEXT_KEYS = ['Enter sends what you type', 'Ctrl-C: no'];

export interface LiveParts {
  /** The unfinished rest of the answer, as lines of this width. */
  tail: readonly string[];
  state: Omit<RuleState, 'queued'>;
  queued: readonly Question[];
  /** What a tool or a provider asks. */
  question: UserQuestion | undefined;
  /** Shown in an empty chat. */
  welcome: readonly WelcomeLine[];
  prompt(maxRows: number): PromptView;
}

export interface LiveSize {
  rows: number;
  cols: number;
  /** Rows between the last final line and the bottom of the screen; 0: the region has no place of its own. */
  free: number;
  /** What the rule is drawn in. */
  line: Paint;
}

export function composeLive(parts: LiveParts, size: LiveSize): LiveRegion {
  const { rows, cols, line } = size;
  const prompt = parts.prompt(Math.max(1, Math.floor(rows / 2)));
  // Never more than the screen: it could not be erased.
  let room = Math.max(0, rows - prompt.lines.length);
  const take = (lines: readonly string[]): readonly string[] => {
    const taken = lines.slice(Math.max(0, lines.length - room));
    room -= taken.length;
    return taken;
  };
  const rule = take([promptRule({ ...parts.state, queued: parts.queued.length }, cols, line)]);
  const menu = take(prompt.menu(room));
  const question = take(questionLines(parts.question, { rows: room, cols }));
  const queue = take(queueLines(parts.queued, cols, room));
  // How to begin comes first, and goes last.
  const welcome = take(welcomeLines(parts.welcome, cols).slice(0, room));
  // The answer's rest gets at most half of the screen.
  const tailRows = Math.min(Math.floor(rows / 2), room);
  const tail = tailRows > 0 ? parts.tail.slice(-tailRows) : [];
  const bottom = [...welcome, ...question, ...queue, ...menu, ...rule, ...prompt.lines];
  const free = Math.max(0, size.free - tail.length - bottom.length);
  const lines = [...tail, ...Array<string>(free).fill(''), ...bottom];
  const top = lines.length - prompt.lines.length;
  return { lines, fixed: bottom.length, caret: { row: top + prompt.caret.row, col: prompt.caret.col } };
}

/** Columns of a key or a command, beside what it does. */
const WELCOME_KEY_COLS = 11;

const welcomeLines = (lines: readonly WelcomeLine[], cols: number): string[] =>
  lines.flatMap(({ key, text }) => {
    const shown = key === undefined ? '' : `${padToWidth(key, WELCOME_KEY_COLS)} `;
    const margin = { text: shown, paint: CHAT_STYLE.prompt, below: 'spaces' } as const;
    return wrapRuns([{ text, paint: CHAT_STYLE.dim }], { cols, margin });
  });

/** Its beginning and how to reply: the question goes before the reply. */
function questionLines(
  question: UserQuestion | undefined,
  { rows, cols }: { rows: number; cols: number },
): string[] {
  if (!question || rows < 1) return [];
  const keys = (question.kind === 'permission' ? PERMISSION_KEYS : TEXT_KEYS).join(glyphs().between);
  const lines = wrapRuns([{ text: sanitiseModelText(question.text), paint: CHAT_STYLE.mark }], { cols });
  const shown = lines.slice(0, Math.max(1, rows - 1));
  const hint = shown.length < lines.length ? `… ${keys}` : keys;
  return rows > 1 ? [...shown, CHAT_STYLE.dim(truncateToWidth(hint, cols))] : shown;
}
