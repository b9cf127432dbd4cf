// Which pane is next to another: by direction on the screen, or next and previous in order.

import type { Area, Box, Direction } from './geometry.js';
import { layoutTab } from './geometry.js';
import { besideInStack, enterStack, isSameChild } from './stacks.js';
import type { PaneId, Tab } from './workspace.js';
import { panesOf } from './workspace.js';

/** Steps forward (1) or back (-1) through the tab's panes in reading order, wrapping around. */
export function paneInOrder(tab: Tab, from: PaneId, step: 1 | -1): PaneId | undefined {
  const panes = panesOf(tab);
  const at = panes.findIndex(({ id }) => id === from);
  return panes[(at + step + panes.length) % panes.length]?.id;
}

/**
 * The pane that touches this one's edge in the direction; at the edge of the tab it wraps around (tmux:
 * window_pane_find_left and its siblings). Among several the most recently used one.
 */
export function neighbourPane(
  tab: Tab,
  from: PaneId,
  direction: Direction,
  area: Area,
  recent: readonly PaneId[],
): PaneId | undefined {
  const { boxes } = layoutTab(tab, area);
  const box = boxes.find(({ pane }) => pane === from)?.box;
  if (!box) return undefined;
  const others = boxes.filter(({ pane }) => pane !== from);
  const beside = others.filter((other) => overlaps(box, other.box, direction));
  const gap = (other: Box): number => distance(box, other, direction, area);
  const nearest = Math.min(...beside.map((other) => gap(other.box)));
  const rank = (pane: PaneId): number => {
    const at = recent.indexOf(pane);
    return at < 0 ? recent.length : at;
  };
  const pane = beside
    .filter((other) => gap(other.box) === nearest)
    .map(({ pane }) => pane)
    .sort((a, b) => rank(a) - rank(b))[0];
  return pane === undefined || isSameChild(tab.root, from, pane)
    ? pane && enterStack(tab.root, from, pane)
    : (direction === 'down' && besideInStack(tab.root, from, 1)) ||
        (direction === 'up' && besideInStack(tab.root, from, -1)) ||
        enterStack(tab.root, from, pane);
}

const overlaps = (a: Box, b: Box, direction: Direction): boolean =>
  direction === 'left' || direction === 'right'
    ? a.row < b.row + b.rows && b.row < a.row + a.rows
    : a.col < b.col + b.cols && b.col < a.col + a.cols;

/** Cells between the edges in the direction, wrapping around the area's border. */
function distance(from: Box, to: Box, direction: Direction, area: Area): number {
  switch (direction) {
    case 'right':
      return modulo(to.col - (from.col + from.cols), area.cols + 1);
    case 'left':
      return modulo(from.col - (to.col + to.cols), area.cols + 1);
    case 'down':
      return modulo(to.row - (from.row + from.rows), area.rows);
    case 'up':
      return modulo(from.row - (to.row + to.rows), area.rows);
  }
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by;
