// What another session shows, as text for a question that names it: the last answer of a chat; of a program
// its last command and output where it marks its prompts, else its screen. Owns which of them, how much, and
// where a command begins and ends.

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
  return (await readLastCommand(session))?.text ?? screen;
}

/** A command and what it printed. */
export interface RunCommand {
  text: string;
  /** Rows at its beginning that are left out. */
  leftOut: number;
}

/** undefined: its program marks no prompts, or has run nothing yet. */
export async function readLastCommand(session: AnySession): Promise<RunCommand | undefined> {
  const open = session.openReading({ places: () => [], move: () => {} });
  if (!open) return undefined;
  try {
    return await lastCommand(open);
  } finally {
    open.close();
  }
}

async function lastCommand({ reading }: OpenReading): Promise<RunCommand | undefined> {
  const found = findLast(reading);
  if (!found) return undefined;
  const pace = new Pace();
  const { begin, end } = found;
  const first = Math.max(begin, end - MOST_ROWS, reading.firstRow);
  let text = '';
  for (let row = first; row < end; row++) {
    text += `${reading.rowText(row).text}${reading.isWrapped(row + 1) ? '' : '\n'}`;
    await pace.pause();
  }
  return { text: `${text.trimEnd()}\n`, leftOut: first - begin };
}

/** Rows of the last command, from its prompt up to the next one. At the last prompt nothing was run yet. */
function findLast({
  landmarks,
  outputs = [],
  cursor,
  endRow,
}: OpenReading['reading']): { begin: number; end: number } | undefined {
  const output = outputs.at(-1);
  if (output !== undefined)
    return {
      begin: landmarks.findLast((row) => row <= output) ?? output,
      end: landmarks.find((row) => row > output) ?? endRow,
    };
  // Without that mark: a cursor further down than a prompt goes is in the output of a command.
  const last = landmarks.at(-1);
  if (last === undefined) return undefined;
  if (cursor.row >= last + PROMPT_ROWS) return { begin: last, end: endRow };
  const before = landmarks.at(-2);
  return before === undefined ? undefined : { begin: before, end: last };
}
