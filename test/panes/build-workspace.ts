// Workspaces for tests: a pane is a letter, its session is the same letter with `s-` before it.

import { layoutTab, type Area } from '../../src/panes/geometry.js';
import {
  addTab,
  EMPTY_WORKSPACE,
  splitPane,
  type SplitDirection,
  type Tab,
  type Workspace,
} from '../../src/panes/workspace.js';

/** One tab, `t1`, with one pane, `a`. */
export const onePane: Workspace = addTab(EMPTY_WORKSPACE, { tab: 't1', pane: 'a', session: 's-a' });

/** The result of an operation that must not refuse. */
export function accepted(result: Workspace | { refused: string }): Workspace {
  if ('refused' in result) throw new Error(result.refused);
  return result;
}

export const split = (workspace: Workspace, pane: string, direction: SplitDirection, id: string): Workspace =>
  accepted(splitPane(workspace, pane, direction, { id, session: `s-${id}` }));

/** Panes `a`, `b`, … in one tab, side by side. */
export function panesInRow(count: number): Workspace {
  const ids = [...'abcdefghij'].slice(1, count);
  return ids.reduce(
    ({ workspace, last }, id) => ({ workspace: split(workspace, last, 'right', id), last: id }),
    { workspace: onePane, last: 'a' },
  ).workspace;
}

export const firstTab = (workspace: Workspace): Tab => workspace.tabs[0] as Tab;

/** The tab as a picture: each cell the letter of its pane, separators as `|`. */
export function picture(tab: Tab, area: Area): string {
  const rows = Array.from({ length: area.rows }, () => Array.from({ length: area.cols }, () => '?'));
  const { boxes, separators } = layoutTab(tab, area);
  const fills = [
    ...boxes.map(({ pane, box }) => ({ box, letter: pane })),
    ...separators.map((box) => ({ box, letter: '|' })),
  ];
  for (const { box, letter } of fills)
    for (let row = box.row; row < box.row + box.rows; row++)
      rows[row]?.fill(letter, box.col, box.col + box.cols);
  return rows.map((row) => row.join('')).join('\n');
}
