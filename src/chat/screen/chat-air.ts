// The columns left free at both sides of a chat in a pane (pure), so that its text touches no separator. Owns
// how many there are.

import { withOrnament } from '../../text/line-marks.js';

/** A narrower pane needs its columns. */
const LEAST_COLS_WITH_AIR = 50;

export const airFor = (cols: number): number => (cols >= LEAST_COLS_WITH_AIR ? 1 : 0);

/** Nothing of it is copied with the line. */
export const withAir = (line: string, air: number): string =>
  air === 0 ? line : withOrnament(' '.repeat(air), line);
