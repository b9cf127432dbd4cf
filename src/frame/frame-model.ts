// Everything a client's frame shows, as data. server/view/ builds it, the rest of frame/ draws it. Owns only
// shapes. Invariant: boxes are in cells of the whole terminal, may reach beyond it (another client's size
// determines the tab's) and are clipped when drawn.

import type { StatusLayout } from '../config/status-template.js';
import type { DialogView, Line } from '../dialogs/dialog-view.js';
import type { Box } from '../panes/geometry.js';
import type { Screen } from '../terminal/screen.js';
import type { Mark } from '../text/mark.js';

export interface TabLabel {
  /** 1-based. */
  number: number;
  name: string;
  mark: Mark;
  current: boolean;
  zoomed: boolean;
}

export interface PaneTitle {
  /** The session's number. */
  number: number;
  name: string;
  type: string;
  /** The title that a program set. */
  program: string | undefined;
  /** undefined for programs. */
  model: string | undefined;
  /** The git worktree that it works in; undefined: none. */
  worktree?: string | undefined;
  /** What is set on the pane, such as `marked`: always shown, after the number. Absent: nothing. */
  flags?: readonly string[];
  /** Of what is read without being open: what it is says more than most keys. */
  isRead?: true;
  /** As shown: 'processing, 2 queued', 'exited 3'; '' while it only waits for its user. */
  state: string;
  mark: Mark;
  /** Colour of the session's type, 0xRRGGBB. */
  colour: number;
}

export interface PaneModel {
  id: string;
  /** With the title row at the top; the screen is box.rows - 1 by box.cols. */
  box: Box;
  /** The border around it: it is a popup and lies over the other panes. */
  edge?: Box;
  /** In that border: what keys do there. */
  note?: string | undefined;
  focused: boolean;
  title: PaneTitle;
  /** It gets what is typed into the focused pane, and its title says so. */
  synced?: true;
  /** Over the right end of the title while it is in copy mode: parts, the most wanted first. */
  reading?: readonly string[];
  /** undefined: only its title is drawn. */
  screen: Screen | undefined;
  /** id of the question that can be read and answered on this screen. */
  asks?: string;
}

export interface TabBar {
  position: 'top' | 'bottom';
  tabs: TabLabel[];
  /** Background sessions that need the user, as '#2 name'. */
  waiting: string[];
  /** How many background sessions have unseen output. */
  unseen: number;
  /** How many background sessions are answering. */
  answering?: number;
  /** This client is read-only. */
  readOnly?: boolean;
  /** What the prefix is, until it is used for the first time. */
  hint?: string | undefined;
  /** Always shown for as long as it lasts: the disk is full. */
  warning: string | undefined;
  /** undefined: the default templates. */
  status?: StatusView;
}

export interface StatusView {
  layout: StatusLayout;
  /** What the values say of which the bar itself has no fields, by their names in the template. */
  texts: ReadonlyMap<string, string>;
}

export interface FrameModel {
  rows: number;
  cols: number;
  tabBar: TabBar;
  panes: PaneModel[];
  /** Vertical separators, one column wide, between neighbours. */
  separators: Box[];
  /** Over the bottom row: a message. A dialog with placement 'bottom' takes precedence. */
  bottomLine: { text: Line } | undefined;
  dialog: DialogView | undefined;
  /** Set when the terminal is smaller than 40x10: only this is shown, centred. */
  notice: string | undefined;
  /** Title of the outer terminal. */
  title: string;
}
