// What is below a chat's final lines and may still change: the unfinished answer, what is happening, the
// prompt. Owns how they share the rows. Leaves drawing them to chat-screen.ts.

import { glyphs } from '../text/glyphs.js';
import { sanitiseModelText } from '../text/sanitise.js';
import { truncateToWidth } from '../text/width.js';
import type { LiveRegion } from './chat-screen.js';
import { CHAT_STYLE } from './chat-style.js';
import type { UserQuestion } from './ports.js';
import { wrapRuns } from './markdown/wrap-runs.js';

const PERMISSION_KEYS = ['y or Enter: yes', 'n or Ctrl-C: no'];
const TEXT_KEYS = ['Enter sends what you type', 'Ctrl-C: no'];

export interface LiveParts {
  /** The unfinished rest of the answer, as lines of this width. */
  tail: readonly string[];
  answering: boolean;
  queued: number;
  /** Prompts queue until resume. */
  held: boolean;
  /** What a tool or a provider asks. */
  question: UserQuestion | undefined;
  /** A hint for the last key, until the next one. */
  hint: string | undefined;
  /** Shown in an empty chat. */
  welcome: readonly string[];
  prompt(maxRows: number): LiveRegion;
}

export function composeLive(parts: LiveParts, size: { rows: number; cols: number }): LiveRegion {
  const { rows, cols } = size;
  const prompt = parts.prompt(Math.max(1, Math.floor(rows / 2)));
  const status = statusLine(parts);
  const above = [...parts.welcome, ...(status === '' ? [] : [status])].map((line) =>
    CHAT_STYLE.dim(truncateToWidth(line, cols)),
  );
  // Never more than the screen: it could not be erased. The answer's rest gets at most half of it.
  const room = Math.max(0, rows - prompt.lines.length);
  const kept = above.slice(Math.max(0, above.length - room));
  const question = questionLines(parts.question, { rows: room - kept.length, cols });
  const tailRows = Math.min(Math.floor(rows / 2), room - kept.length - question.length);
  const tail = tailRows > 0 ? parts.tail.slice(-tailRows) : [];
  const lines = [...tail, ...question, ...kept, ...prompt.lines];
  const top = lines.length - prompt.lines.length;
  return { lines, caret: { row: top + prompt.caret.row, col: prompt.caret.col } };
}

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

function statusLine({ answering, queued, held, hint }: LiveParts): string {
  if (hint !== undefined) return hint;
  const parts = answering ? ['answering, Esc interrupts'] : [];
  if (queued > 0) parts.push(held ? `${queued} held` : `${queued} queued`);
  if (held) parts.push('paused; /resume continues');
  return parts.join(glyphs().between);
}
