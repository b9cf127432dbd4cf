// The mouse of one client: what its events do. Owns whether it is on, and what a button holds. Leaves which
// pane, border, tab or program an event is for to mouse-route.ts.

import { borderAt, type Border } from '../../panes/borders.js';
import { NO_OFFSET, type Offset } from '../../panes/follow-cursor.js';
import { TITLE_ROWS, type PaneBox } from '../../panes/geometry.js';
import { POPUP } from '../../panes/popup.js';
import type { MouseInput } from '../../keymap/input-event.js';
import type { Coordinator } from '../../session/coordinator.js';
import type { ManagedSession } from '../../session/managed-session.js';
import type { Screen } from '../../terminal/screen.js';
import type { Dragged } from '../../panes/rearrange.js';
import type { Viewer } from '../../session/arrangement/viewers.js';
import type { ClientCopy } from './client-copy.js';
import { MouseSelection } from './mouse-selection.js';
import type { Held, MouseAction, MousePane, MouseSurroundings } from './mouse-route.js';
import { routeMouse } from './mouse-route.js';
import { OuterMouse, type MouseReports } from './outer-mouse.js';

export interface ClientMouseOptions {
  coordinator: Coordinator;
  viewer: Viewer;
  /** At the moment. */
  readonly tabBar: 'bottom' | 'top';
  /** What the client shows of a tab that is larger than its terminal. */
  readonly offset: Offset;
  isOn: boolean;
  /** Number of the tab whose label was there in the last frame. */
  findTab(row: number, col: number): number | undefined;
  /** A button or the wheel: this client is in use. */
  onUse(): void;
  selectTab(number: number): void;
  /** A line that a user could type, such as `menu pane`. */
  run(words: readonly string[]): void;
  /** Whose panes are in copy mode, which handles the mouse itself. */
  copy: ClientCopy;
  /** Bytes for a program whose echo is drawn at once. */
  forward(session: ManagedSession, bytes: Uint8Array | string): void;
}

export class ClientMouse {
  readonly #outer = new OuterMouse();
  readonly #selection: MouseSelection;
  #held: Held;
  /** The tab that is held; and whether anything was moved since the button was pressed. */
  #heldTab: string | undefined;
  #hasMoved = false;
  #isOn: boolean;

  readonly #options: ClientMouseOptions;

  constructor(options: ClientMouseOptions) {
    this.#options = options;
    this.#isOn = options.isOn;
    this.#selection = new MouseSelection(options.copy);
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  set isOn(isOn: boolean) {
    this.#isOn = isOn;
    this.stop();
  }

  /** Releases what is held. */
  stop(): void {
    this.#held = undefined;
    this.#selection.stop();
  }

  handle(event: MouseInput): void {
    if (!this.#isOn) return;
    if (event.action === 'press') this.#hasMoved = false;
    const { held, actions } = routeMouse(this.#held, event, {
      panes: this.#panes(),
      titles: this.#titles(),
      findTab: this.#options.findTab,
      findBorder: (row, col) => this.#findBorder(row, col),
    });
    // Only now: the client used last determines the size of its tab, and what was clicked is what was shown
    // before. Moving the pointer alone does not count as use.
    if (event.action !== 'move') this.#options.onUse();
    this.#held = held;
    for (const action of actions) this.#do(action);
  }

  #do(action: MouseAction): void {
    if (action.type === 'tab') {
      this.#heldTab = this.#options.coordinator.arrangement.workspace.tabs[action.number - 1]?.id;
      this.#options.selectTab(action.number);
      return;
    }
    if (action.type === 'menu') return this.#openMenu(action);
    if (action.type === 'drag-tab') return this.#dragTab(action);
    if (action.type === 'drag-border') {
      const { offset } = this.#options;
      const to = { row: action.row - this.#top + offset.row, col: action.col + offset.col };
      return this.#drag({ border: action.border, to });
    }
    const session = this.#sessionIn(action.pane);
    if (!session) return;
    if (action.type === 'focus') this.#options.coordinator.showSession(this.#options.viewer, session);
    else if (action.type === 'forward') this.#options.forward(session, action.bytes);
    else if (action.type === 'scroll') this.#options.copy.wheel(session, action.rows);
    else if (action.phase === 'start') this.#selection.start(session, action, performance.now());
    else if (action.phase === 'extend') this.#selection.extend(action, action.edge);
    else this.#selection.end();
  }

  #sessionIn(pane: string): ReturnType<Coordinator['find']> {
    const { coordinator, viewer } = this.#options;
    const found = coordinator.arrangement.boxes(viewer).boxes.find((each) => each.pane === pane);
    return found && coordinator.find(found.session);
  }

  #openMenu({ of, row, col }: Extract<MouseAction, { type: 'menu' }>): void {
    this.#options.run(['menu', 'pane' in of ? 'pane' : 'tab', '--at', `${row},${col}`]);
  }

  /** To the place of the label under the pointer, unless the label only came there by the move before. */
  #dragTab({ number, way }: Extract<MouseAction, { type: 'drag-tab' }>): void {
    const { tabs } = this.#options.coordinator.arrangement.workspace;
    const at = tabs.findIndex(({ id }) => id === this.#heldTab);
    const to = number - 1;
    const tab = tabs[at];
    if (tab && (way === 'right' ? to > at : to < at)) this.#drag({ type: 'move-tab', to, tab: tab.id });
  }

  #drag(what: Dragged): void {
    const { coordinator, viewer } = this.#options;
    if (!coordinator.arrangement.drag(viewer, what, { goesOn: this.#hasMoved })) return;
    this.#hasMoved = true;
    coordinator.settle();
  }

  #findBorder(row: number, col: number): Border | undefined {
    const { coordinator, viewer, offset } = this.#options;
    if (viewer.popup) return undefined;
    const tab = coordinator.arrangement.currentTab(viewer);
    const area = coordinator.arrangement.viewers.areaOf(tab.id);
    return borderAt(tab, area, { row: row - this.#top + offset.row, col: col + offset.col });
  }

  /** Rows above the panes. */
  get #top(): number {
    return this.#options.tabBar === 'top' ? 1 : 0;
  }

  /** Where its terminal shows them. */
  #placed(boxes: readonly PaneBox[]): PaneBox[] {
    const { offset } = this.#options;
    return boxes.map((each) => {
      // A popup has a place of this client's own.
      const { row, col } = each.pane === POPUP ? NO_OFFSET : offset;
      return { ...each, box: { ...each.box, row: each.box.row + this.#top - row, col: each.box.col - col } };
    });
  }

  #titles(): MouseSurroundings['titles'] {
    const { coordinator, viewer } = this.#options;
    const focused = coordinator.arrangement.focusedPane(viewer);
    return this.#reached().map(({ pane, box }) => ({
      pane,
      box: { ...box, rows: Math.min(box.rows, TITLE_ROWS) },
      focused: pane === focused,
    }));
  }

  #panes(): MousePane[] {
    const { coordinator, viewer, copy } = this.#options;
    const focused = coordinator.arrangement.focusedPane(viewer);
    return this.#reached().flatMap(({ pane, session, box }) => {
      const found = coordinator.find(session);
      const own = found?.inputModes();
      if (!found || !own || box.rows <= TITLE_ROWS) return [];
      const modes = copy.has(found) ? { ...own, mouse: 'none' as const, alternateScroll: false } : own;
      const screen = { ...box, row: box.row + TITLE_ROWS, rows: box.rows - TITLE_ROWS };
      return [{ pane, box: screen, focused: pane === focused, modes }];
    });
  }

  /** Beside a popup the mouse reaches nobody. */
  #reached(): readonly PaneBox[] {
    const { coordinator, viewer } = this.#options;
    const boxes = this.#placed(coordinator.arrangement.boxes(viewer).boxes);
    return viewer.popup ? boxes.slice(-1) : boxes;
  }

  /** The terminal's current mode is unknown. */
  forget(): void {
    this.#outer.forget();
  }

  /** Bytes for the terminal: it reports what somebody on the screen needs. */
  follow(screens: readonly Screen[]): string {
    const wantsMotion = screens.some((screen) => screen.inputModes.mouse === 'any');
    const wanted: MouseReports = !this.#isOn ? 'off' : wantsMotion ? 'motion' : 'buttons';
    return this.#outer.follow(wanted);
  }
}
