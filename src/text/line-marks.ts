// What a rendered line says about itself to whoever copies it (pure): that it continues the one above, which
// of it is ornament, such as a bar, a margin or a time, and where turns and changes begin. The marks are
// forms of the sequence for the primary font, SGR 10 of ECMA-48, which changes nothing in a terminal with
// one font. Owns these forms.

import { withoutSgr } from './sgr.js';

export type Joint = '' | ' ';

const WITHOUT_SPACE = '\x1b[10m';
const WITH_SPACE = '\x1b[10;10m';

/** joint: what was between the line above and this one. */
export const softWrapMark = (joint: Joint): string => (joint === ' ' ? WITH_SPACE : WITHOUT_SPACE);

/** at: where the mark is in the line, with its SGR sequences. undefined: the line starts a new one. */
export function findSoftWrap(line: string): { at: number; joint: Joint } | undefined {
  const withSpace = line.indexOf(WITH_SPACE);
  if (withSpace >= 0) return { at: withSpace, joint: ' ' };
  const at = line.indexOf(WITHOUT_SPACE);
  return at < 0 ? undefined : { at, joint: '' };
}

/** What comes before it in its line is never copied. */
export const ORNAMENT_END = '\x1b[10;10;10m';
/** What comes after it in its line is never copied. */
export const ORNAMENT_BEGIN = '\x1b[10;10;10;10m';

/** The line is the first of a turn. */
export const TURN_START = '\x1b[10;10;10;10;10m';

/** The first, and the last, line of a tool call that changed files; it may be one line. */
export const CHANGE_BEGIN = '\x1b[10;10;10;10;10;10m';
export const CHANGE_END = '\x1b[10;10;10;10;10;10;10m';

/** A line with an ornament in front, and whatever it has itself. */
export const withOrnament = (ornament: string, line: string): string =>
  ornament + (line.includes(ORNAMENT_END) ? '' : ORNAMENT_END) + line;

/** Where in the line, with its SGR sequences, the text that can be copied begins and ends. */
export function findText(line: string): { from: number; to: number } {
  const end = line.indexOf(ORNAMENT_END);
  const begin = line.indexOf(ORNAMENT_BEGIN);
  return { from: Math.max(0, end), to: begin < 0 ? line.length : begin };
}

/** Its text with what stands before it, without styles: bars are part of it, a time or a language is not. */
export const plainLine = (line: string): string => withoutSgr(line.slice(0, findText(line).to)).trimEnd();
