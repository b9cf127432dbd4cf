// The size of a cell in pixels (pure), as reported to programs that ask for it and used for their mouse
// reports in pixels. Nothing here draws pixels: the same for all terminals, so that a program's layout does
// not depend on who is looking.

export const CELL_HEIGHT = 16;
export const CELL_WIDTH = 8;
