// Whether two layouts are the same for a user (pure). Owns what of a layout cannot be seen. Leaves what
// follows to the undo. Invariant: nothing that is drawn is left out.

import { isStack } from './stacks.js';
import type { LayoutNode, Tab, Workspace } from './workspace.js';

/** Weights are compared by their shares. */
export const looksSame = (a: Workspace, b: Workspace): boolean =>
  a === b ||
  (a.tabs.length === b.tabs.length && a.tabs.every((tab, at) => tabsLookSame(tab, b.tabs[at] as Tab)));

const tabsLookSame = (a: Tab, b: Tab): boolean => a === b || picture(a) === picture(b);

const picture = ({ id, root, zoomed }: Tab): string => JSON.stringify([id, zoomed, pictureOf(root)]);

function pictureOf(node: LayoutNode): unknown {
  if (node.type === 'pane') return [node.id, node.session];
  const total = node.weights.reduce((sum, weight) => sum + weight, 0);
  const shares = node.weights.map((weight) => Math.round((weight / total) * SHARE_PRECISION));
  // Which pane of a stack is open is no change of the layout, as the focus is none.
  return [isStack(node) ? 'stack' : [node.direction, shares], node.children.map(pictureOf)];
}

/** Far finer than a cell of the largest terminal. */
const SHARE_PRECISION = 1e6;
