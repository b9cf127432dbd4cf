// From the workspace and one client's view to the model of its frame. Pure reading; owns what is said where.
// Leaves how it looks to frame/.

import type { ReadElsewhere } from '../../copy-mode/read-elsewhere.js';
import type { DialogView, Line } from '../../dialogs/dialog-view.js';
import { followCursor, NO_OFFSET, type Offset } from '../../panes/follow-cursor.js';
import { TITLE_ROWS, type Box } from '../../panes/geometry.js';
import { POPUP } from '../../panes/popup.js';
import type { FrameModel, PaneModel, TabBar } from '../../frame/frame-model.js';
import { panesOf } from '../../panes/workspace.js';
import type { AnySession } from '../../session/any-session.js';
import type { Coordinator } from '../../session/coordinator.js';
import { hasEnded } from '../../session/popup-end.js';
import { modelTitleOf, stateText, tabName } from '../../session/session-facts.js';
import { typeColour } from '../../session/session-types.js';
import { askedTitle } from '../../session/asked/asked-state.js';
import { worktreeTitle } from '../../session/worktrees/session-worktree.js';
import type { Viewer } from '../../session/arrangement/viewers.js';
import type { ClientCopy } from './client-copy.js';
import type { StatusSource } from './client-ports.js';
import { describeCopy } from './describe-copy.js';
import { describeStatus } from './describe-status.js';
import { countGetting, findSynced, flagsOf } from './synced-panes.js';
import { glyphs } from '../../text/glyphs.js';
import { strongestMark } from '../../text/mark.js';

/** Smaller terminals show a notice instead: no chat fits into them. */
const MIN_ROWS = 10;
const MIN_COLS = 40;
const BAR_ROWS = 1;

/** What the client shows of a tab that is larger than its terminal. */
export function findOffset(
  before: Offset,
  { coordinator, viewer, copy }: Pick<FrameParts, 'coordinator' | 'viewer' | 'copy'>,
): Offset {
  const { arrangement } = coordinator;
  const tab = arrangement.viewers.areaOf(viewer.view.tab);
  const room = { rows: viewer.rows - BAR_ROWS, cols: viewer.cols };
  if (tab.rows <= room.rows && tab.cols <= room.cols) return NO_OFFSET;
  const focused = arrangement.focusedPane(viewer);
  const found = arrangement.boxes(viewer).boxes.find(({ pane }) => pane === focused);
  const session = found && coordinator.find(found.session);
  const screen = session && (copy.screenOf(session) ?? session.screen);
  if (!found || !screen) return NO_OFFSET;
  // It covers the tab, which stays as it was.
  if (found.pane === POPUP) return before;
  const { box } = found;
  const cursor = { row: box.row + TITLE_ROWS + screen.cursor.row, col: box.col + screen.cursor.col };
  return followCursor(before, { room, tab, pane: box, cursor });
}

export interface FrameParts {
  coordinator: Coordinator;
  viewer: Viewer;
  tabBar: 'bottom' | 'top';
  status: StatusSource;
  warning: string | undefined;
  message: Line | undefined;
  /** In the tab bar until the first prefix. */
  hint: string | undefined;
  readOnly: boolean;
  copy: ClientCopy;
  dialog: DialogView | undefined;
  /** As findOffset() has it. */
  offset: Offset;
}

export function describeFrame({
  coordinator,
  viewer,
  tabBar,
  status,
  warning,
  message,
  hint,
  dialog,
  copy,
  readOnly,
  offset,
}: FrameParts): FrameModel {
  const { rows, cols } = viewer;
  const top = tabBar === 'top' ? 1 : 0;
  const placed = (box: Box, { row, col }: Offset): Box => ({
    ...box,
    row: box.row + top - row,
    col: box.col - col,
  });
  const { boxes, separators } = coordinator.arrangement.boxes(viewer);
  const focused = coordinator.arrangement.focusedPane(viewer);
  const synced = findSynced({ coordinator, viewer, copy });
  const syncFlags = flagsOf(synced);
  const panes = boxes.flatMap(({ pane, session: id, box, edge }): PaneModel[] => {
    const session = coordinator.find(id);
    // In a stack only the titles of the others are drawn: what is behind them costs nothing.
    const isTitle = box.rows <= TITLE_ROWS;
    if (!session || (!session.screen && !isTitle)) return [];
    const mode = copy.modeOf(session);
    const elsewhere = copy.elsewhereIn(session);
    const title = titleOf(session, coordinator, syncFlags.get(pane));
    return [
      {
        id: pane,
        // A popup has a place of this client's own.
        box: placed(box, pane === POPUP ? NO_OFFSET : offset),
        ...(edge && {
          edge: placed(edge, NO_OFFSET),
          note: hasEnded(viewer, session) ? CLOSES : undefined,
        }),
        focused: pane === focused,
        title: elsewhere ? titleOfRead(elsewhere, title) : title,
        ...(synced.get(pane) === 'gets' ? { synced: true } : {}),
        ...(mode && !isTitle ? { reading: describeCopy(mode, copy.bindings, elsewhere?.goOn?.does) } : {}),
        screen: isTitle ? undefined : (copy.screenOf(session) ?? session.screen),
        ...(mode || isTitle || !session.questionOnScreen ? {} : { asks: session.questionOnScreen.id }),
      },
    ];
  });
  return {
    rows,
    cols,
    tabBar: {
      position: tabBar,
      warning,
      hint,
      readOnly,
      ...describeTabs(coordinator, viewer),
      status: describeStatus(status, coordinator, viewer, countGetting(synced)),
    },
    panes,
    separators: separators.map((each) => placed(each, offset)),
    bottomLine: message && { text: message },
    dialog,
    notice:
      rows < MIN_ROWS || cols < MIN_COLS
        ? `qmux needs ${MIN_COLS}x${MIN_ROWS}, this is ${cols}x${rows}`
        : undefined,
    title: outerTitle(coordinator, viewer),
  };
}

/** In the border of a popup whose program has ended; Enter runs it again. */
const CLOSES = 'any other key closes it';

function titleOf(
  session: AnySession,
  coordinator: Coordinator,
  syncFlag: string | undefined,
): PaneModel['title'] {
  const isMarked = coordinator.arrangement.mark.session === session.id;
  const flags = [
    ...(syncFlag === undefined ? [] : [syncFlag]),
    ...(isMarked ? ['marked'] : []),
    ...sharedFlag(session.viewers),
  ];
  return {
    number: session.number,
    name: session.name,
    type: session.record.type,
    program: session.title === session.name ? undefined : session.title,
    model: modelTitleOf(session),
    worktree: worktreeTitle(session.worktree),
    ...(flags.length > 0 ? { flags } : {}),
    state: stateOf(session, coordinator),
    mark: session.mark,
    colour: typeColour(coordinator.types, session.record.type),
  };
}

/** With what became of what it asked, or was asked, together with others. */
function stateOf(session: AnySession, coordinator: Coordinator): string {
  const asked = askedTitle(session, coordinator.sessions);
  const state = isIdle(session) ? [] : [stateText(session)];
  return [...state, ...(asked === undefined ? [] : [asked])].join(glyphs().between);
}

function sharedFlag(viewers: number | undefined): string[] {
  if (viewers === undefined) return [];
  return [viewers === 0 ? 'shared' : viewers === 1 ? '1 viewer' : `${viewers} viewers`];
}
/** Of a pane in which something is read that is not open: what it covers keeps only its number. */
const titleOfRead = (
  { name, about }: ReadElsewhere,
  { number, colour }: PaneModel['title'],
): PaneModel['title'] => ({
  number,
  flags: ['reading'],
  isRead: true,
  name,
  type: about,
  program: undefined,
  model: undefined,
  state: '',
  mark: 'none',
  colour,
});

/** It does what is expected of it: a state would only be noise. */
const isIdle = (session: AnySession): boolean => IDLE_TEXTS.includes(stateText(session));
const IDLE_TEXTS = ['active', 'running'];

function describeTabs(
  coordinator: Coordinator,
  viewer: Viewer,
): Omit<TabBar, 'position' | 'readOnly' | 'warning' | 'hint' | 'status'> {
  const { workspace } = coordinator.arrangement;
  // Collected once: looking up each session separately would search all panes for every session.
  const shown = new Set(workspace.tabs.flatMap((tab) => panesOf(tab).map(({ session }) => session)));
  if (viewer.popup) shown.add(viewer.popup.session);
  const background = coordinator.sessions.filter(({ id }) => !shown.has(id));
  return {
    tabs: workspace.tabs.map((tab, at) => ({
      number: at + 1,
      name: tabName(tab, coordinator, viewer),
      mark: strongestMark(coordinator.sessionsOfTab(tab).map(({ mark }) => mark)),
      current: tab.id === viewer.view.tab,
      zoomed: tab.zoomed !== undefined,
    })),
    waiting: background
      .filter(({ mark }) => mark === 'needs-you')
      .map(({ number, name }) => `#${number} ${name}`),
    unseen: background.filter(({ mark }) => mark === 'unseen').length,
    answering: background.filter(({ mark }) => mark === 'answering').length,
  };
}

/** `qmux NAME`, preceded by the number of sessions that need the user. */
function outerTitle(coordinator: Coordinator, viewer: Viewer): string {
  const waiting = coordinator.sessions.filter(({ attention }) => attention.isOpen).length;
  const name = coordinator.focused(viewer)?.name;
  return [...(waiting > 0 ? [`(${waiting})`] : []), 'qmux', ...(name === undefined ? [] : [name])].join(' ');
}
