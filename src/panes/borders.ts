// The borders between the panes of a tab (pure): which one is at a place, and how one moves, by keys or by
// the mouse. Owns who gives up the cells. Leaves dividing an area to geometry.ts.

import type { Area, Box, Direction } from './geometry.js';
import { childSizes, minimum } from './geometry.js';
import type { LayoutNode, PaneId, Refusal, SplitDirection, SplitNode, Tab, Workspace } from './workspace.js';
import { getTab, panesIn, tabOfPane, withLayout } from './workspace.js';

/** Between two panes, or what they are in, that are next to each other along the axis. */
export interface Border {
  before: PaneId;
  after: PaneId;
  axis: SplitDirection;
}

interface Point {
  row: number;
  col: number;
}

interface Child {
  node: LayoutNode;
  box: Box;
}

const wholeOf = ({ rows, cols }: Area): Box => ({ row: 0, col: 0, rows, cols });

/** The children of a split with their boxes. */
function childrenIn(node: SplitNode, box: Box): Child[] {
  const isRow = node.direction === 'right';
  const sizes = childSizes(node, isRow ? box.cols : box.rows);
  let at = isRow ? box.col : box.row;
  return node.children.map((child, index) => {
    const size = sizes[index] as number;
    const placed = isRow ? { ...box, col: at, cols: size } : { ...box, row: at, rows: size };
    at += size + (isRow ? 1 : 0);
    return { node: child, box: placed };
  });
}

/**
 * The border that is drawn there: a separator, or the title row of what is below something else. undefined:
 * none.
 */
export function borderAt(tab: Tab, area: Area, point: Point): Border | undefined {
  return tab.zoomed === undefined ? borderIn(tab.root, wholeOf(area), point) : undefined;
}

/** The innermost one: where a title row meets a separator, the separator. */
function borderIn(node: LayoutNode, box: Box, point: Point): Border | undefined {
  if (node.type === 'pane') return undefined;
  const children = childrenIn(node, box);
  const within = children.find((child) => isInside(child.box, point));
  const inner = within && borderIn(within.node, within.box, point);
  if (inner) return inner;
  const isRow = node.direction === 'right';
  const at = children.findIndex(({ box: { row, col } }) =>
    isRow ? point.col === col - 1 : point.row === row,
  );
  const [before, after] = [children[at - 1], children[at]];
  if (!before || !after) return undefined;
  return { before: firstPane(before.node), after: firstPane(after.node), axis: node.direction };
}

/** Moves the border to the place, as far as there is room; the same workspace if it is there or is gone. */
export function dragBorder(
  workspace: Workspace,
  id: string,
  border: Border,
  { to, area }: { to: Point; area: Area },
): Workspace {
  const tab = getTab(workspace, id);
  const root = dragIn({ node: tab.root, box: wholeOf(area) }, border, to);
  return root === tab.root ? workspace : withLayout(workspace, tab, root);
}

function dragIn({ node, box }: Child, border: Border, to: Point): LayoutNode {
  if (node.type === 'pane') return node;
  const children = childrenIn(node, box);
  const at = children.findIndex((child) => holds(child.node, border.before));
  const next = children.findIndex((child) => holds(child.node, border.after));
  const child = children[at];
  if (!child || next < 0) return node;
  if (next === at) {
    const inner = dragIn(child, border, to);
    return inner === child.node ? node : { ...node, children: node.children.with(at, inner) };
  }
  if (next !== at + 1 || node.direction !== border.axis) return node;
  const isRow = node.direction === 'right';
  const step = isRow ? to.col - (child.box.col + child.box.cols) : to.row - (child.box.row + child.box.rows);
  return moveAfter(node, isRow ? box.cols : box.rows, at, step);
}

const firstPane = (node: LayoutNode): PaneId => panesIn(node)[0]?.id ?? '';

const isInside = (box: Box, { row, col }: Point): boolean =>
  row >= box.row && row < box.row + box.rows && col >= box.col && col < box.col + box.cols;

/**
 * Moves a border of the pane by some cells in the direction, like tmux's resize-pane: the border after the
 * pane, or for the last one the border before it. The pane it moves into gives up what it has above its
 * minimum, then the next one. Refuses if there is no border; if no pane has room the workspace stays the
 * same.
 */
export function resizePane(
  workspace: Workspace,
  pane: PaneId,
  direction: Direction,
  cells: number,
  area: Area,
): Workspace | Refusal {
  const tab = tabOfPane(workspace, pane);
  if (!tab) return { refused: `no pane ${pane} to resize` };
  const axis: SplitDirection = direction === 'left' || direction === 'right' ? 'right' : 'below';
  const step = direction === 'left' || direction === 'up' ? -cells : cells;
  const root = moveBorder(tab.root, wholeOf(area), pane, axis, step);
  if (root === undefined) return { refused: `there is no border to move ${direction}` };
  return root === tab.root ? workspace : withLayout(workspace, tab, root);
}

/** The innermost split of this axis around the pane is changed. undefined: there is none. */
function moveBorder(
  node: LayoutNode,
  box: Box,
  pane: PaneId,
  axis: SplitDirection,
  step: number,
): LayoutNode | undefined {
  if (node.type === 'pane') return undefined;
  const at = node.children.findIndex((child) => holds(child, pane));
  if (at < 0) return undefined;
  const isRow = node.direction === 'right';
  const sizes = childSizes(node, isRow ? box.cols : box.rows);
  const size = sizes[at] as number;
  const inner = moveBorder(
    node.children[at] as LayoutNode,
    isRow ? { ...box, cols: size } : { ...box, rows: size },
    pane,
    axis,
    step,
  );
  if (inner) return { ...node, children: node.children.with(at, inner) };
  if (node.direction !== axis) return undefined;
  return moveAfter(node, isRow ? box.cols : box.rows, at === sizes.length - 1 ? at - 1 : at, step);
}

/** The border after the child `before`, in a split that has this much room. */
function moveAfter(node: SplitNode, room: number, before: number, step: number): SplitNode {
  const sizes = childSizes(node, room);
  const least = node.children.map((child) => minimum(child, node.direction));
  const weights = pushBorder(sizes, least, before, step);
  return weights.every((weight, index) => weight === sizes[index]) ? node : { ...node, weights };
}

/** Moves the border after `before` by step; the sum stays. */
function pushBorder(
  sizes: readonly number[],
  least: readonly number[],
  before: number,
  step: number,
): number[] {
  const pushed = [...sizes];
  const grows = step > 0 ? before : before + 1;
  const away = Math.sign(step);
  let wanted = Math.abs(step);
  for (let at = grows + away; wanted > 0 && at >= 0 && at < pushed.length; at += away) {
    const size = pushed[at] as number;
    // In an area that is too small a pane may already be below its minimum: then it gives nothing.
    const given = Math.min(wanted, Math.max(0, size - (least[at] as number)));
    pushed[at] = size - given;
    pushed[grows] = (pushed[grows] as number) + given;
    wanted -= given;
  }
  return pushed;
}

const holds = (node: LayoutNode, pane: PaneId): boolean =>
  node.type === 'pane' ? node.id === pane : node.children.some((child) => holds(child, pane));
