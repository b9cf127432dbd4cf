// What one viewer's terminal shows: the shared session's screen and nothing else, padded by what the terminal
// has more, clipped to its cursor where it has less. Owns the cells, and when they are sent (by the frame
// clock of clients, as one who only watches). Leaves the socket to viewer.ts. Invariant: nothing but the
// session's screen and name is read here.

import { caretOn, paneCaret } from '../../frame/caret.js';
import { OuterTerminal } from '../../frame/outer-terminal.js';
import { PaneBody } from '../../frame/pane-body.js';
import { RowMarks } from '../../frame/row-marks.js';
import { featuresFor, type TerminalFeatures } from '../../frame/terminal-features.js';
import { chooseTheme } from '../../look/theme-choice.js';
import { Theme } from '../../look/theme.js';
import { followCursor, NO_OFFSET, type Offset } from '../../panes/follow-cursor.js';
import type { ViewerColours } from '../../protocol/share-messages.js';
import type { TerminalSize } from '../../protocol/terminal-size.js';
import type { Screen } from '../../terminal/screen.js';
import { clearGrid, createGrid, linksIn, type CellGrid } from '../../text/cell-grid.js';
import { LinkTable } from '../../text/link-table.js';
import { FrameClock } from '../view/frame-clock.js';
import { SharedScreen } from './shared-screen.js';

/** What a viewer is shown. */
export interface SharedPane {
  readonly name: string;
  /** undefined: it has none at the moment; what was shown last stays. */
  readonly screen: Screen | undefined;
}

export interface ViewerTerminal {
  send(text: string): void;
  isBlocked(): boolean;
}

export class ViewerPicture {
  readonly #clock: FrameClock;
  readonly #terminal: OuterTerminal;
  readonly #links = new LinkTable();
  #size: TerminalSize;
  #grid: CellGrid = createGrid(0, 0);
  #drawn = new RowMarks(0);
  #body = new PaneBody();
  /** The terminal's size, or the screen's, is another. */
  #isNew = true;
  #offset: Offset = NO_OFFSET;
  #shared: { screen: Screen; as: SharedScreen } | undefined;

  readonly #pane: SharedPane;
  readonly #to: ViewerTerminal;

  constructor(
    pane: SharedPane,
    { size, colours }: { size: TerminalSize; colours: ViewerColours },
    to: ViewerTerminal,
  ) {
    this.#pane = pane;
    this.#to = to;
    this.#size = size;
    const { depth, background } = colours;
    // Not the theme of the session's user, who chose it for another terminal.
    const theme = new Theme(chooseTheme({}, { depth, background: background ?? 'unknown', env: {} }));
    this.#terminal = new OuterTerminal({
      rows: 0,
      cols: 0,
      colours: depth,
      theme,
      features: featuresOf(depth),
    });
    this.#clock = new FrameClock({ draw: () => this.#draw(), isBlocked: () => to.isBlocked() });
  }

  /** The screen has new cells, or the session another name. */
  changed(): void {
    this.#clock.request();
  }

  resize(size: TerminalSize): void {
    this.#size = size;
    this.#isNew = true;
    this.#clock.request();
  }

  /** The socket takes bytes again. */
  drained(): void {
    this.#clock.drained();
  }

  stop(): void {
    this.#clock.stop();
  }

  #draw(): void {
    const { screen: found, name } = this.#pane;
    if (!found) return;
    const screen = this.#sharedOf(found);
    this.#fit(screen);
    const grid = this.#grid;
    const offset = followOffset(this.#offset, grid, screen);
    const whole = this.#isNew || offset.row !== this.#offset.row || offset.col !== this.#offset.col;
    this.#isNew = false;
    this.#offset = offset;
    const drawn = this.#drawn;
    drawn.clear();
    if (whole) {
      clearGrid(grid);
      drawn.markAll();
    }
    if (this.#links.needsSweep) this.#links.retain(linksIn(grid));
    const room = { row: 0, col: 0, rows: grid.rows, cols: grid.cols };
    const box = { row: -offset.row, col: -offset.col, rows: screen.rows, cols: screen.cols };
    this.#body.draw(grid, box, screen, { whole, room, drawn, focused: false });
    const bytes = this.#terminal.draw({
      grid,
      caret: caretOn(grid.rows, grid.cols, paneCaret(screen.cursor, box)),
      pointer: undefined,
      title: titleOf(name, grid, screen),
      regions: [room],
      drawn,
    });
    if (bytes !== '') this.#to.send(bytes);
  }

  #sharedOf(screen: Screen): SharedScreen {
    if (this.#shared?.screen !== screen) this.#shared = { screen, as: new SharedScreen(screen) };
    return this.#shared.as;
  }

  /** No more cells than the screen has: what the terminal has more stays empty. */
  #fit(screen: Screen): void {
    const rows = Math.min(this.#size.rows, screen.rows);
    const cols = Math.min(this.#size.cols, screen.cols);
    if (!this.#isNew && rows === this.#grid.rows && cols === this.#grid.cols) return;
    this.#isNew = true;
    this.#grid = createGrid(rows, cols, this.#links);
    this.#drawn = new RowMarks(rows);
    this.#body = new PaneBody();
    this.#terminal.resize(rows, cols);
  }
}

/** Its viewer would not know what is missing. */
const titleOf = (name: string, shown: { rows: number; cols: number }, { rows, cols }: Screen): string =>
  shown.rows === rows && shown.cols === cols
    ? `${name} (qmux view)`
    : `${name} (qmux view, part of ${cols}x${rows})`;

function followOffset(before: Offset, { rows, cols }: CellGrid, screen: Screen): Offset {
  const pane = { row: 0, col: 0, rows: screen.rows, cols: screen.cols };
  if (rows >= pane.rows && cols >= pane.cols) return NO_OFFSET;
  return followCursor(before, { room: { rows, cols }, tab: pane, pane, cursor: screen.cursor });
}

/**
 * A viewer says nothing of its terminal but its colours: without any it may be one of the oldest, and with
 * some it takes what every xterm does. Its program refuses terminals that do not.
 */
function featuresOf(depth: ViewerColours['depth']): TerminalFeatures {
  const TERM = depth === 'none' ? 'vt100' : 'xterm';
  return { ...featuresFor({ TERM }, depth), utf8: true, pointerShapes: false, clipboard: false };
}
