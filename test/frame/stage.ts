// A client's frame with a second terminal behind it, which is fed with every byte that the frame sends.
// Owns the comparison of the two. Leaves what is shown to the tests.

import headless from '@xterm/headless';
import { expect } from 'vitest';

import { ClientFrame } from '../../src/frame/client-frame.js';
import type { FrameModel, PaneModel } from '../../src/frame/frame-model.js';
import type { ColourDepth } from '../../src/look/colours.js';
import type { Theme } from '../../src/look/theme.js';
import { featuresFor, type TerminalFeatures } from '../../src/frame/terminal-features.js';
import type { Screen } from '../../src/terminal/screen.js';
import { useLinkTable } from '../../src/terminal/xterm/link-table.js';
import { useWidthProvider } from '../../src/terminal/xterm/width-provider.js';
import { copyLine, linkNumbersOf } from '../../src/terminal/xterm/cells.js';
import { coreOf } from '../../src/terminal/xterm/internals.js';
import {
  ATTRIBUTES_MASK,
  cellText,
  createGrid,
  EMPTY_CELL,
  FG,
  GLYPH,
  glyphWidth,
  LINK_SHIFT,
  STYLE,
  WORDS,
  type CellGrid,
} from '../../src/text/cell-grid.js';
import { LinkTable } from '../../src/text/link-table.js';
import { themeOf } from '../harness/theme.js';
import { addSideMargins } from '../harness/side-margins.js';

export const ALL_FEATURES: TerminalFeatures = {
  ...featuresFor({ TERM: 'xterm-kitty' }, 'truecolor'),
  margins: true,
  synchronisedOutput: true,
};

export interface Stage {
  frame: ClientFrame;
  outer: InstanceType<typeof headless.Terminal>;
  theme: Theme;
  rows: number;
  cols: number;
  /** Bytes sent so far, and how often the terminal scrolled within side margins. */
  sentBytes: number;
  marginScrolls(): number;
  /** What a terminal's line discipline makes of a line feed. */
  lineFeed: '\n' | '\r\n';
}

export function createStage(
  rows: number,
  cols: number,
  options: { features?: TerminalFeatures; lineFeed?: Stage['lineFeed']; colours?: ColourDepth } = {},
): Stage {
  const { features = ALL_FEATURES, lineFeed = '\r\n', colours = 'truecolor' } = options;
  const outer = new headless.Terminal({ rows, cols, allowProposedApi: true, logLevel: 'off', scrollback: 0 });
  useWidthProvider(outer);
  // xterm's own table forgets an address with the row in which a link began, even if it was copied to
  // another.
  useLinkTable(coreOf(outer));
  const { scrolls } = addSideMargins(outer);
  const theme = themeOf(colours);
  const frame = new ClientFrame({ rows, cols, colours, theme, features });
  coreOf(outer).writeSync(Buffer.from(frame.enter()));
  return { frame, outer, theme, rows, cols, sentBytes: 0, marginScrolls: scrolls, lineFeed };
}

/** Sends the model's frame; the terminal must then show every cell of it. Returns the bytes. */
export function draw(stage: Stage, model: FrameModel): string {
  const bytes = stage.frame.update(model);
  stage.sentBytes += Buffer.byteLength(bytes);
  coreOf(stage.outer).writeSync(Buffer.from(bytes.replaceAll('\n', stage.lineFeed)));
  expectOuterEqualsInner(stage);
  return bytes;
}

export function resizeStage(stage: Stage, rows: number, cols: number): void {
  stage.rows = rows;
  stage.cols = cols;
  stage.outer.resize(cols, rows);
}

/** Text, width, colours, attributes and link of every cell, one string per row. */
export function cellsOf(grid: Readonly<CellGrid>): string[] {
  return Array.from({ length: grid.rows }, (_, row) =>
    Array.from({ length: grid.cols }, (_cell, col) => {
      const at = (row * grid.cols + col) * WORDS;
      // An empty cell and a space look the same.
      const text = cellText(grid, row, col) || ' ';
      const width = glyphWidth(grid.cells[at] ?? 0);
      const style = grid.cells[at + STYLE] ?? 0;
      const words = [...grid.cells.subarray(at + 1, at + WORDS)];
      words[STYLE - 1] = style & ATTRIBUTES_MASK;
      const link = grid.links?.find(style >>> LINK_SHIFT)?.uri ?? '';
      return `${width === 0 ? '' : text}/${words.join(',')}${link}`;
    }).join('|'),
  );
}

function expectOuterEqualsInner({ frame, outer, theme }: Stage): void {
  const grid = withColours(frame.grid, theme);
  const core = coreOf(outer);
  const shown = createGrid(grid.rows, grid.cols, new LinkTable());
  const { lines, ybase } = core.buffers.active;
  const linkNumbers = linkNumbersOf(core);
  for (let row = 0; row < grid.rows; row++)
    copyLine(lines.get(ybase + row), grid.cols, shown, row, 0, linkNumbers);
  // The strings are for the reader of a failure.
  if (!areSame(shown, grid)) expect(differences(shown, grid)).toEqual([]);
}

/** The colours that its terminal gets in place of roles. */
export function withColours(grid: Readonly<CellGrid>, theme: Theme): CellGrid {
  const cells = grid.cells.slice();
  for (let at = 0; at < cells.length; at += WORDS) {
    const [fg = 0, bg = 0, style = 0, underlineColour = 0] = cells.subarray(at + FG, at + WORDS);
    const shown = theme.resolve({ fg, bg, style, underlineColour });
    cells.set([shown.fg, shown.bg, shown.style, shown.underlineColour], at + FG);
  }
  return { ...grid, cells };
}

/** A few cells are enough to see what went wrong. */
const MOST_DIFFERENCES = 12;

function differences(shown: CellGrid, grid: Readonly<CellGrid>): string[] {
  const [one, other] = [cellsOf(shown), cellsOf(grid)].map((rows) => rows.map((row) => row.split('|')));
  const found = (other ?? []).flatMap((cells, row) =>
    cells.flatMap((cell, col) =>
      cell === one?.[row]?.[col] ? [] : [`${row},${col} is ${one?.[row]?.[col]}, composed ${cell}`],
    ),
  );
  return found.slice(0, MOST_DIFFERENCES);
}

function areSame(shown: CellGrid, grid: Readonly<CellGrid>): boolean {
  for (let cell = 0; cell < grid.rows * grid.cols; cell++) {
    const at = cell * WORDS;
    if (lookOf(shown, at + GLYPH) !== lookOf(grid, at + GLYPH)) return false;
    if (shown.clusters.get(cell) !== grid.clusters.get(cell)) return false;
    for (let word = at + 1; word < at + WORDS; word++)
      if (word !== at + STYLE && shown.cells[word] !== grid.cells[word]) return false;
    const [one, other] = [shown, grid].map(({ cells }) => cells[at + STYLE] ?? 0) as [number, number];
    if ((one & ATTRIBUTES_MASK) !== (other & ATTRIBUTES_MASK)) return false;
    if (shown.links?.find(one >>> LINK_SHIFT)?.uri !== grid.links?.find(other >>> LINK_SHIFT)?.uri)
      return false;
  }
  return true;
}

/** An empty cell and a space look the same. */
const lookOf = (grid: Readonly<CellGrid>, word: number): number | undefined =>
  grid.cells[word] === EMPTY_CELL ? SPACE : grid.cells[word];

const SPACE = EMPTY_CELL | 0x20;

/** One pane over the whole width, or two side by side. */
export function modelOf(
  stage: Stage,
  screens: readonly Screen[],
  extra: Partial<FrameModel> = {},
): FrameModel {
  const { rows, cols } = stage;
  const left = leftCols(cols);
  const boxes =
    screens.length < 2
      ? [{ row: 0, col: 0, rows: rows - 1, cols }]
      : [
          { row: 0, col: 0, rows: rows - 1, cols: left },
          { row: 0, col: left + 1, rows: rows - 1, cols: cols - left - 1 },
        ];
  const panes = screens.map((screen, at): PaneModel => ({
    id: `pane-${at}`,
    box: boxes[at] ?? { row: 0, col: 0, rows: 0, cols: 0 },
    focused: at === 0,
    title: {
      number: at + 1,
      name: at === 0 ? '漢字-build' : 'log',
      type: 'program',
      program: at === 0 ? 'README.md 漢字' : undefined,
      model: undefined,
      state: 'running',
      mark: at === 0 ? 'unseen' : 'needs-you',
      colour: 0x5fafd7,
    },
    screen,
  }));
  return {
    rows,
    cols,
    tabBar: {
      position: 'bottom',
      tabs: [
        { number: 1, name: '漢字のタブ', mark: 'unseen', current: true, zoomed: false },
        { number: 2, name: '👩‍💻 work', mark: 'none', current: false, zoomed: true },
      ],
      waiting: ['#7 build'],
      unseen: 2,
      warning: undefined,
    },
    panes,
    separators: screens.length < 2 ? [] : [{ row: 0, col: left, rows: rows - 1, cols: 1 }],
    bottomLine: undefined,
    dialog: undefined,
    notice: undefined,
    title: 'qmux',
    ...extra,
  };
}

export const leftCols = (cols: number): number => Math.floor((cols - 1) / 2);
