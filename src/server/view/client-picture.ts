// What one client's terminal shows: described, drawn and sent, when there is something new and the socket
// takes it. Owns the last description, the echo that is drawn at once, and the frame clock. Leaves the looks
// to frame/.
// Invariant: a description is kept only while nothing but the cells of its screens has changed.

import type { DialogRoom, DialogView, Line } from '../../dialogs/dialog-view.js';
import { ClientFrame, dialogRoom } from '../../frame/client-frame.js';
import type { FrameModel } from '../../frame/frame-model.js';
import type { TerminalFeatures } from '../../frame/terminal-features.js';
import { chooseTheme } from '../../look/theme-choice.js';
import { Theme, type ThemeChoice } from '../../look/theme.js';
import { NO_OFFSET, type Offset } from '../../panes/follow-cursor.js';
import type { ManagedSession } from '../../session/managed-session.js';
import type { ClientCopy } from './client-copy.js';
import type { ClientDialog } from './client-dialog.js';
import type { ClientMouse } from './client-mouse.js';
import type { ClientSettings, ClientTerminal } from './client-ports.js';
import { describeFrame, findOffset } from './describe-frame.js';
import { followDirectory } from './describe-status.js';
import { FrameClock } from './frame-clock.js';
import { findQuestions, QuestionSight } from './question-sight.js';

/** What lies over the panes and beside them, as it is now. */
export interface PictureLayers {
  readonly copy: ClientCopy;
  readonly dialog: ClientDialog;
  readonly mouse: ClientMouse;
  readonly message: Line | undefined;
  readonly hint: string | undefined;
  readonly warning: string | undefined;
  /** Over the bottom of the screen while no dialog is open. room: the whole screen. */
  keyPanel(room: DialogRoom): DialogView | undefined;
}

export class ClientPicture {
  readonly #frame: ClientFrame;
  readonly #clock: FrameClock;
  /** The frame as described last, while nothing but screens has changed since. */
  #described: FrameModel | undefined;
  /** As it was drawn last. */
  #offset: Offset = NO_OFFSET;
  /** A key went to the focused pane: its next output is drawn at once. */
  #awaitsEcho = false;

  readonly #settings: ClientSettings;
  readonly #terminal: ClientTerminal;
  readonly #layers: PictureLayers;
  #choice: ThemeChoice;
  #background: number | undefined;
  /** Questions on its terminal, and since when. */
  readonly #sight = new QuestionSight();
  #synced: ReadonlySet<string> = new Set();

  constructor(settings: ClientSettings, terminal: ClientTerminal, layers: PictureLayers) {
    this.#settings = settings;
    this.#terminal = terminal;
    this.#layers = layers;
    const { traits, colours, features } = settings;
    this.#choice = this.#choose(undefined);
    const theme = new Theme(this.#choice);
    this.#frame = new ClientFrame({ rows: traits.rows, cols: traits.cols, colours, theme, features });
    this.#clock = new FrameClock({ draw: () => this.#draw(), isBlocked: () => terminal.isBlocked() });
  }

  /** What its terminal gets before the first frame. */
  enter(): void {
    this.#terminal.send(this.#frame.enter());
  }

  /** Everything anew, soon. */
  redraw(): void {
    this.#frame.invalidate();
    this.request();
  }

  /** Something else than a screen changed. */
  request(): void {
    this.#described = undefined;
    this.#clock.request();
  }

  /** The same, and its user waits for it. */
  drawNow(): void {
    this.#described = undefined;
    this.#clock.now();
  }

  /** Its user does something: what is drawn meanwhile is drawn once, at the end of it. */
  during(act: () => void): void {
    this.#clock.used();
    this.#clock.during(act);
  }

  /** What was sent to a program comes back as its echo. */
  expectEcho(): void {
    this.#awaitsEcho = true;
  }

  /** A session's screen has new cells. */
  screenChanged(session: ManagedSession): void {
    const { coordinator, viewer } = this.#settings;
    // Asked first, since laying out a tab for every small write of every program costs more than parsing it.
    if (!this.#described?.panes.some(({ screen }) => screen === session.screen)) {
      if (!session.shown || !coordinator.isDrawnFor(viewer, session)) {
        if (this.#layers.dialog.previews(session)) this.request();
        return;
      }
      // Another screen than the one described, or one that is read meanwhile.
      this.#described = undefined;
    }
    const isEcho = this.#awaitsEcho && !session.screen?.holdsFrame;
    if (isEcho && coordinator.isFocused(viewer, session)) {
      this.#awaitsEcho = false;
      this.#clock.now();
    } else {
      this.#clock.request();
    }
  }

  /** Panes that its terminal shows as getting what is typed into the focused one. */
  get synced(): ReadonlySet<string> {
    return this.#synced;
  }

  /** How long, in ms, its terminal has shown what the session asks; 0: it does not. */
  questionSeenMs({ questionOnScreen }: ManagedSession): number {
    return questionOnScreen ? this.seenMs(questionOnScreen.id) : 0;
  }

  /** How long, in ms, its terminal has shown the question; 0: it does not. */
  seenMs(question: string): number {
    return this.#sight.seenMs(question, performance.now());
  }

  /** The socket takes bytes again. */
  drained(): void {
    this.#sight.arrived(performance.now());
    this.#clock.drained();
  }

  /** What the terminal answered that it has. */
  learn(answers: Partial<Pick<TerminalFeatures, 'margins' | 'synchronisedOutput'>>): void {
    this.#frame.learn(answers);
  }

  /** 0xRRGGBB, as the terminal reported it; its user may have switched between dark and light. */
  setBackground(background: number | undefined): void {
    this.#background = background;
    const before = this.#choice.set;
    this.#choice = this.#choose(background);
    if (this.#choice.set !== before) this.#useTheme();
  }

  /** The user wants another theme. */
  chooseTheme(): void {
    this.#choice = this.#choose(this.#background);
    this.#useTheme();
  }

  #useTheme(): void {
    this.#frame.setTheme(new Theme(this.#choice));
    this.#clock.request();
  }

  /** Number of the tab whose label the last frame has there. */
  findTab(row: number, col: number): number | undefined {
    return this.#frame.findTab(row, col);
  }

  /** What of the last frame's dialog is there. */
  findLine(row: number, col: number): number | 'beside' | 'outside' {
    return this.#frame.findLine(row, col);
  }

  stop(): void {
    this.#clock.stop();
    this.#frame.dispose();
  }

  #choose(background: number | undefined): ThemeChoice {
    const { theme, colours: depth, env } = this.#settings;
    return chooseTheme(theme, { depth, background, env });
  }

  /** What it shows of a tab that is larger than its terminal; follows the cursor. */
  get offset(): Offset {
    const { coordinator, viewer } = this.#settings;
    return findOffset(this.#offset, { coordinator, viewer, copy: this.#layers.copy });
  }

  #draw(): void {
    const { status, coordinator, viewer } = this.#settings;
    if (followDirectory(status, coordinator, viewer)) this.#described = undefined;
    const { offset } = this;
    if (offset.row !== this.#offset.row || offset.col !== this.#offset.col) this.#described = undefined;
    this.#offset = offset;
    const model = (this.#described ??= this.#describe());
    const screens = model.panes.flatMap(({ screen }) => screen ?? []);
    const bytes = this.#frame.update(model) + this.#layers.mouse.follow(screens);
    if (bytes !== '') this.#terminal.send(bytes);
    this.#sight.drawn(findQuestions(model));
    this.#synced = new Set(model.panes.flatMap(({ id, synced }) => (synced ? [id] : [])));
    if (!this.#terminal.isBlocked()) this.#sight.arrived(performance.now());
  }

  #describe(): FrameModel {
    const { coordinator, viewer, tabBar, status, readOnly } = this.#settings;
    const { copy, dialog, message, hint, warning } = this.#layers;
    const room = dialogRoom(viewer.rows, viewer.cols, { isLarge: dialog.isLarge });
    return describeFrame({
      coordinator,
      viewer,
      tabBar,
      status,
      readOnly,
      warning,
      message,
      hint,
      copy,
      offset: this.#offset,
      dialog: dialog.view(room) ?? this.#layers.keyPanel({ rows: viewer.rows, cols: viewer.cols }),
    });
  }
}
