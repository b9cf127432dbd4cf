// The mouse of one client: what its events do. Owns whether it is on, and the button that is held down.
// Leaves which pane, tab or program an event is for to mouse-route.ts.

import type { Offset } from '../../panes/follow-cursor.js';
import { TITLE_ROWS } from '../../panes/geometry.js';
import type { MouseInput } from '../../keymap/input-event.js';
import type { Coordinator } from '../../session/coordinator.js';
import type { ManagedSession } from '../../session/managed-session.js';
import type { Screen } from '../../terminal/screen.js';
import type { Viewer } from '../../session/arrangement/viewers.js';
import type { ClientCopy } from './client-copy.js';
import { MouseSelection } from './mouse-selection.js';
import type { HeldPane, MouseAction, MousePane } from './mouse-route.js';
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
  /** Whose panes are in copy mode, which handles the mouse itself. */
  copy: ClientCopy;
  /** Bytes for a program whose echo is drawn at once. */
  forward(session: ManagedSession, bytes: Uint8Array | string): void;
}

export class ClientMouse {
  readonly #outer = new OuterMouse();
  readonly #selection: MouseSelection;
  #held: HeldPane;
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
    // Moving the pointer alone does not count as use: the client used last determines the size of its tab.
    if (event.action !== 'move') this.#options.onUse();
    const { held, actions } = routeMouse(this.#held, event, {
      panes: this.#panes(),
      findTab: this.#options.findTab,
    });
    this.#held = held;
    for (const action of actions) this.#do(action);
  }

  #do(action: MouseAction): void {
    if (action.type === 'tab') {
      this.#options.selectTab(action.number);
      return;
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

  #panes(): MousePane[] {
    const { coordinator, viewer, tabBar, offset, copy } = this.#options;
    const top = TITLE_ROWS + (tabBar === 'top' ? 1 : 0) - offset.row;
    const focused = coordinator.arrangement.focusedPane(viewer);
    return coordinator.arrangement.boxes(viewer).boxes.flatMap(({ pane, session, box }) => {
      const found = coordinator.find(session);
      const own = found?.inputModes();
      if (!found || !own || box.rows <= TITLE_ROWS) return [];
      const modes = copy.has(found) ? { ...own, mouse: 'none' as const, alternateScroll: false } : own;
      const screen = { ...box, row: box.row + top, col: box.col - offset.col, rows: box.rows - TITLE_ROWS };
      return [{ pane, box: screen, focused: pane === focused, modes }];
    });
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
