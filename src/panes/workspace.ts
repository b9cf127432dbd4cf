// All tabs and their panes as one immutable value: what is restored. Every operation returns a new workspace,
// the same one if nothing changed, or why it refuses. Owns the tree. Leaves sizes to geometry.ts and who
// looks where to view.ts. Invariant: a split has at least two children, none of them a split of its own
// direction but a stack (see stacks.ts); weights match children.

export type SessionId = string;
export type PaneId = string;
export type TabId = string;
/** Where the new one goes; also the axis along which a split's children are placed. */
export type SplitDirection = 'right' | 'below';

export interface PaneNode {
  readonly type: 'pane';
  readonly id: PaneId;
  readonly session: SessionId;
}

export interface SplitNode {
  readonly type: 'split';
  readonly direction: SplitDirection;
  readonly children: readonly LayoutNode[];
  /** Sizes along the axis, in cells of the last layout; only their ratios count. */
  readonly weights: readonly number[];
  /**
   * It is a stack, of direction `below`: one child at a time has the room, the others only their title rows.
   * A pane of the open one; if there is no such pane, the first child is open.
   */
  readonly open?: PaneId;
}

export type LayoutNode = PaneNode | SplitNode;

export interface Tab {
  readonly id: TabId;
  /** Given by the user. */
  readonly name: string | undefined;
  readonly root: LayoutNode;
  readonly zoomed: PaneId | undefined;
}

export interface Workspace {
  readonly tabs: readonly Tab[];
}

export interface Refusal {
  readonly refused: string;
}

export const EMPTY_WORKSPACE: Workspace = { tabs: [] };

export function panesOf(tab: Tab): PaneNode[] {
  return panesIn(tab.root);
}

export function panesIn(node: LayoutNode): PaneNode[] {
  return node.type === 'pane' ? [node] : node.children.flatMap(panesIn);
}

export function findPane(workspace: Workspace, pane: PaneId): PaneNode | undefined {
  for (const tab of workspace.tabs) {
    const found = panesOf(tab).find(({ id }) => id === pane);
    if (found) return found;
  }
  return undefined;
}

export function paneOfSession(workspace: Workspace, session: SessionId): PaneId | undefined {
  for (const tab of workspace.tabs) {
    const found = panesOf(tab).find((pane) => pane.session === session);
    if (found) return found.id;
  }
  return undefined;
}

export const tabOfPane = (workspace: Workspace, pane: PaneId): Tab | undefined =>
  workspace.tabs.find((tab) => panesOf(tab).some(({ id }) => id === pane));

export function getTab(workspace: Workspace, id: TabId): Tab {
  const tab = workspace.tabs.find((each) => each.id === id);
  if (!tab) throw new Error(`no tab ${id} in the workspace`);
  return tab;
}

/** A tab with one pane, after the tab `after`, or at the end. */
export function addTab(
  workspace: Workspace,
  made: { tab: TabId; pane: PaneId; session: SessionId },
  after?: TabId,
): Workspace {
  const tab: Tab = {
    id: made.tab,
    name: undefined,
    root: { type: 'pane', id: made.pane, session: made.session },
    zoomed: undefined,
  };
  const at = workspace.tabs.findIndex(({ id }) => id === after);
  return { tabs: at < 0 ? [...workspace.tabs, tab] : workspace.tabs.toSpliced(at + 1, 0, tab) };
}

/** Halves a pane; ends the zoom. */
export function splitPane(
  workspace: Workspace,
  pane: PaneId,
  direction: SplitDirection,
  made: { id: PaneId; session: SessionId },
): Workspace | Refusal {
  const tab = tabOfPane(workspace, pane);
  if (!tab) return { refused: `no pane ${pane} to split` };
  const node: PaneNode = { type: 'pane', ...made };
  return replaceTab(workspace, {
    ...tab,
    root: insertBeside(tab.root, pane, direction, node),
    zoomed: undefined,
  });
}

function insertBeside(node: LayoutNode, pane: PaneId, direction: SplitDirection, made: PaneNode): LayoutNode {
  if (node.type === 'pane')
    return node.id === pane ? { type: 'split', direction, children: [node, made], weights: [1, 1] } : node;
  const at = node.children.findIndex((child) => child.type === 'pane' && child.id === pane);
  if (at >= 0 && node.direction === direction) {
    const half = (node.weights[at] as number) / 2;
    return {
      ...node,
      children: node.children.toSpliced(at + 1, 0, made),
      weights: node.weights.toSpliced(at, 1, half, half),
    };
  }
  return { ...node, children: node.children.map((child) => insertBeside(child, pane, direction, made)) };
}

/** The neighbours take the space; a tab without panes is removed. */
export function removePane(workspace: Workspace, pane: PaneId): Workspace {
  const tab = tabOfPane(workspace, pane);
  if (!tab) return workspace;
  const root = without(tab.root, pane);
  if (!root) return { tabs: workspace.tabs.filter((each) => each !== tab) };
  return replaceTab(workspace, { ...tab, root, zoomed: undefined });
}

function without(node: LayoutNode, pane: PaneId): LayoutNode | undefined {
  if (node.type === 'pane') return node.id === pane ? undefined : node;
  const at = node.children.findIndex((child) => panesIn(child).some(({ id }) => id === pane));
  const child = node.children[at];
  if (!child) return node;
  const rest = without(child, pane);
  if (rest) return flatten(reopened({ ...node, children: node.children.with(at, rest) }, pane, rest));
  // As in tmux the pane before it takes the space, for the first one the pane after it.
  const heir = at === 0 ? 1 : at - 1;
  const weights = node.weights
    .with(heir, (node.weights[heir] as number) + (node.weights[at] as number))
    .toSpliced(at, 1);
  const next = node.children[heir] as LayoutNode;
  return flatten(reopened({ ...node, children: node.children.toSpliced(at, 1), weights }, pane, next));
}

/** A pane of a stack is gone: if it was the open one, another is. */
const reopened = (node: SplitNode, gone: PaneId, next: LayoutNode): SplitNode =>
  node.open === gone ? { ...node, open: panesIn(next)[0]?.id ?? '' } : node;

/** A child that is split the same way is no level of its own; a stack in what is none is one. */
export const isSameLevel = (parent: SplitNode, child: LayoutNode): child is SplitNode =>
  child.type === 'split' &&
  child.direction === parent.direction &&
  (child.open === undefined || parent.open !== undefined);

/** Restores the invariant after a removal: no lone child, no child split in the parent's direction. */
export function flatten(node: SplitNode): LayoutNode {
  const only = node.children.length === 1 ? node.children[0] : undefined;
  if (only) return only;
  const children: LayoutNode[] = [];
  const weights: number[] = [];
  const add = (child: LayoutNode, weight: number): void => {
    if (!isSameLevel(node, child)) {
      children.push(child);
      weights.push(weight);
      return;
    }
    const total = child.weights.reduce((sum, each) => sum + each, 0);
    // A stack in a column of a stack is on the same level, too.
    child.children.forEach((each, at) => add(each, ((child.weights[at] as number) / total) * weight));
  };
  node.children.forEach((child, at) => add(child, node.weights[at] as number));
  return { ...node, children, weights };
}

/** The pane shows another session. */
export function replaceSession(workspace: Workspace, pane: PaneId, session: SessionId): Workspace {
  const tab = tabOfPane(workspace, pane);
  if (!tab || findPane(workspace, pane)?.session === session) return workspace;
  const change = (node: PaneNode): PaneNode => (node.id === pane ? { ...node, session } : node);
  return replaceTab(workspace, { ...tab, root: mapPanes(tab.root, change) });
}

export function mapPanes(node: LayoutNode, change: (pane: PaneNode) => PaneNode): LayoutNode {
  return node.type === 'pane'
    ? change(node)
    : { ...node, children: node.children.map((child) => mapPanes(child, change)) };
}

/** The pane gets a tab of its own, at the end or after its old one. */
export function breakPane(
  workspace: Workspace,
  pane: PaneId,
  newTab: TabId,
  where: 'last' | 'after' = 'last',
): Workspace | Refusal {
  const tab = tabOfPane(workspace, pane);
  const node = findPane(workspace, pane);
  if (!tab || !node) return { refused: `no pane ${pane} to break away` };
  if (panesOf(tab).length === 1) return { refused: 'this pane is already alone in its tab' };
  const made = { tab: newTab, pane, session: node.session };
  return addTab(removePane(workspace, pane), made, where === 'after' ? tab.id : undefined);
}

/** Moves a pane, also from another tab, next to the target. */
export function joinPane(
  workspace: Workspace,
  pane: PaneId,
  target: PaneId,
  direction: SplitDirection,
): Workspace | Refusal {
  const node = findPane(workspace, pane);
  if (!node) return { refused: `no pane ${pane} to join` };
  if (pane === target) return { refused: 'a pane cannot be joined to itself' };
  const tab = tabOfPane(workspace, target);
  const rest = tab && tab === tabOfPane(workspace, pane) ? without(tab.root, pane) : undefined;
  if (tab && rest) return withLayout(workspace, tab, insertBeside(rest, target, direction, node));
  return splitPane(removePane(workspace, pane), target, direction, { id: node.id, session: node.session });
}

export function renameTab(workspace: Workspace, id: TabId, name: string): Workspace {
  const tab = getTab(workspace, id);
  return tab.name === name ? workspace : replaceTab(workspace, { ...tab, name });
}

/** A pane alone in its tab has nothing to zoom over. */
export function toggleZoom(workspace: Workspace, pane: PaneId): Workspace {
  const tab = tabOfPane(workspace, pane);
  if (!tab || panesOf(tab).length === 1) return workspace;
  return replaceTab(workspace, { ...tab, zoomed: tab.zoomed === undefined ? pane : undefined });
}

/** A new layout of the same panes; ends the zoom. */
export const withLayout = (workspace: Workspace, tab: Tab, root: LayoutNode): Workspace =>
  replaceTab(workspace, { ...tab, root, zoomed: undefined });

export function replaceTab(workspace: Workspace, tab: Tab): Workspace {
  return { tabs: workspace.tabs.map((each) => (each.id === tab.id ? tab : each)) };
}

/** Panes of sessions that are gone are removed, as after a damaged store. */
export function dropUnknownSessions(workspace: Workspace, known: (session: SessionId) => boolean): Workspace {
  return workspace.tabs
    .flatMap(panesOf)
    .filter(({ session }) => !known(session))
    .reduce((rest, { id }) => removePane(rest, id), workspace);
}
