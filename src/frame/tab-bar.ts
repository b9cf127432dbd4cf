// The tab bar's row: tabs on the left as `1:name` with mark, `*` current and `z` zoomed; on the right who
// waits in the background, then how many are unseen. Owns what a narrow bar leaves out, but never the current
// tab; and where each tab is, for the mouse.

import { roleOn, roleStyle } from '../look/roles.js';
import type { CellGrid, CellStyle } from '../text/cell-grid.js';
import { glyphs } from '../text/glyphs.js';
import { MARK_TEXT, strongestMark } from '../text/mark.js';
import type { Mark } from '../text/mark.js';
import { sanitiseLine } from '../text/sanitise.js';
import { textWidth, truncateToWidth } from '../text/width.js';
import { fillBox, writeText } from './cell-writer.js';
import type { Box } from '../panes/geometry.js';
import type { TabBar, TabLabel } from './frame-model.js';
import { BAR_MARK_ROLES } from '../look/mark-roles.js';

/** Longest name shown in full, in columns: six such tabs fit into 120. */
const MAX_NAME_COLS = 16;
/** ` !#1 a`: no more of them than fit are measured, however many wait. */
const LEAST_WAITING_COLS = 6;
/** Room kept on each side for `<!`, which represents the tabs left out there. */
const MORE_COLS = 2;

interface Piece {
  text: string;
  style: CellStyle;
}

interface Label {
  pieces: Piece[];
  cols: number;
  mark: Mark;
}

/** Cells of the bar in which a click means a tab; `<` and `>` mean the nearest of those left out. */
export interface TabSpan {
  /** As in TabLabel. */
  number: number;
  /** From 0, of the whole terminal. */
  col: number;
  cols: number;
}

export function drawTabBar(grid: CellGrid, box: Box, bar: TabBar): TabSpan[] {
  fillBox(grid, box, ' ', roleStyle('bar'));
  const labels = bar.tabs.map((tab) => label(tab, MAX_NAME_COLS));
  const tabsCols = labels.reduce((sum, { cols }) => sum + cols, 0);
  // Tabs may take all that the right side does not need, and at least half.
  const right = fitRight(bar, Math.max(Math.floor(box.cols / 2), box.cols - tabsCols));
  const rightCols = widthOf(right);
  const spans = drawTabs(grid, { ...box, cols: box.cols - rightCols }, bar, labels);
  drawPieces(grid, box, box.cols - rightCols, right);
  return spans;
}

function label(tab: TabLabel, nameCols: number): Label {
  const style = tab.current ? roleStyle('tab_current') : roleStyle('bar');
  const { marks, currentTab, zoomedTab } = glyphs();
  const name = truncateToWidth(sanitiseLine(tab.name), nameCols);
  const pieces = [
    { text: ` ${tab.number}:${name}`, style },
    { text: marks[tab.mark], style: tab.current ? style : roleOn(BAR_MARK_ROLES[tab.mark], 'bar') },
    { text: `${tab.current ? currentTab : ''}${tab.zoomed ? zoomedTab : ''} `, style },
  ];
  return { pieces, cols: widthOf(pieces), mark: tab.mark };
}

function drawTabs(grid: CellGrid, box: Box, bar: TabBar, labels: Label[]): TabSpan[] {
  const spans: TabSpan[] = [];
  const current = Math.max(
    0,
    bar.tabs.findIndex((tab) => tab.current),
  );
  const { first, last } = visibleRange(labels, current, box.cols);
  let offset = 0;
  const advance = (at: number, pieces: readonly Piece[]): void => {
    const end = drawPieces(grid, box, offset, pieces);
    const { number } = bar.tabs[at] as TabLabel;
    spans.push({ number, col: box.col + offset, cols: end - offset });
    offset = end;
  };
  const more = (hidden: Label[], arrow: '<' | '>'): void => {
    if (hidden.length === 0) return;
    const mark = strongestMark(hidden.map((each) => each.mark));
    const pieces = [
      { text: arrow, style: roleStyle('bar') },
      { text: MARK_TEXT[mark], style: roleOn(BAR_MARK_ROLES[mark], 'bar') },
    ];
    if (arrow === '<') advance(first - 1, pieces);
    else advance(last + 1, pieces.reverse());
  };
  more(labels.slice(0, first), '<');
  for (let at = first; at <= last; at++) {
    const wide = labels[at] as Label;
    // Alone and still too wide: the name is cut.
    const room = box.cols - offset - (last < labels.length - 1 ? MORE_COLS : 0);
    const tab = bar.tabs[at] as TabLabel;
    const fits = wide.cols <= room ? wide : label(tab, Math.max(1, MAX_NAME_COLS - (wide.cols - room)));
    advance(at, fits.pieces);
  }
  more(labels.slice(last + 1), '>');
  return spans;
}

/** The tabs around the current one that fit, the next one before the previous one. */
function visibleRange(labels: Label[], current: number, cols: number): { first: number; last: number } {
  let [first, last] = [current, current];
  let used = labels[current]?.cols ?? 0;
  const fits = (from: number, to: number, added: number): boolean =>
    used + added + (from > 0 ? MORE_COLS : 0) + (to < labels.length - 1 ? MORE_COLS : 0) <= cols;
  for (;;) {
    const next = labels[last + 1];
    const previous = labels[first - 1];
    if (next && fits(first, last + 1, next.cols)) {
      last++;
      used += next.cols;
    } else if (previous && fits(first - 1, last, previous.cols)) {
      first--;
      used += previous.cols;
    } else {
      return { first, last: labels.length === 0 ? -1 : last };
    }
  }
}

/** The warning first, which is never cut; then who waits. */
function fitRight(bar: TabBar, cols: number): Piece[] {
  if (bar.warning === undefined) return fitWaiting(bar, cols);
  const text = truncateToWidth(` !${sanitiseLine(bar.warning)} `, cols);
  const warning: Piece = { text, style: roleOn(BAR_MARK_ROLES['needs-you'], 'bar') };
  return [warning, ...fitWaiting(bar, cols - textWidth(text))];
}

/**
 * Whole names only; `…` represents those that do not fit. What this client may do is the last to be dropped.
 */
function fitWaiting(bar: TabBar, cols: number): Piece[] {
  const end = [
    ...(bar.readOnly ? [{ text: ' read-only', style: roleStyle('tab_current') }] : []),
    { text: ' ', style: roleStyle('bar') },
  ];
  const unseen =
    bar.unseen > 0
      ? [{ text: ` ${MARK_TEXT.unseen}${bar.unseen}`, style: roleOn(BAR_MARK_ROLES.unseen, 'bar') }]
      : [];
  for (let shown = Math.min(bar.waiting.length, Math.floor(cols / LEAST_WAITING_COLS)); shown >= 0; shown--) {
    const waiting = bar.waiting
      .slice(0, shown)
      .map((session) => ` ${MARK_TEXT['needs-you']}${sanitiseLine(session)}`);
    if (shown < bar.waiting.length)
      waiting.push(shown === 0 ? ` ${MARK_TEXT['needs-you']}${bar.waiting.length}` : ' …');
    const pieces = [
      ...waiting.map((text) => ({ text, style: roleOn(BAR_MARK_ROLES['needs-you'], 'bar') })),
      ...unseen,
    ];
    if (pieces.length === 0) break;
    pieces.push(...end);
    if (widthOf(pieces) <= cols) return pieces;
  }
  return bar.readOnly && widthOf(end) <= cols ? end : [];
}

const widthOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { text }) => sum + textWidth(text), 0);

function drawPieces(grid: CellGrid, box: Box, offset: number, pieces: readonly Piece[]): number {
  return pieces.reduce((at, { text, style }) => writeText(grid, box, at, text, style), offset);
}
