// The size of a cell in pixels (pure), as told to programs that ask for it and as their mouse reports in pixels count.
// Nothing here draws pixels: the same for all terminals, so that a program's layout does not depend on who looks.

export const CELL_HEIGHT = 16;
export const CELL_WIDTH = 8;
