// What is below a chat's final lines and may still change: the unfinished answer, what is asked, what waits,
// the rule and the prompt. Owns how they share the rows. Leaves drawing them to pane-screen.ts and
// chat-screen.ts.

import { unshared } from '../../text/unshared.js';
import { padToWidth, truncateToWidth } from '../../text/width.js';
import type { WelcomeLine } from '../chat-place.js';
import type { LiveRegion } from './chat-screen.js';
import { CHAT_STYLE, type Paint } from '../chat-style.js';
import type { Question } from '../conversation.js';
import type { PromptView } from '../prompt/line-editor.js';
import type { QuestionPicture, QuestionSize } from '../questions/question-picture.js';
import { promptRule, type RuleState } from './prompt-rule.js';
import { queueLines } from './queue-lines.js';
import { wrapRuns } from '../markdown/wrap-runs.js';

export interface LiveParts {
  /** The unfinished rest of the answer, as lines of this width. */
  tail: readonly string[];
  state: Omit<RuleState, 'queued' | 'asks'>;
  queued: readonly Question[];
  /** What is asked; undefined: nothing. */
  question: ((size: QuestionSize) => QuestionPicture) | undefined;
  /** What would go along with the prompt; undefined: nothing. */
  naming: string | undefined;
  /** By a command of the prompt, while it runs. */
  printed: readonly string[];
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
  const rule = take([promptRule(ruleStateOf(parts), cols, line)]);
  const naming = take(namingLines(parts.naming, cols));
  const printed = take(parts.printed.map((line) => CHAT_STYLE.dim(truncateToWidth(line, cols))));
  const menu = take(prompt.menu(room).map(unshared));
  const asked = parts.question?.({ rows: room, cols });
  const question = take(asked?.lines ?? []);
  const queue = take(queueLines(parts.queued, cols, room));
  // How to begin comes first, and goes last.
  const welcome = take(welcomeLines(parts.welcome, cols).slice(0, room));
  // The answer's rest gets at most half of the screen.
  const tailRows = Math.min(Math.floor(rows / 2), room);
  const tail = tailRows > 0 ? parts.tail.slice(-tailRows) : [];
  const bottom = [
    ...welcome,
    ...question,
    ...queue,
    ...printed,
    ...menu,
    ...naming,
    ...rule,
    ...(prompt.isUnshared ? prompt.lines.map(unshared) : prompt.lines),
  ];
  const free = Math.max(0, size.free - tail.length - bottom.length);
  const lines = [...tail, ...Array<string>(free).fill(''), ...bottom];
  const top = lines.length - prompt.lines.length;
  // A form is typed into where its field is.
  const caret = asked?.caret
    ? { row: lines.length - bottom.length + welcome.length + asked.caret.row, col: asked.caret.col }
    : { row: top + prompt.caret.row, col: prompt.caret.col };
  return { lines, fixed: bottom.length, caret };
}

/** What goes along, and why something does not, is there to be read before Enter. */
const NAMING_ROWS = 3;

const namingLines = (naming: string | undefined, cols: number): string[] =>
  naming === undefined
    ? []
    : wrapRuns([{ text: naming, paint: CHAT_STYLE.dim }], { cols })
        .slice(0, NAMING_ROWS)
        .map(unshared);

const ruleStateOf = ({ state, queued, question }: LiveParts): RuleState => ({
  ...state,
  queued: queued.length,
  asks: question !== undefined,
});

/** Columns of a key or a command, beside what it does. */
const WELCOME_KEY_COLS = 11;

const welcomeLines = (lines: readonly WelcomeLine[], cols: number): string[] =>
  lines.flatMap(({ key, text }) => {
    const shown = key === undefined ? '' : `${padToWidth(key, WELCOME_KEY_COLS)} `;
    const margin = { text: shown, paint: CHAT_STYLE.prompt, below: 'spaces' } as const;
    return wrapRuns([{ text, paint: CHAT_STYLE.dim }], { cols, margin });
  });
