// Turns a frame's model into cells: arranges the layers, then lets each draw itself, lowest first. Owns the
// composed grid and what was drawn of each pane. Leaves bytes to outer-terminal.ts. Invariant: while no layer
// moves, a cell that is not drawn again is still right; if one moves, everything is drawn. What is not marked
// as drawn is as it was in the frame before.

import type { CellGrid } from '../text/cell-grid.js';
import { clearGrid, createGrid, linksIn } from '../text/cell-grid.js';
import { LinkTable } from '../text/link-table.js';
import { sanitiseLine } from '../text/sanitise.js';
import { textWidth } from '../text/width.js';
import { bottomRows, drawBottomDialog, drawMessage, messageRows } from './bottom-line.js';
import type { Caret } from './caret.js';
import { HIDDEN_CARET, caretOn, dialogCaret, paneCaret } from './caret.js';
import { fillBox, intersect, writeText } from './cell-writer.js';
import { dialogPlace, drawDialogBox, lineAt } from './dialog-box.js';
import type { Box } from '../panes/geometry.js';
import type { FrameModel, PaneModel } from './frame-model.js';
import type { Layer, Place } from './layout.js';
import { FrameLayout } from './layout.js';
import { PaneBody, bodyBox } from './pane-body.js';
import { drawPaneLabel } from './pane-label.js';
import { drawPaneTitle } from './pane-title.js';
import { drawPopupEdge } from './popup-edge.js';
import { drawReading } from './reading-title.js';
import { RowMarks } from './row-marks.js';
import { drawSeparator } from './separators.js';
import { drawTabBar, type TabSpan } from './tab-bar.js';

const DIALOG = 'dialog';
const BOTTOM_LINE = 'bottom line';
const EVERYWHERE: Place = { top: 0, left: 0, width: '100%', height: '100%' };
const BOTTOM_ROW: Place = { bottom: 0, left: 0, width: '100%', height: 1 };
const TOP_ROW: Place = { top: 0, left: 0, width: '100%', height: 1 };

export class Composer {
  readonly #layout: FrameLayout;
  readonly #bodies = new Map<string, PaneBody>();
  readonly #links = new LinkTable();
  #grid: CellGrid;
  #whole = true;
  /** Nothing has been drawn in the grid yet: it is empty. */
  #isNew = true;
  #drawn: RowMarks;
  /** The model drawn last, and its layers that may cover a screen. */
  #model: FrameModel | undefined;
  #covers: readonly Layer[] = [];
  /** Where a click selects a tab, and on which row. Empty while something covers the bar. */
  #tabs: { row: number; spans: readonly TabSpan[] } = { row: 0, spans: [] };
  #scrollable: readonly Box[] = [];
  /** For panes: all but the tab bar, which is not drawn again with each screen. */
  #room: Box = { row: 0, col: 0, rows: 0, cols: 0 };

  constructor(options: { rows: number; cols: number }) {
    this.#layout = new FrameLayout(options.rows, options.cols);
    this.#grid = createGrid(options.rows, options.cols, this.#links);
    this.#drawn = new RowMarks(options.rows);
  }

  get grid(): CellGrid {
    return this.#grid;
  }

  /** Rows that the last compose() drew. */
  get drawn(): RowMarks {
    return this.#drawn;
  }

  /** The boxes of the panes' screens as last composed, clipped to the grid: what may have scrolled. */
  get scrollable(): readonly Box[] {
    return this.#scrollable;
  }

  resize(rows: number, cols: number): void {
    this.#layout.resize(rows, cols);
    this.#grid = createGrid(rows, cols, this.#links);
    this.#drawn = new RowMarks(rows);
    this.#whole = true;
    this.#isNew = true;
  }

  /**
   * Draws the model into the grid; returns where the cursor belongs. If it is the same model as before, only
   * the screens may have changed: nothing else is drawn again, except what covers them.
   */
  compose(model: FrameModel): Caret {
    if (this.#links.needsSweep) this.#links.retain(linksIn(this.#grid));
    if (model === this.#model && model.notice === undefined && !this.#whole) this.#composeScreens(model);
    else this.#composeAll(model);
    const caret = this.#uncovered(model, this.#caretOf(model));
    return caretOn(this.#grid.rows, this.#grid.cols, caret);
  }

  #composeScreens(model: FrameModel): void {
    this.#drawn.clear();
    for (const pane of model.panes) {
      // The panes below may have drawn into its box.
      if (pane.edge && hasMarks(this.#drawn, pane.edge)) this.#drawPopup(pane, pane.edge);
      else this.#drawBody(pane, pane.edge ? pane.box : this.#layout.getBox(paneKey(pane)));
    }
    for (const { key, draw } of this.#covers) {
      const box = this.#layout.getBox(key);
      draw(box);
      this.#drawn.mark(box.row, box.rows);
    }
  }

  #composeAll(model: FrameModel): void {
    this.#model = model;
    this.#drawn.markAll();
    const { rows, cols } = this.#grid;
    this.#room = { row: model.tabBar.position === 'top' ? 1 : 0, col: 0, rows: rows - 1, cols };
    const layers = this.#layersOf(model);
    this.#covers = layers.filter(({ key }) => key === DIALOG || key === BOTTOM_LINE);
    if (this.#layout.arrange(layers)) this.#whole = true;
    if (this.#whole) {
      if (!this.#isNew) clearGrid(this.#grid);
      this.#forgetBodies(model.panes);
    }
    const popup = model.panes.find(({ edge }) => edge);
    // What lies below a popup does not move as a whole.
    const moving = model.notice === undefined ? (popup ? [popup] : model.panes) : [];
    this.#scrollable = moving.map(({ box }) => intersect(bodyBox(box), this.#room));
    for (const layer of layers) layer.draw(this.#layout.getBox(layer.key));
    this.#whole = false;
    this.#isNew = false;
  }

  /** Number of the tab whose label is drawn there. */
  findTab(row: number, col: number): number | undefined {
    if (row !== this.#tabs.row) return undefined;
    return this.#tabs.spans.find((span) => col >= span.col && col < span.col + span.cols)?.number;
  }

  /** What of the drawn dialog is there. */
  findLine(row: number, col: number): ReturnType<typeof lineAt> {
    const dialog = this.#model?.dialog;
    return dialog?.placement === 'centre'
      ? lineAt(dialog, this.#layout.getBox(DIALOG), { row, col })
      : 'outside';
  }

  dispose(): void {
    this.#layout.dispose();
  }

  #layersOf(model: FrameModel): Layer[] {
    if (model.notice !== undefined) return [this.#noticeLayer(model.notice)];
    const { separators, tabBar, bottomLine, dialog } = model;
    const panes = model.panes.filter(({ edge }) => !edge);
    const focused = panes.find((pane) => pane.focused)?.box;
    const boxes = { panes: panes.map(({ box }) => box), separators, focused };
    const layers = panes.map((pane) => this.#paneLayer(pane));
    separators.forEach((separator, index) =>
      layers.push({
        key: `separator ${index}`,
        place: placeOf(separator),
        draw: (box) => drawSeparator(this.#grid, box, boxes),
      }),
    );
    layers.push({
      key: 'tab bar',
      place: tabBar.position === 'top' ? TOP_ROW : BOTTOM_ROW,
      draw: (box) => {
        this.#tabs = { row: box.row, spans: drawTabBar(this.#grid, box, tabBar) };
      },
    });
    for (const { edge, ...pane } of model.panes)
      if (edge)
        layers.push({
          key: paneKey(pane),
          place: placeOf(edge),
          draw: (box) => this.#drawPopup(pane, box),
        });
    if (dialog) layers.push(this.#dialogLayer(dialog, panes, tabBar.position));
    if (bottomLine && dialog?.placement !== 'bottom') {
      layers.push({
        key: BOTTOM_LINE,
        place: { ...BOTTOM_ROW, height: messageRows(bottomLine.text, this.#grid).length },
        draw: (box) => {
          drawMessage(this.#grid, box, bottomLine.text);
          if (tabBar.position === 'bottom') this.#tabs = { row: box.row, spans: [] };
        },
      });
    }
    return layers;
  }

  #paneLayer(pane: PaneModel): Layer {
    return {
      key: paneKey(pane),
      place: placeOf(pane.box),
      draw: (box) => {
        this.#drawTitle(pane, box);
        this.#drawBody(pane, box);
      },
    };
  }

  #drawTitle({ title, focused, reading }: PaneModel, box: Box): void {
    const readingCols = reading ? drawReading(this.#grid, box, reading, title) : 0;
    drawPaneTitle(this.#grid, { ...box, cols: box.cols - readingCols }, title, focused);
  }

  /** All of it: what is in its place may be what the panes below have drawn. */
  #drawPopup(pane: PaneModel, edge: Box): void {
    drawPopupEdge(this.#grid, edge, pane.note);
    this.#drawTitle(pane, pane.box);
    this.#drawBody(pane, pane.box, true);
    this.#drawn.mark(edge.row, edge.rows);
  }

  /** whole: what the grid has there is unknown, or empty. */
  #drawBody(pane: PaneModel, box: Box, whole = this.#whole): void {
    if (!pane.screen) return;
    const options = { whole, room: this.#room, drawn: this.#drawn, focused: pane.focused };
    this.#bodyOf(pane).draw(this.#grid, bodyBox(box), pane.screen, options);
  }

  #dialogLayer(
    dialog: NonNullable<FrameModel['dialog']>,
    panes: readonly PaneModel[],
    tabBar: 'bottom' | 'top',
  ): Layer {
    const { rows, cols } = this.#grid;
    if (dialog.placement === 'panes') return this.#paneLabelsLayer(dialog, panes);
    return dialog.placement === 'bottom'
      ? {
          key: DIALOG,
          place: { ...BOTTOM_ROW, height: bottomRows(dialog, rows) },
          draw: (box) => drawBottomDialog(this.#grid, box, dialog),
        }
      : {
          key: DIALOG,
          place: dialogPlace(dialog, rows, cols, tabBar),
          draw: (box) => drawDialogBox(this.#grid, box, dialog),
        };
  }

  #paneLabelsLayer({ lines }: NonNullable<FrameModel['dialog']>, panes: readonly PaneModel[]): Layer {
    return {
      key: DIALOG,
      place: EVERYWHERE,
      draw: () =>
        panes.forEach((pane, at) =>
          drawPaneLabel(this.#grid, intersect(bodyBox(pane.box), this.#room), lines[at]),
        ),
    };
  }

  #noticeLayer(notice: string): Layer {
    const text = sanitiseLine(notice);
    return {
      key: 'notice',
      place: EVERYWHERE,
      draw: (box) => {
        fillBox(this.#grid, box, '');
        const middle = { ...box, row: box.row + Math.floor((box.rows - 1) / 2), rows: 1 };
        writeText(this.#grid, middle, Math.max(0, Math.floor((box.cols - textWidth(text)) / 2)), text);
      },
    };
  }

  #caretOf(model: FrameModel): Caret {
    if (model.notice !== undefined) return HIDDEN_CARET;
    if (model.dialog) return dialogCaret(model.dialog, this.#layout.getBox(DIALOG));
    const focused = model.panes.find((pane) => pane.focused);
    return focused?.screen ? paneCaret(focused.screen.cursor, bodyBox(focused.box)) : HIDDEN_CARET;
  }

  /** A message of several rows lies over what has the caret. */
  #uncovered({ bottomLine, dialog }: FrameModel, caret: Caret): Caret {
    if (!bottomLine || dialog?.placement === 'bottom') return caret;
    const { row, rows } = this.#layout.getBox(BOTTOM_LINE);
    return caret.row >= row && caret.row < row + rows ? { ...caret, visible: false } : caret;
  }

  #bodyOf(pane: PaneModel): PaneBody {
    let body = this.#bodies.get(pane.id);
    if (!body) this.#bodies.set(pane.id, (body = new PaneBody()));
    return body;
  }

  #forgetBodies(panes: readonly PaneModel[]): void {
    const kept = new Set(panes.map(({ id }) => id));
    for (const id of this.#bodies.keys()) if (!kept.has(id)) this.#bodies.delete(id);
  }
}

function hasMarks(drawn: RowMarks, { row, rows }: Box): boolean {
  for (let at = row; at < row + rows; at++) if (drawn.has(at)) return true;
  return false;
}

const paneKey = ({ id }: Pick<PaneModel, 'id'>): string => `pane ${id}`;

const placeOf = (box: Box): Place => ({ top: box.row, left: box.col, width: box.cols, height: box.rows });
