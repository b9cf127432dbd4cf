// Where each pane of a tab is, in cells. Owns dividing an area by the tree's weights. Leaves
// moving its borders to borders.ts.
// Every box has a title row at the top; children of a right-split are separated by one column.
// Invariant: boxes and separators tile the area exactly, without overlap; if there is no room a box is empty.

import type {
  LayoutNode,
  PaneId,
  SessionId,
  SplitDirection,
  SplitNode,
  Tab,
  Workspace,
} from './workspace.js';
import { isStack, openIndex } from './stacks.js';
import { tabOfPane } from './workspace.js';

/** On top of every box. */
export const TITLE_ROWS = 1;

export interface Box {
  row: number;
  col: number;
  rows: number;
  cols: number;
}

export interface PaneBox {
  pane: PaneId;
  session: SessionId;
  box: Box;
  /** The border around it: it lies over the others. */
  edge?: Box;
}

export interface Area {
  rows: number;
  cols: number;
}

/** A title and one row of screen. */
export const MIN_ROWS = 2;
/** The emulator's minimum. */
export const MIN_COLS = 2;
const SEPARATOR_COLS = 1;
/** A stack's open pane has as many, or half of the rows if that is less: a prompt and some text. */
const OPEN_ROWS = 10;
/** Above and below the open pane; a stack that gets no more rows than these need is still one. */
const LEAST_TITLES = 2;

export type Direction = 'left' | 'right' | 'up' | 'down';

export function layoutTab(tab: Tab, area: Area): { boxes: PaneBox[]; separators: Box[] } {
  const whole: Box = { row: 0, col: 0, rows: area.rows, cols: area.cols };
  const boxes: PaneBox[] = [];
  const separators: Box[] = [];
  place(tab.root, whole, boxes, separators);
  const zoomed = boxes.find(({ pane }) => pane === tab.zoomed);
  return zoomed ? { boxes: [{ ...zoomed, box: whole }], separators: [] } : { boxes, separators };
}

function place(node: LayoutNode, box: Box, boxes: PaneBox[], separators: Box[]): void {
  if (node.type === 'pane') {
    boxes.push({ pane: node.id, session: node.session, box });
    return;
  }
  const isRow = node.direction === 'right';
  let at = isRow ? box.col : box.row;
  childSizes(node, isRow ? box.cols : box.rows).forEach((size, index) => {
    const child = node.children[index] as LayoutNode;
    place(
      child,
      isRow ? { ...box, col: at, cols: size } : { ...box, row: at, rows: size },
      boxes,
      separators,
    );
    at += size;
    const last = index === node.children.length - 1;
    const end = isRow ? box.col + box.cols : 0;
    if (isRow && !last && at < end)
      separators.push({ row: box.row, col: at++, rows: box.rows, cols: SEPARATOR_COLS });
  });
}

/** Sizes of a split's children along its axis, without the separators. They add up to what is left. */
export function childSizes(node: SplitNode, room: number): number[] {
  if (isStack(node)) return stackSizes(node, room);
  const gaps = node.direction === 'right' ? Math.min(node.children.length - 1, room) : 0;
  const left = room - gaps;
  const least = node.children.map((child) => minimum(child, node.direction));
  return shareOut(left, node.weights, least);
}

/** The open child has what the titles of the others leave; if that is too little, the nearest show. */
function stackSizes(node: SplitNode, rows: number): number[] {
  const open = openIndex(node);
  const least = minimum(node.children[open] as LayoutNode, 'below');
  const others = node.children.length - 1;
  const kept = Math.max(least, Math.min(OPEN_ROWS, Math.ceil(rows / 2)));
  const titles = Math.max(0, Math.min(others, rows - kept));
  const first = Math.max(0, Math.min(open - Math.floor(titles / 2), others - titles));
  return node.children.map((_, at) =>
    at === open ? rows - titles : at >= first && at <= first + titles ? TITLE_ROWS : 0,
  );
}

/**
 * Divides cells by weights, each at least its minimum while there is room; the largest give up what others
 * lack.
 */
function shareOut(cells: number, weights: readonly number[], least: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  let used = 0;
  let seen = 0;
  const sizes = weights.map((weight) => {
    seen += weight;
    // Rounding the running sum keeps the parts within one cell of their share and their sum exact.
    const size = Math.round((seen / total) * cells) - used;
    used += size;
    return size;
  });
  for (let at = 0; at < sizes.length; at++) {
    while ((sizes[at] as number) < (least[at] as number)) {
      const donor = largestSpare(sizes, least, at);
      if (donor === undefined) break;
      sizes[donor] = (sizes[donor] as number) - 1;
      sizes[at] = (sizes[at] as number) + 1;
    }
  }
  return sizes;
}

function largestSpare(
  sizes: readonly number[],
  least: readonly number[],
  except: number,
): number | undefined {
  let best: number | undefined;
  for (let at = 0; at < sizes.length; at++) {
    const spare = (sizes[at] as number) - (least[at] as number);
    if (at === except || spare <= 0) continue;
    if (best === undefined || spare > (sizes[best] as number) - (least[best] as number)) best = at;
  }
  return best;
}

/** Fewest cells of a node along an axis. */
export function minimum(node: LayoutNode, axis: SplitDirection): number {
  const one = axis === 'right' ? MIN_COLS : MIN_ROWS;
  if (node.type === 'pane') return one;
  const parts = node.children.map((child) => minimum(child, axis));
  if (isStack(node) && axis === 'below')
    return Math.max(...parts) + Math.min(parts.length - 1, LEAST_TITLES) * TITLE_ROWS;
  if (node.direction !== axis) return Math.max(...parts);
  const gaps = axis === 'right' ? parts.length - 1 : 0;
  return parts.reduce((sum, part) => sum + part, gaps);
}

/** Whether both halves of the pane would have room for a title and a screen. */
export function canSplit(workspace: Workspace, pane: PaneId, direction: SplitDirection, area: Area): boolean {
  const tab = tabOfPane(workspace, pane);
  const box =
    tab && layoutTab({ ...tab, zoomed: undefined }, area).boxes.find((each) => each.pane === pane)?.box;
  if (!box) return false;
  return direction === 'right'
    ? box.cols >= 2 * MIN_COLS + SEPARATOR_COLS && box.rows >= MIN_ROWS
    : box.rows >= 2 * MIN_ROWS && box.cols >= MIN_COLS;
}
