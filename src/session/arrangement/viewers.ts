// Who looks at the workspace: one viewer per attached client, and a home viewer for when there is none. Owns
// the order in which they were last used, on which tab sizes and verbs from outside depend.
// Invariant: there is always a current viewer; the home viewer keeps the view of the client used last. A
// read-only viewer is never current, and determines no size.

import type { PopupSize } from '../../panes/popup.js';
import type { View } from '../../panes/view.js';
import type { SessionId, TabId } from '../../panes/workspace.js';
import type { Sync } from './sync.js';

/**
 * The position of a walk through the waiting sessions: what it reached last, and since when (ms) that had
 * waited.
 */
export interface WalkPosition {
  session: string;
  since: number;
  /** As Attention.order. */
  order: number;
}

export interface Popup {
  readonly session: SessionId;
  readonly size: PopupSize;
  /** The session was opened for it: it is closed when its program has ended. */
  readonly own: boolean;
  /** When its program ended in it, in ms. */
  readonly endedAtMs?: number;
}

export interface Locked {
  readonly tab: TabId;
  readonly sessions: readonly SessionId[];
}

export interface Viewer {
  readonly id: string;
  /** What it looks at: its tab, its focus in each tab. */
  view: View;
  /** Of its whole terminal. */
  rows: number;
  cols: number;
  /** false once its terminal reported losing focus: what it shows is not visible to anyone. */
  hasFocus: boolean;
  /** It is read-only. */
  readonly readOnly?: boolean;
  /** Over its panes; whoever has one types into it. */
  popup?: Popup | undefined;
  /** Its position in its walk through the waiting sessions. */
  walk?: WalkPosition | undefined;
  /** Sessions that scroll together in a tab. */
  locked?: Locked | undefined;
  /** What it types goes to several panes; ends when it leaves their tab. */
  sync?: Sync | undefined;
}

const rules = ({ readOnly }: Viewer): boolean => readOnly !== true;

/**
 * What a pane has alone in a 120x40 terminal, plus title row and tab bar: the size before any client came.
 */
const DEFAULT_ROWS = 40;
const DEFAULT_COLS = 120;
/** The tab bar. */
const BAR_ROWS = 1;

/** Of its own terminal, beside the tab bar. */
export const roomOf = ({ rows, cols }: Viewer): { rows: number; cols: number } => ({
  rows: Math.max(1, rows - BAR_ROWS),
  cols,
});

export class Viewers {
  /** Used last first. */
  #attached: Viewer[] = [];
  readonly #home: Viewer;

  constructor(view: View, size: { rows: number; cols: number } | undefined) {
    this.#home = {
      id: 'home',
      view,
      rows: size?.rows ?? DEFAULT_ROWS,
      cols: size?.cols ?? DEFAULT_COLS,
      hasFocus: false,
    };
  }

  get attached(): readonly Viewer[] {
    return this.#attached;
  }

  /** The most recently used viewer that may change something, or the home viewer. */
  get current(): Viewer {
    return this.#attached.find(rules) ?? this.#home;
  }

  /** All views that must follow a change of the workspace. */
  get all(): readonly Viewer[] {
    return [...this.#attached, this.#home];
  }

  /** A new client starts with the view of the one used last. */
  attach(viewer: { id: string; rows: number; cols: number; readOnly?: boolean }): Viewer {
    const attached: Viewer = { ...viewer, view: structuredClone(this.current.view), hasFocus: true };
    if (viewer.readOnly) this.#attached.push(attached);
    else this.#attached.unshift(attached);
    return attached;
  }

  detach(viewer: Viewer): void {
    if (this.current === viewer) this.#keep(viewer);
    this.#attached = this.#attached.filter((other) => other !== viewer);
  }

  /**
   * The viewer got a key or attached: it determines the size of the tabs that it shows. True if the order
   * changed.
   */
  use(viewer: Viewer): boolean {
    if (viewer.readOnly || this.#attached[0] === viewer) return false;
    this.#attached = [viewer, ...this.#attached.filter((other) => other !== viewer)];
    return true;
  }

  /** What it types goes to these sessions of its tab, or to all; 'off': to the focused pane alone. */
  sync(viewer: Viewer, sessions: readonly SessionId[] | 'all' | 'off'): void {
    const { tab } = viewer.view;
    viewer.sync =
      sessions === 'off' ? undefined : { tab, sessions: sessions === 'all' ? undefined : sessions };
  }

  /**
   * Room for panes in the tab: that of the most recently used viewer that shows it; else of the current one.
   */
  areaOf(tabId: string): { rows: number; cols: number } {
    return roomOf(
      this.#attached.find((viewer) => rules(viewer) && viewer.view.tab === tabId) ?? this.current,
    );
  }

  #keep({ view, rows, cols }: Viewer): void {
    this.#home.view = structuredClone(view);
    this.#home.rows = rows;
    this.#home.cols = cols;
  }
}
