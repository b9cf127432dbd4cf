// Any change of a layout that users can make, for random tests.

import fc from 'fast-check';

import { resizePane } from '../../src/panes/borders.js';
import type { Area } from '../../src/panes/geometry.js';
import { applyPreset, nextPreset, PRESETS } from '../../src/panes/presets.js';
import { equalisePanes, moveTab, rotatePanes, swapPanes, swapTabs } from '../../src/panes/rearrange.js';
import { openPane, stackPanes } from '../../src/panes/stacks.js';
import {
  addTab,
  breakPane,
  joinPane,
  panesOf,
  removePane,
  splitPane,
  tabOfPane,
  toggleZoom,
  type Workspace,
} from '../../src/panes/workspace.js';

export type Operation = { type: string; pick: number; other: number; direction: number; cells: number };
export const operation: fc.Arbitrary<Operation> = fc.record({
  type: fc.constantFrom(
    'split',
    'split',
    'split',
    'remove',
    'resize',
    'swap',
    'rotate',
    'equalise',
    'move tab',
    'swap tabs',
    'break',
    'join',
    'preset',
    'next',
    'zoom',
    'tab',
    'stack',
    'open',
  ),
  pick: fc.nat(),
  other: fc.nat(),
  direction: fc.nat({ max: 3 }),
  cells: fc.integer({ min: 1, max: 9 }),
});

/** at: of the sequence, for ids that are not taken. */
export function apply(workspace: Workspace, step: Operation, at: number, area: Area): Workspace {
  const panes = workspace.tabs.flatMap(panesOf);
  const pane = panes[step.pick % Math.max(1, panes.length)]?.id;
  const other = panes[step.other % Math.max(1, panes.length)]?.id;
  const tab = workspace.tabs[step.pick % Math.max(1, workspace.tabs.length)]?.id;
  if (pane === undefined || other === undefined || tab === undefined || step.type === 'tab')
    return addTab(workspace, { tab: `t${at}`, pane: `p${at}`, session: `s${at}` }, tab);
  const axis = step.direction % 2 === 0 ? 'right' : 'below';
  const direction = (['left', 'right', 'up', 'down'] as const)[step.direction] ?? 'left';
  const results: Record<string, () => Workspace | { refused: string }> = {
    split: () => splitPane(workspace, pane, axis, { id: `p${at}`, session: `s${at}` }),
    remove: () => removePane(workspace, pane),
    resize: () => resizePane(workspace, pane, direction, step.cells, area),
    swap: () => swapPanes(workspace, pane, other),
    rotate: () => rotatePanes(workspace, tab, step.direction % 2 === 0 ? 'up' : 'down'),
    equalise: () => equalisePanes(workspace, tab),
    'move tab': () => moveTab(workspace, tab, step.other % workspace.tabs.length),
    'swap tabs': () =>
      swapTabs(workspace, tab, workspace.tabs[step.other % workspace.tabs.length]?.id ?? tab),
    break: () => breakPane(workspace, pane, `t${at}`),
    join: () => joinPane(workspace, pane, other, axis),
    preset: () => applyPreset(workspace, tab, PRESETS[step.direction] ?? 'tiled'),
    next: () => nextPreset(workspace, tab),
    zoom: () => toggleZoom(workspace, pane),
    stack: () => stackPanes(workspace, tabOfPane(workspace, pane)?.id ?? tab, pane),
    open: () => openPane(workspace, pane),
  };
  const result = results[step.type]?.() ?? workspace;
  return 'refused' in result ? workspace : result;
}
