// What another session shows, as text for a question that names it: the last answer of a chat; of a program
// its last command and output where it marks its prompts, else its screen. Owns which of them, and how much.

import type { OpenReading } from '../copy-mode/reading.js';
import { Pace } from '../loop/slice.js';
import { isProgram, type AnySession } from './any-session.js';

/** Of a long output the end says how it went. */
const MOST_ROWS = 2_000;
/** A prompt of two lines, with the cursor in the second. */
const PROMPT_ROWS = 2;

export async function quoteSession(session: AnySession): Promise<string> {
  if (!isProgram(session) && session.face !== 'own') {
    await session.load();
    return session.turns().findLast(({ answer }) => answer.trim() !== '')?.answer ?? '';
  }
  const screen = await session.capture({ lines: undefined, ansi: false });
  const open = session.openReading({ places: () => [], move: () => {} });
  if (!open) return screen;
  try {
    return (await lastCommand(open)) ?? screen;
  } finally {
    open.close();
  }
}

/** undefined: the program marks no prompts. */
async function lastCommand({ reading }: OpenReading): Promise<string | undefined> {
  const begin = beginOfLast(reading);
  if (begin === undefined) return undefined;
  const pace = new Pace();
  let text = '';
  for (let row = Math.max(begin, reading.endRow - MOST_ROWS, reading.firstRow); row < reading.endRow; row++) {
    text += `${reading.rowText(row).text}${reading.isWrapped(row + 1) ? '' : '\n'}`;
    await pace.pause();
  }
  return `${text.trimEnd()}\n`;
}

/** Where the prompt of the last command stands: at the last prompt nothing was run yet. */
function beginOfLast({ landmarks, cursor }: OpenReading['reading']): number | undefined {
  const last = landmarks.at(-1);
  if (last === undefined) return undefined;
  return cursor.row < last + PROMPT_ROWS ? (landmarks.at(-2) ?? last) : last;
}
