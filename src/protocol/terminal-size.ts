// The size of a client's terminal as the server accepts it (pure). Owns its limits: a peer's values cannot be
// trusted, and a frame's cost grows with its cells. A terminal that says 0, as a serial line does, gets the
// classic size.

export interface TerminalSize {
  rows: number;
  cols: number;
}

/** The emulator's own limit, and more than any screen shows. */
export const MOST_ROWS = 1_000;
export const MOST_COLS = 1_000;
const USUAL: TerminalSize = { rows: 24, cols: 80 };

/** Whole numbers from 1 to the maximum. */
export const boundSize = ({ rows, cols }: TerminalSize): TerminalSize => ({
  rows: bound(rows, MOST_ROWS, USUAL.rows),
  cols: bound(cols, MOST_COLS, USUAL.cols),
});

export const isTooLarge = ({ rows, cols }: TerminalSize): boolean => rows > MOST_ROWS || cols > MOST_COLS;

function bound(value: number, most: number, usual: number): number {
  const whole = Math.floor(value);
  return whole >= 1 ? Math.min(whole, most) : usual;
}
