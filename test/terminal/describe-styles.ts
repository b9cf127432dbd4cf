// The styles of a grid as text, for fixtures: a line for each run of cells that differ from the default.

import {
  BG,
  BLINK,
  BOLD,
  COLOUR_MODE_MASK,
  COLOUR_RGB,
  CONCEAL,
  DIM,
  FG,
  INVERSE,
  ITALIC,
  OVERLINE,
  STRIKE,
  STYLE,
  UNDERLINE_COLOUR,
  UNDERLINE_MASK,
  UNDERLINE_SHIFT,
  WORDS,
  type CellGrid,
} from '../../src/text/cell-grid.js';

const FLAGS = [
  [BOLD, 'bold'],
  [DIM, 'dim'],
  [ITALIC, 'italic'],
  [BLINK, 'blink'],
  [INVERSE, 'inverse'],
  [CONCEAL, 'conceal'],
  [STRIKE, 'strike'],
  [OVERLINE, 'overline'],
] as const;
const UNDERLINES = [
  '',
  'underline',
  'double underline',
  'curly underline',
  'dotted underline',
  'dashed underline',
];

/** `row:first-last attributes, fg COLOUR, …`; a colour is an index or `#rrggbb`. */
export function describeStyles(grid: CellGrid): string[] {
  const runs: string[] = [];
  for (let row = 0; row < grid.rows; row++) {
    for (let col = 0; col < grid.cols;) {
      const style = styleOf(grid, row, col);
      let end = col + 1;
      while (end < grid.cols && styleOf(grid, row, end) === style) end++;
      if (style !== '') runs.push(`${row}:${col}-${end - 1} ${style}`);
      col = end;
    }
  }
  return runs;
}

function styleOf(grid: CellGrid, row: number, col: number): string {
  const word = (offset: number): number => grid.cells[(row * grid.cols + col) * WORDS + offset] as number;
  const style = word(STYLE);
  const names: string[] = FLAGS.filter(([flag]) => style & flag).map(([, name]) => name);
  const underline = UNDERLINES[(style & UNDERLINE_MASK) >>> UNDERLINE_SHIFT];
  if (underline) names.push(underline);
  for (const [name, colour] of [
    ['fg', word(FG)],
    ['bg', word(BG)],
    ['underlined in', word(UNDERLINE_COLOUR)],
  ] as const)
    if (colour !== 0) names.push(`${name} ${colourName(colour)}`);
  return names.join(', ');
}

function colourName(colour: number): string {
  const value = colour & 0xffffff;
  return (colour & COLOUR_MODE_MASK) === COLOUR_RGB
    ? `#${value.toString(16).padStart(6, '0')}`
    : String(value);
}
