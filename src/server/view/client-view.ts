// One attached client: its keys in, its picture out. Owns that its parts know each other, and what commands
// may do with it. Leaves keys to client-keys.ts, the picture to client-picture.ts, the workspace to the
// coordinator, and the socket to whoever attaches it.

import type { ClientSurface, CopyModeCall } from '../../commands/command.js';
import type { Config } from '../../config/options.js';
import type { CopyEffect } from '../../copy-mode/command.js';
import type { ChangePlace } from '../../copy-mode/find-change.js';
import type { Landing } from '../../copy-mode/landing.js';
import type { ReadElsewhere } from '../../copy-mode/read-elsewhere.js';
import { createCopyPrompt } from '../../dialogs/copy-prompt.js';
import type { Dialog, DialogRoom, DialogView, Line } from '../../dialogs/dialog-view.js';
import { describeSilent } from '../../keymap/root-bindings.js';
import type { AnySession } from '../../session/any-session.js';
import type { OtherPlace } from '../../protocol/messages.js';
import type { ManagedSession } from '../../session/managed-session.js';
import type { Viewer } from '../../session/arrangement/viewers.js';
import type { MessageLevel } from '../../text/message-level.js';
import type { TerminalColours } from '../../text/terminal-colours.js';
import { ClientCopy } from './client-copy.js';
import { ClientDialog } from './client-dialog.js';
import { ClientKeys } from './client-keys.js';
import { ClientMouse } from './client-mouse.js';
import { ClientPicture, type PictureLayers } from './client-picture.js';
import type { ClientHost, ClientSettings, ClientTerminal } from './client-ports.js';
import { copyKeyWords } from './copy-key-words.js';
import { describeKeyPanel } from './describe-key-panel.js';
import { KeptView } from './kept-view.js';
import { followLocked } from './locked-panes.js';
import { MessageLine } from './message-line.js';
import { OuterQuestions } from './outer-questions.js';
import { OuterStatus } from './outer-status.js';

export class ClientView implements ClientSurface, PictureLayers {
  readonly mouse: ClientMouse;
  readonly copy: ClientCopy;
  readonly dialog: ClientDialog;
  readonly #keys: ClientKeys;
  readonly #picture: ClientPicture;
  readonly #messages: MessageLine;
  readonly #questions: OuterQuestions;
  readonly #status: OuterStatus;
  /** What was open when it ended. */
  #kept: KeptView | undefined;
  /** The tab in which its keys go to several panes. */
  #syncedTab: string | undefined;

  readonly #settings: ClientSettings;
  readonly #host: ClientHost;

  constructor(settings: ClientSettings, host: ClientHost, terminal: ClientTerminal) {
    this.#settings = settings;
    this.#host = host;
    const { coordinator, viewer, features } = settings;
    const picture = new ClientPicture(settings, terminal, this);
    this.#picture = picture;
    this.#messages = new MessageLine(() => picture.request(), settings.wording);
    this.copy = new ClientCopy({
      keys: () => settings.copyKeys,
      onChange: () => picture.request(),
      onCommand: (command) => host.run(copyKeyWords(command), 'key'),
      onEffect: (effect) => this.#follow(effect),
      onMoved: (session) => followLocked(session, this.copy, settings),
      onGoOn: (words) => host.attempt(words),
    });
    this.dialog = new ClientDialog({ coordinator, run: (command) => host.run(command, 'prompt') });
    this.#status = new OuterStatus({
      sessions: () => coordinator.sessions,
      send: (text) => terminal.send(text),
    });
    this.#questions = new OuterQuestions({
      has: features,
      send: (text) => terminal.send(text),
      onColours: () => {
        picture.setBackground(this.#questions.colours.background);
        host.coloursTold();
      },
      onMode: (mode) => picture.learn({ [mode]: true }),
      onStatusRead: () => this.#status.isRead(),
      onSharedKeys: () => this.#tellSilentKeys(),
      nowMs: () => performance.now(),
    });
    this.mouse = new ClientMouse({
      coordinator,
      viewer,
      get tabBar() {
        return settings.tabBar;
      },
      get offset() {
        return picture.offset;
      },
      isOn: settings.mouse && this.#mayUseMouse,
      findTab: (row, col) => picture.findTab(row, col),
      copy: this.copy,
      onUse: () => this.#keys.use(),
      selectTab: (number) => host.run(`tab ${number}`, 'key'),
      run: (words) => host.run(words, 'key'),
      forward: (session, bytes) => {
        picture.expectEcho();
        session.write(bytes);
      },
    });
    const { copy, dialog, mouse } = this;
    const parts = { copy, dialog, mouse, messages: this.#messages, picture, questions: this.#questions };
    this.#keys = new ClientKeys(settings, parts, host);
  }

  get viewer(): Viewer {
    return this.#settings.viewer;
  }

  get readOnly(): boolean {
    return this.#settings.readOnly;
  }

  get hasColours(): boolean {
    return this.#settings.colours !== 'none';
  }

  get message(): Line | undefined {
    return this.#messages.line;
  }

  get hint(): string | undefined {
    return this.#keys.hint;
  }

  keyPanel(room: DialogRoom): DialogView | undefined {
    if (!this.#keys.listsNext) return undefined;
    return describeKeyPanel(this.#settings.keyTable, room);
  }

  get warning(): string | undefined {
    return this.#host.warning();
  }

  /** What its terminal reported about its colours. */
  get colours(): TerminalColours {
    return this.#questions.colours;
  }

  /** The first frame. */
  start(): void {
    this.#picture.enter();
    this.#questions.ask();
    this.#picture.drawNow();
  }

  /** Before the first frame: what its user was in the middle of. */
  takeUp(kept: KeptView): void {
    kept.take(() => this.dialogChanged());
    this.copy.takeUp(kept.copy);
    this.dialog.takeUp(kept.dialog);
  }

  /** Returns what the next connection of its client may take up; it must be released otherwise. */
  stop(): KeptView {
    this.#keys.stop();
    this.#status.stop();
    this.#picture.stop();
    this.#messages.clear();
    this.mouse.stop();
    return (this.#kept = new KeptView(this.copy.stop(), this.dialog.stop(), this.viewer.popup));
  }

  input(bytes: Uint8Array): void {
    this.#keys.input(bytes);
  }

  /** The byte that its Backspace sends, if it is not DEL. */
  useErase(byte: number): void {
    this.#keys.useErase(byte);
  }

  resize(rows: number, cols: number): void {
    this.viewer.rows = rows;
    this.viewer.cols = cols;
    this.#settings.coordinator.settle();
  }

  /** Names, marks or the layout changed. */
  changed(): void {
    this.#tellSyncEnd();
    this.dialog.listChanged();
    this.copy.prune();
    this.#status.changed();
    this.#picture.request();
  }

  /** After a reload of the config. What its user switched stays, unless the option itself changed. */
  configChanged(changed: ReadonlySet<keyof Config>): void {
    if (changed.has('mouse')) this.switchMouse(this.#settings.mouse ? 'on' : 'off');
    if (changed.has('theme')) this.#picture.chooseTheme();
    if (changed.has('plain')) this.#picture.redraw();
    this.changed();
  }

  /** Unread and last lines changed: only an open list needs drawing. */
  countsChanged(): void {
    if (this.dialog.countsChanged()) this.#picture.request();
  }

  /** A session's screen changed. */
  screenChanged(session: ManagedSession): void {
    this.copy.screenChanged(session);
    this.#picture.screenChanged(session);
  }

  /** A program has changed its title: titles of panes and tabs follow. */
  titleChanged(): void {
    this.#picture.request();
  }

  /** A value of the status line is another. */
  statusChanged(): void {
    this.#picture.request();
  }

  drained(): void {
    this.#picture.drained();
  }

  showMessage(text: string, level: MessageLevel | 'kept'): void {
    this.#messages.show(text, level);
  }

  showProgress(text: string): () => void {
    return this.#messages.begin(text);
  }

  open(dialog: Dialog): void {
    this.dialog.open(dialog);
    this.#picture.request();
  }

  dialogChanged(): void {
    if (this.#kept) this.#kept.dialogChanged();
    else {
      this.dialog.advance();
      this.#picture.drawNow();
    }
  }

  questionSeenMs(id: string): number {
    return this.#picture.seenMs(id);
  }

  detach(): void {
    this.#host.detach();
  }

  leaveFor(place: OtherPlace): void {
    this.#host.leaveFor(place);
  }

  redraw(): void {
    this.mouse.forget();
    this.#picture.redraw();
  }

  /** How many keys and pastes its user typed. */
  get inputs(): number {
    return this.#keys.inputs;
  }

  messages(): readonly string[] {
    return this.#messages.kept;
  }

  promptHistory(): readonly string[] {
    return this.dialog.history;
  }

  copyMode(call: CopyModeCall): void {
    const session = this.#settings.coordinator.focused(this.viewer);
    if (session) this.copy.run(session, call);
  }

  land(session: ManagedSession, landing: Landing): void {
    this.copy.land(session, landing);
  }

  read(what: ReadElsewhere, landing?: Landing): void {
    const session = this.#settings.coordinator.focused(this.viewer);
    if (session) this.copy.read(session, what, landing);
  }

  changeUnderCursor(session: ManagedSession): ChangePlace | undefined {
    const mode = this.copy.modeOf(session);
    return mode?.reading.changeAt?.(mode.cursor.row);
  }

  synced(): readonly AnySession[] {
    return this.#keys.others();
  }

  selection(): string | undefined {
    const session = this.#settings.coordinator.focused(this.viewer);
    return session && this.copy.modeOf(session)?.selectedText;
  }

  copyText(text: string): Promise<string> {
    return this.#host.copied(text, undefined);
  }

  sendPrefix(): void {
    this.#keys.sendPrefix();
  }

  switchMouse(to: 'on' | 'off' | 'other'): 'on' | 'off' {
    const isOn = to === 'other' ? !this.mouse.isOn : to === 'on';
    this.mouse.isOn = isOn && this.#mayUseMouse;
    this.#picture.request();
    return this.mouse.isOn ? 'on' : 'off';
  }

  /** Whoever typed into several panes hears that this is over, unless they ended it themselves. */
  #tellSyncEnd(): void {
    const { sync, view } = this.viewer;
    if (!sync && this.#syncedTab !== undefined && this.#syncedTab !== view.tab)
      this.showMessage('sync ended: its tab was left', 'info');
    this.#syncedTab = sync?.tab;
  }

  #tellSilentKeys(): void {
    const text = describeSilent(this.#settings.keyTable.root);
    if (text !== undefined) this.showMessage(text, 'info');
  }

  get #mayUseMouse(): boolean {
    return !this.#settings.readOnly && this.#settings.features.mouse;
  }

  #follow(effect: Exclude<CopyEffect, { type: 'leave' }>): void {
    if (effect.type === 'ask') this.open(createCopyPrompt(effect.for));
    else if (effect.type === 'say') this.showMessage(effect.text, 'info');
    else void this.#host.copied(effect.text, effect.name).then((said) => this.showMessage(said, 'info'));
  }
}
