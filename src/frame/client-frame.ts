// One attached client's picture: from the frame's model to the bytes for its terminal. Owns the pair of
// composer and outer terminal. Leaves when to draw, and whether the socket has room, to server/. Invariant:
// every returned string must be sent, in order; if one was not, invalidate() comes before the next.

import type { CellGrid } from '../text/cell-grid.js';
import { enterSequence } from '../text/terminal-setup.js';
import { Composer } from './composer.js';
import type { FrameModel } from './frame-model.js';
import { OuterTerminal } from './outer-terminal.js';
import type { ColourDepth } from '../look/colours.js';
import type { Theme } from '../look/theme.js';
import type { TerminalFeatures } from './terminal-features.js';

export { dialogRoom } from './dialog-box.js';

export interface ClientFrameOptions {
  rows: number;
  cols: number;
  colours: ColourDepth;
  theme: Theme;
  features: TerminalFeatures;
}

export class ClientFrame {
  readonly #composer: Composer;
  readonly #terminal: OuterTerminal;
  readonly #features: TerminalFeatures;

  constructor({ rows, cols, colours, theme, features }: ClientFrameOptions) {
    this.#composer = new Composer({ rows, cols });
    this.#features = features;
    this.#terminal = new OuterTerminal({ rows, cols, colours, theme, features });
  }

  /** The cells of the last frame. */
  get grid(): Readonly<CellGrid> {
    return this.#composer.grid;
  }

  /**
   * Draws the model, whose size becomes the frame's. The same object as before means: only its screens have
   * changed. Returns the bytes to send, '' when nothing changed.
   */
  update(model: FrameModel): string {
    if (model.rows !== this.grid.rows || model.cols !== this.grid.cols) this.resize(model.rows, model.cols);
    const caret = this.#composer.compose(model);
    const { grid, scrollable: regions, drawn } = this.#composer;
    return this.#terminal.draw({
      grid,
      caret,
      pointer: pointerOf(model),
      title: model.title,
      regions,
      drawn,
    });
  }

  /** Its background, or the user's choice, is another: the next update sends everything. */
  setTheme(theme: Theme): void {
    this.#terminal.setTheme(theme);
  }

  /** The features that the terminal reported. */
  learn(answers: Partial<Pick<TerminalFeatures, 'margins' | 'synchronisedOutput'>>): void {
    this.#terminal.learn(answers);
  }

  /** What the terminal shows is unknown or unreliable: the next update sends everything. */
  invalidate(): void {
    this.#terminal.invalidate();
  }

  /** The terminal's size has changed; the next update sends everything. */
  resize(rows: number, cols: number): void {
    this.#composer.resize(rows, cols);
    this.#terminal.resize(rows, cols);
  }

  /** Number of the tab whose label was at this place in the last frame. */
  findTab(row: number, col: number): number | undefined {
    return this.#composer.findTab(row, col);
  }

  /** What of the last frame's dialog is there. */
  findLine(row: number, col: number): ReturnType<Composer['findLine']> {
    return this.#composer.findLine(row, col);
  }

  /** What a terminal gets when its client attaches, before the first frame. The client undoes it. */
  enter(): string {
    this.#terminal.invalidate();
    return enterSequence(this.#features);
  }

  /** Releases the layout's resources; the frame must not be used afterwards. */
  dispose(): void {
    this.#composer.dispose();
  }
}

/**
 * Terminals report where the pointer is only to programs that ask for all its motion: here the focused
 * pane's.
 */
function pointerOf({ dialog, notice, panes }: FrameModel): string | undefined {
  if (dialog || notice !== undefined) return undefined;
  return panes.find(({ focused }) => focused)?.screen.pointerShape;
}
