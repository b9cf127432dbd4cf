// How a rendered line says that it continues the one above, so that copying both gives one line (pure). The
// mark is after the line's margin: the sequence for the primary font, SGR 10 of ECMA-48, which changes
// nothing in a terminal with one font. Owns its two forms: with a space that the line break has swallowed,
// and without.

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
