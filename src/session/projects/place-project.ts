// Where the sessions of a project go in the workspace (pure): new tabs with their trees, and what is missing
// in a tab that is open already. Owns finding a tab again: by its sessions that are in a pane. Leaves which
// sessions there are to whoever asks. Invariant: a pane that exists stays where it is, and every session is
// in one pane at most.

import {
  isSplit,
  sessionsIn,
  type ProjectNode,
  type ProjectSplit,
  type ProjectTab,
} from '../../config/project/project.js';
import {
  addTab,
  flatten,
  paneOfSession,
  panesIn,
  panesOf,
  renameTab,
  replaceTab,
  splitPane,
  tabOfPane,
  type LayoutNode,
  type PaneId,
  type SessionId,
  type SplitDirection,
  type Tab,
  type TabId,
  type Workspace,
} from '../../panes/workspace.js';
import { swapPanes } from '../../panes/rearrange.js';
import { shownFor } from '../../panes/stacks.js';
import { cleanTabName, foldCase } from '../names/names.js';

export interface Placing {
  /** Of the open or new session with this name; undefined: it could not be opened. */
  sessionOf(name: string): SessionId | undefined;
  /** It was created for this. */
  isNew(session: SessionId): boolean;
  newId(): string;
}

export interface Placed {
  workspace: Workspace;
  /** The first pane of the first tab that was opened, else of what was added. */
  pane: PaneId | undefined;
}

/** The tab that is open already: one that shows a session of it, of several the one with its name. */
export function findOpenTab(
  workspace: Workspace,
  { name, layout }: ProjectTab,
  sessionOf: Placing['sessionOf'],
): Tab | undefined {
  const shown = sessionsIn(layout).flatMap((session) => {
    const id = sessionOf(session.name);
    const pane = id === undefined ? undefined : paneOfSession(workspace, id);
    const tab = pane === undefined ? undefined : tabOfPane(workspace, pane);
    return tab ? [tab] : [];
  });
  const clean = name && cleanTabName(name);
  return shown.find((tab) => tab.name === clean) ?? shown[0];
}

export function placeProject(workspace: Workspace, tabs: readonly ProjectTab[], placing: Placing): Placed {
  let next = workspace;
  let opened: PaneId | undefined;
  let added: PaneId | undefined;
  // All are looked for first: what is added to one must not be found for another.
  const open = tabs.map((tab) => findOpenTab(workspace, tab, placing.sessionOf)?.id);
  tabs.forEach((tab, at) => {
    const there = open[at];
    const placed =
      there === undefined ? addProjectTab(next, tab, placing) : addMissing(next, there, tab, placing);
    next = placed.workspace;
    if (there === undefined) opened ??= placed.pane;
    else added ??= placed.pane;
  });
  return { workspace: next, pane: opened ?? added };
}

/** A tab with the whole tree, without what is in a pane elsewhere. */
function addProjectTab(workspace: Workspace, { name = '', layout }: ProjectTab, placing: Placing): Placed {
  const root = treeOf(workspace, layout, placing);
  if (!root) return { workspace, pane: undefined };
  const [id, pane] = [placing.newId(), shownFor(root, firstPane(root))];
  const bare = addTab(workspace, { tab: id, pane, session: '' });
  const whole = replaceTab(bare, { id, name: undefined, root, zoomed: undefined });
  const clean = cleanTabName(name);
  return { workspace: clean === '' ? whole : renameTab(whole, id, clean), pane };
}

const firstPane = (node: LayoutNode): PaneId =>
  node.type === 'pane' ? node.id : firstPane(node.children[0] as LayoutNode);

function treeOf(workspace: Workspace, node: ProjectNode, placing: Placing): LayoutNode | undefined {
  if (!isSplit(node)) {
    const session = placing.sessionOf(node.name);
    if (session === undefined || paneOfSession(workspace, session) !== undefined) return undefined;
    return { type: 'pane', id: placing.newId(), session };
  }
  const children: LayoutNode[] = [];
  const weights: number[] = [];
  node.panes.forEach((pane, at) => {
    const child = treeOf(workspace, pane, placing);
    if (!child) return;
    children.push(child);
    weights.push(node.ratio[at] as number);
  });
  return children.length === 0
    ? undefined
    : flatten({ type: 'split', ...shapeOf(node, children, placing), children, weights });
}

/** A stack is a split below with an open pane: if that one is elsewhere, the first. */
function shapeOf(
  { split, panes, open }: ProjectSplit,
  children: readonly LayoutNode[],
  { sessionOf }: Placing,
): { direction: SplitDirection; open?: PaneId } {
  if (split !== 'stacked') return { direction: split };
  const first = panesIn(children[0] as LayoutNode)[0]?.id ?? '';
  const name = open ?? panes.flatMap(sessionsIn)[0]?.name ?? '';
  const named = panes.flatMap(sessionsIn).find((session) => foldCase(session.name) === foldCase(name));
  const session = named && sessionOf(named.name);
  const pane = children.flatMap(panesIn).find((each) => each.session === session)?.id;
  return { direction: 'below', open: pane ?? first };
}

/** What is new goes beside its neighbours of the file; what its user hid stays hidden. */
function addMissing(workspace: Workspace, tab: TabId, { layout }: ProjectTab, placing: Placing): Placed {
  let next = workspace;
  let first: PaneId | undefined;
  for (const { name } of sessionsIn(layout)) {
    const session = placing.sessionOf(name);
    if (session === undefined || !placing.isNew(session)) continue;
    const made = { id: placing.newId(), session };
    const target = neighbourOf(next, tab, { layout, name }, placing);
    if (!target) continue;
    const split = splitPane(next, target.pane, target.direction, made);
    if ('refused' in split) continue;
    const placed = target.isAfter ? swapPanes(split, made.id, target.pane) : split;
    next = 'refused' in placed ? split : placed;
    first ??= made.id;
  }
  return { workspace: next, pane: first };
}

interface Neighbour {
  pane: PaneId;
  direction: SplitDirection;
  /** The pane comes after the new one. */
  isAfter: boolean;
}

/** The pane of this tab that is nearest in the file's tree; else its last pane. */
function neighbourOf(
  workspace: Workspace,
  tab: TabId,
  { layout, name }: { layout: ProjectNode; name: string },
  { sessionOf }: Placing,
): Neighbour | undefined {
  const here = workspace.tabs.find(({ id }) => id === tab);
  if (!here) return undefined;
  const panes = panesOf(here);
  const paneOf = (session: string): PaneId | undefined =>
    panes.find((pane) => pane.session === sessionOf(session))?.id;
  const search = (node: ProjectNode): Neighbour | 'here' | undefined => {
    if (!isSplit(node)) return node.name === name ? 'here' : undefined;
    for (const [at, child] of node.panes.entries()) {
      const found = search(child);
      if (found !== 'here') {
        if (found) return found;
        continue;
      }
      const before = node.panes.slice(0, at).flatMap(sessionsIn).reverse();
      const after = node.panes.slice(at + 1).flatMap(sessionsIn);
      for (const [list, isAfter] of [
        [before, false],
        [after, true],
      ] as const) {
        const pane = list.map((session) => paneOf(session.name)).find((each) => each !== undefined);
        const direction = node.split === 'right' ? 'right' : 'below';
        if (pane !== undefined) return { pane, direction, isAfter };
      }
      return 'here';
    }
    return undefined;
  };
  const found = search(layout);
  if (found !== undefined && found !== 'here') return found;
  const last = panes.at(-1);
  return last && { pane: last.id, direction: 'right', isAfter: false };
}
