// The one workspace and its changes: which panes there are, where each viewer is, which sessions are drawn at
// which size. Owns the current workspace value; panes/ computes every new one. Leaves its undo to
// earlier-layouts.ts, sessions' lives to the coordinator.
// Invariant: after each change every view is repaired, so that a view never names a tab or pane that is gone.

import { dragBorder, resizePane } from '../../panes/borders.js';
import { canSplit, layoutTab, TITLE_ROWS } from '../../panes/geometry.js';
import { neighbourPane, paneInOrder } from '../../panes/neighbours.js';
import { closePanes, withoutSessions } from '../../panes/closed-panes.js';
import { placePopup, POPUP, putOver } from '../../panes/popup.js';
import type { Preset } from '../../panes/presets.js';
import type { LayoutHistory } from '../../panes/layout-step.js';
import { undoStep } from '../../panes/layout-history.js';
import { takeBack, type TakingBack } from '../../panes/taken-back.js';
import { applyPreset, nextPreset } from '../../panes/presets.js';
import { openPane, stackPanes } from '../../panes/stacks.js';
import {
  isOfTabs,
  paneAtPlaceOf,
  rearrange,
  type Dragged,
  type Rearrangement,
} from '../../panes/rearrange.js';
import {
  findTab,
  focusedPane,
  focusPane,
  focusTab,
  keepPlaces,
  lastPane,
  repairView,
  viewUndone,
  visitSession,
} from '../../panes/view.js';
import type { PaneId, SessionId, SplitDirection, Tab, Workspace } from '../../panes/workspace.js';
import {
  addTab,
  breakPane,
  findPane,
  getTab,
  joinPane,
  paneOfSession,
  renameTab,
  replaceSession,
  splitPane,
  tabOfPane,
  toggleZoom,
} from '../../panes/workspace.js';
import { UserError } from '../../text/user-error.js';
import { cleanTabName } from '../names/names.js';
import type { Size } from '../session-screen.js';
import { EarlierLayouts } from './earlier-layouts.js';
import { PaneMark } from './pane-mark.js';
import { drawnBy, type Drawn } from './drawn.js';
import type { Place } from './place.js';
import { checkNoPopup, checkViewer, dropPopups, popupAt, popupHolder, showPopup } from './popups.js';
import { roomOf, type Viewer, type Viewers } from './viewers.js';
import { commandWord, keyWord } from '../../text/mentions.js';

export type { Place } from './place.js';

export class Arrangement {
  readonly #newId: () => string;
  readonly #earlier: EarlierLayouts;

  constructor(
    public workspace: Workspace,
    readonly viewers: Viewers,
    newId: () => string,
    history: LayoutHistory = [],
    /** What `join` and `swap` mean without a word. */
    readonly mark = new PaneMark(),
  ) {
    this.#newId = newId;
    this.#earlier = new EarlierLayouts(history);
  }

  /** For the store. */
  get stored(): { tabs: readonly Tab[]; history: LayoutHistory; marked: SessionId | undefined } {
    const { session: marked } = this.mark;
    return { tabs: this.workspace.tabs, history: this.#earlier.stored, marked };
  }

  /**
   * The end of an operation: what it changed can be undone, where it led is visited. Returns what is drawn
   * now.
   */
  settle(): Map<SessionId, Drawn> {
    this.#earlier.record(this.workspace);
    const { attached, current } = this.viewers;
    for (const viewer of attached) if (viewer.sync?.tab !== viewer.view.tab) viewer.sync = undefined;
    for (const viewer of attached.length > 0 ? attached : [current]) {
      // Whoever closes a popup is where they were: it is no place to come back to.
      const session = viewer.popup ? undefined : this.focusedSession(viewer);
      if (session !== undefined) viewer.view = visitSession(viewer.view, session);
    }
    return this.drawn();
  }

  currentTab(viewer: Viewer): Tab {
    const tab = this.workspace.tabs.find(({ id }) => id === viewer.view.tab);
    if (!tab) throw new UserError(`there is no tab; ${commandWord('new')} opens one`);
    return tab;
  }

  focusedPane(viewer: Viewer): PaneId | undefined {
    return viewer.popup ? POPUP : focusedPane(viewer.view, this.workspace);
  }

  focusedSession(viewer: Viewer): SessionId | undefined {
    if (viewer.popup) return viewer.popup.session;
    const pane = this.focusedPane(viewer);
    return pane === undefined ? undefined : findPane(this.workspace, pane)?.session;
  }

  paneOf(session: SessionId): PaneId | undefined {
    return paneOfSession(this.workspace, session);
  }

  /** It is in a pane or a popup. */
  hasPlace(session: SessionId): boolean {
    return this.paneOf(session) !== undefined || popupHolder(this.viewers, session) !== undefined;
  }

  /** Boxes of the tab that the viewer looks at, title rows included; its popup, if it has one, comes last. */
  boxes(viewer: Viewer): ReturnType<typeof layoutTab> {
    const tab = this.currentTab(viewer);
    return putOver(layoutTab(tab, this.viewers.areaOf(tab.id)), viewer.popup, roomOf(viewer));
  }

  /** Size of a session's screen in the place it would get; for programs, which need it at their start. */
  sizeAt(viewer: Viewer, place: Place): Size {
    const popup = popupAt(viewer, place);
    if (popup) return screenOf(placePopup(popup.size, roomOf(viewer)).box);
    const focused = this.focusedPane(viewer);
    if (place.at === 'split' || (place.at === 'pane' && focused !== undefined)) {
      const trial =
        place.at === 'split' ? this.#split(viewer, place.direction, 'trial', 'trial') : this.workspace;
      const pane = place.at === 'split' ? 'trial' : focused;
      const tab = getTab(trial, viewer.view.tab);
      const box = layoutTab(tab, this.viewers.areaOf(tab.id)).boxes.find((each) => each.pane === pane)?.box;
      if (box && box.rows > TITLE_ROWS && box.cols > 1) return screenOf(box);
    }
    return screenOf(this.viewers.areaOf(viewer.view.tab));
  }

  /** Throws a UserError if there is no room; for a check before anything is created. */
  checkPlace(viewer: Viewer, place: Place): void {
    checkViewer(this.viewers, viewer, place);
    if (place.at === 'split') this.#split(viewer, place.direction, 'trial', 'trial');
  }

  /** Puts a session that is in no pane at its place, and the viewer there. */
  place(viewer: Viewer, session: SessionId, place: Place): void {
    if (place.at === 'background') return;
    const popup = popupAt(viewer, place);
    if (popup) return showPopup(this.viewers, viewer, { session, ...popup });
    const focused = this.focusedPane(viewer);
    if (place.at === 'pane' && focused !== undefined) {
      const before = findPane(this.workspace, focused)?.session ?? session;
      this.#set(replaceSession(this.workspace, focused, session));
      this.#earlier.exchange(before, session);
      return;
    }
    const pane = this.#newId();
    if (place.at === 'split') {
      this.#change(this.#split(viewer, place.direction, pane, session));
    } else {
      // At the end, so that the others keep their numbers.
      const after = place.at === 'tab' && place.after ? viewer.view.tab : undefined;
      this.#change(addTab(this.workspace, { tab: this.#newId(), pane, session }, after));
    }
    this.#look(viewer, pane);
  }

  /** Tabs and panes as somebody else computed them, in one step to undo. pane: where the viewer goes. */
  replace(viewer: Viewer, next: Workspace, pane: PaneId | undefined): void {
    this.#change(next);
    if (pane !== undefined) this.#look(viewer, pane);
  }

  /** What a close took away is back. Returns the sessions whose panes are not where they were. */
  takeBack(how: TakingBack): readonly SessionId[] {
    const { workspace, history, moved } = takeBack(this.workspace, this.#earlier.history, how);
    this.#set(workspace);
    this.#earlier.history = history;
    return moved;
  }

  /** Moves a session's pane, wherever it is, next to the focused one. */
  moveToSplit(viewer: Viewer, session: SessionId, direction: SplitDirection): void {
    const target = this.#getFocused(viewer);
    const pane = paneOfSession(this.workspace, session);
    if (pane === undefined) return this.place(viewer, session, { at: 'split', direction });
    if (pane === target) throw new UserError('the session is already in this pane');
    this.#change(joinPane(this.workspace, pane, target, direction));
    this.#look(viewer, pane);
  }

  /** As goTo, but what a zoom hides stays hidden. */
  goNear(viewer: Viewer, session: SessionId): void {
    const pane = paneOfSession(this.workspace, session);
    if (pane !== undefined) this.#look(viewer, tabOfPane(this.workspace, pane)?.zoomed ?? pane);
  }

  /** The viewer goes to the session's pane, or stays in its popup. False if it has none. */
  goTo(viewer: Viewer, session: SessionId): boolean {
    if (viewer.popup?.session === session) return true;
    const pane = paneOfSession(this.workspace, session);
    if (pane === undefined) return false;
    this.#look(viewer, pane);
    return true;
  }

  /** Removes a session's pane or popup, if it has one; neighbours take the space. */
  removeSession(session: SessionId): void {
    dropPopups(this.viewers, (each) => each === session);
    const next = closePanes(this.workspace, new Set([session]), this.viewers.current.view);
    if (next !== this.workspace) this.#change(next);
  }

  /** Their panes go, and no undo of the layout brings them back before they are reopened. */
  closeSessions(sessions: ReadonlySet<SessionId>): void {
    this.#earlier.beginClose(this.workspace, sessions);
    this.#takeOut(sessions);
  }

  /** They leave no trace, nothing that could be undone. */
  forgetSessions(sessions: ReadonlySet<SessionId>): void {
    this.#takeOut(sessions);
    this.#earlier.forget((earlier) => withoutSessions(earlier, sessions));
  }

  #takeOut(sessions: ReadonlySet<SessionId>): void {
    dropPopups(this.viewers, (each) => sessions.has(each));
    for (const session of sessions) this.mark.forget(session);
    const next = closePanes(this.workspace, sessions, this.viewers.current.view);
    if (next !== this.workspace) this.#set(next);
  }

  focus(viewer: Viewer, to: 'left' | 'right' | 'up' | 'down' | 'next' | 'last'): void {
    const from = this.#getFocused(viewer);
    const tab = this.currentTab(viewer);
    const area = this.viewers.areaOf(tab.id);
    const recent = viewer.view.focus[tab.id] ?? [];
    const pane =
      to === 'next'
        ? paneInOrder(tab, from, 1)
        : to === 'last'
          ? lastPane(viewer.view, this.workspace)
          : neighbourPane({ ...tab, zoomed: undefined }, from, to, area, recent);
    if (pane === undefined || pane === from) return;
    if (tab.zoomed !== undefined) this.#set(toggleZoom(this.workspace, tab.zoomed));
    this.#look(viewer, pane);
  }

  resize(viewer: Viewer, direction: 'left' | 'right' | 'up' | 'down', cells: number): void {
    const area = this.viewers.areaOf(viewer.view.tab);
    this.#change(resizePane(this.workspace, this.#getFocused(viewer), direction, cells, area));
  }

  /**
   * The mouse moves a border, or a tab. goesOn: it has moved before while the button was held, which is one
   * step to undo. Returns whether anything is different now.
   */
  drag(viewer: Viewer, what: Dragged, { goesOn }: { goesOn: boolean }): boolean {
    const before = this.workspace;
    const tab = this.currentTab(viewer).id;
    const next =
      'border' in what
        ? dragBorder(before, tab, what.border, { to: what.to, area: this.viewers.areaOf(tab) })
        : rearrange(before, { tab, pane: '' }, what);
    if (goesOn) this.#set(next);
    else this.#change(next);
    return this.workspace !== before;
  }

  /** Places or sizes of the viewer's tab or focused pane. */
  rearrange(viewer: Viewer, how: Rearrangement): void {
    const tab = this.currentTab(viewer);
    const pane = isOfTabs(how) ? '' : this.#getFocused(viewer);
    this.#change(rearrange(this.workspace, { tab: tab.id, pane }, how));
    // Whoever rotates the panes stays at the place, as in tmux.
    if (how.type === 'rotate') this.#look(viewer, paneAtPlaceOf(pane, tab, this.currentTab(viewer)));
  }

  layout(viewer: Viewer, layout: 'next' | 'undo' | 'stacked' | Preset): void {
    checkNoPopup(viewer);
    const tab = this.currentTab(viewer).id;
    if (layout === 'undo') this.#undo(viewer);
    else if (layout === 'stacked') this.#change(stackPanes(this.workspace, tab, this.#getFocused(viewer)));
    else if (layout === 'next') this.#change(nextPreset(this.workspace, tab));
    else this.#change(applyPreset(this.workspace, tab, layout));
  }

  breakPane(viewer: Viewer, where: 'last' | 'after'): void {
    const place: Place = where === 'after' ? { at: 'tab', after: true } : { at: 'tab' };
    if (viewer.popup) return this.place(viewer, viewer.popup.session, place);
    const pane = this.#getFocused(viewer);
    this.#change(breakPane(this.workspace, pane, this.#newId(), where));
    this.#look(viewer, pane);
  }

  #undo(viewer: Viewer): void {
    const pane = this.focusedPane(viewer);
    const undone = undoStep(this.#earlier.history, this.workspace);
    if ('refused' in undone) throw new UserError(undone.refused);
    this.#earlier.history = undone.history;
    this.#set(undone.workspace);
    viewer.view = viewUndone(viewer.view, this.workspace, { tabs: undone.tabs, pane });
  }

  selectTab(viewer: Viewer, which: 'next' | 'previous' | 'last' | number): void {
    const tab = findTab(viewer.view, this.workspace, which);
    if (tab !== undefined) {
      viewer.view = focusTab(viewer.view, this.workspace, tab);
      viewer.popup = undefined;
    } else
      throw new UserError(
        which === 'last'
          ? 'there is no other tab'
          : `there is no tab ${which}; ${commandWord('tree')} lists them`,
      );
  }

  renameTab(viewer: Viewer, name: string): void {
    const clean = cleanTabName(name);
    if (clean === '') throw new UserError('a tab name cannot be empty');
    this.#set(renameTab(this.workspace, viewer.view.tab, clean));
    this.#earlier.rename(viewer.view.tab, clean);
  }

  /** All sessions that some client draws now. */
  drawn(): Map<SessionId, Drawn> {
    return drawnBy(this.viewers.attached, this);
  }

  #getFocused(viewer: Viewer): PaneId {
    checkNoPopup(viewer);
    const pane = this.focusedPane(viewer);
    if (pane === undefined) throw new UserError(`there is no pane; ${commandWord('new')} opens one`);
    return pane;
  }

  #look(viewer: Viewer, pane: PaneId): void {
    const tab = tabOfPane(this.workspace, pane);
    // Only the zoomed pane is drawn: going to another ends the zoom, as in tmux.
    if (tab?.zoomed !== undefined && tab.zoomed !== pane) this.#set(toggleZoom(this.workspace, tab.zoomed));
    this.#set(openPane(this.workspace, pane));
    viewer.view = focusPane(viewer.view, this.workspace, pane);
    viewer.popup = undefined;
  }

  #split(viewer: Viewer, direction: SplitDirection, pane: PaneId, session: SessionId): Workspace {
    const focused = this.#getFocused(viewer);
    const area = this.viewers.areaOf(viewer.view.tab);
    if (!canSplit(this.workspace, focused, direction, area))
      throw new UserError(
        `no room for another pane; close one, or open a new tab with ${keyWord('tab new')}`,
      );
    return getWorkspace(splitPane(this.workspace, focused, direction, { id: pane, session }));
  }

  /** A layout change, to be undone. */
  #change(next: Workspace | { refused: string }): void {
    const before = this.workspace;
    this.#set(next);
    this.#earlier.begin(before);
  }

  /** A consequence of something else: not a step to undo. */
  #set(next: Workspace | { refused: string }): void {
    const before = this.workspace;
    this.workspace = getWorkspace(next);
    this.repairViews(before);
  }

  /** Every view names tabs and panes that exist; what is in a pane is in no popup. */
  repairViews(before = this.workspace): void {
    const now = this.workspace;
    dropPopups(this.viewers, (session) => this.paneOf(session) !== undefined);
    if (now.tabs.length === 0) return;
    for (const viewer of this.viewers.all)
      viewer.view = repairView(keepPlaces(viewer.view, before, now), now);
  }
}

function getWorkspace(next: Workspace | { refused: string }): Workspace {
  if ('refused' in next) throw new UserError(next.refused);
  return next;
}

const screenOf = ({ rows, cols }: Size): Size => ({
  rows: Math.max(1, rows - TITLE_ROWS),
  cols: Math.max(2, cols),
});
