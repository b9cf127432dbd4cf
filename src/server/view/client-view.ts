// One attached client: its keys in, its frames out. Owns its key table's state and who gets a key, messages and frame
// clock. Leaves the workspace to the coordinator, its parts to client-*.ts, the picture to frame/, the socket to
// connection.ts.
// Invariant: keys are handled in the order in which they arrived.

import type { ClientSurface, CopyModeCall } from '../../commands/command.js';
import { createCopyPrompt } from '../../dialogs/copy-prompt.js';
import type { Dialog } from '../../dialogs/dialog-view.js';
import { ClientFrame, dialogRoom } from '../../frame/client-frame.js';
import type { FrameModel } from '../../frame/frame-model.js';
import type { ColourDepth } from '../../frame/palette.js';
import type { TerminalFeatures } from '../../frame/terminal-features.js';
import { encodePaste } from '../../keymap/encode-paste.js';
import { encodeKey } from '../../keymap/encode.js';
import type { InputEvent } from '../../keymap/input-event.js';
import type { KeyState, KeyTable } from '../../keymap/key-table.js';
import { pressKey, ROOT } from '../../keymap/key-table.js';
import type { Key } from '../../keymap/key.js';
import type { TerminalTraits } from '../../protocol/messages.js';
import type { Coordinator } from '../../session/coordinator.js';
import type { ManagedSession } from '../../session/managed-session.js';
import type { Viewer } from '../../session/arrangement/viewers.js';
import type { MessageLevel } from '../../text/message-level.js';
import type { TerminalColours } from '../../text/terminal-colours.js';
import { ClientCopy, type ClientCopyOptions } from './client-copy.js';
import { ClientDialog } from './client-dialog.js';
import { ClientMouse } from './client-mouse.js';
import { copyKeyWords } from './copy-key-words.js';
import { describeFrame } from './describe-frame.js';
import { FrameClock } from './frame-clock.js';
import { MessageLine } from './message-line.js';
import { OuterQuestions } from './outer-questions.js';
import { TimedInput } from './timed-input.js';
import { isCharacter, TypedRun, type KeyEvent } from './typed-run.js';
import { keyWord, type Wording } from '../../text/mentions.js';
import { unboundKey } from './unbound-key.js';

export interface ClientViewOptions {
  coordinator: Coordinator;
  viewer: Viewer;
  traits: TerminalTraits;
  /** The most colours that are sent; traits has fewer if its terminal's family has fewer. */
  colours: ColourDepth;
  features: TerminalFeatures;
  keyTable: KeyTable;
  wording: Wording;
  escapeTimeMs: number;
  /** Of the client: programs that it runs again run in it. */
  env: Readonly<Record<string, string>>;
  copyKeys: Pick<ClientCopyOptions, 'style' | 'bindings'>;
  tabBar: 'bottom' | 'top';
  /** Shown in the tab bar until it is over; undefined: nothing. */
  warning(): string | undefined;
  readOnly: boolean;
  mouse: boolean;
  /** undefined: the prefix has been used before, the hint line is not shown. */
  hint: string | undefined;
  /** Bytes to the terminal. */
  send(text: string): void;
  /** Unsent bytes wait in the socket. */
  isBlocked(): boolean;
  /** Runs a line typed by a key, or the words of a dialog. */
  run(command: string | readonly string[], way: 'key' | 'prompt'): void;
  /** Text was copied, for a buffer of this name or a new one. Resolves with a line about it. */
  onCopy(text: string, buffer: string | undefined): Promise<string>;
  onPrefix(): void;
  /** The terminal reported its colours, or they apply again. */
  onColours(): void;
  /** It is now the client used last. */
  onUsed(): void;
  onDetach(): void;
}

export class ClientView implements ClientSurface {
  readonly #input: TimedInput;
  readonly #typed: TypedRun;
  readonly #mouse: ClientMouse;
  readonly #frame: ClientFrame;
  readonly #clock: FrameClock;
  readonly #messages: MessageLine;
  readonly #copy: ClientCopy;
  readonly #dialog: ClientDialog;
  readonly #questions: OuterQuestions;
  #keyState: KeyState = ROOT;
  #hint: string | undefined;
  /** The frame as described last, as long as only screens have changed since. */
  #described: FrameModel | undefined;
  /** A key went to the focused pane: its next output is drawn at once. */
  #awaitsEcho = false;

  constructor(private readonly options: ClientViewOptions) {
    const { rows, cols } = options.traits;
    const { colours, features } = options;
    this.#frame = new ClientFrame({ rows, cols, colours, features });
    this.#clock = new FrameClock({ draw: () => this.#draw(), isBlocked: options.isBlocked });
    this.#messages = new MessageLine(() => this.#request(), options.wording);
    this.#copy = new ClientCopy({
      ...options.copyKeys,
      onChange: () => this.#request(),
      onCommand: (command) => options.run(copyKeyWords(command), 'key'),
      onEffect: (effect) => {
        if (effect.type === 'ask') this.open(createCopyPrompt(effect.for));
        else if (effect.type === 'say') this.showMessage(effect.text, 'info');
        else void options.onCopy(effect.text, effect.name).then((said) => this.showMessage(said, 'info'));
      },
    });
    this.#dialog = new ClientDialog({
      coordinator: options.coordinator,
      run: (words) => options.run(words, 'prompt'),
    });
    this.#hint = options.hint;
    this.#questions = new OuterQuestions({
      has: features,
      send: options.send,
      onColours: () => options.onColours(),
      onMode: (mode) => this.#frame.learn({ [mode]: true }),
      nowMs: () => performance.now(),
    });
    this.#mouse = new ClientMouse({
      coordinator: options.coordinator,
      viewer: options.viewer,
      tabBar: options.tabBar,
      isOn: options.mouse && !options.readOnly && features.mouse,
      findTab: (row, col) => this.#frame.findTab(row, col),
      copy: this.#copy,
      onUse: () => this.#use(),
      selectTab: (number) => options.run(`tab ${number}`, 'key'),
      forward: (session, bytes) => {
        this.#awaitsEcho = true;
        session.write(bytes);
      },
    });
    this.#typed = new TypedRun({
      toDialog: (text) => this.#inDialog(() => this.#dialog.paste(text)),
      toSession: (session, bytes) => this.#send(session, bytes),
    });
    this.#input = new TimedInput({
      escapeTimeMs: options.escapeTimeMs,
      escapeTimeNowMs: (usualMs) => this.#questions.escapeTimeMs(usualMs),
      onEvent: (event) => this.#handle(event),
      nowMs: () => performance.now(),
    });
  }

  get viewer(): Viewer {
    return this.options.viewer;
  }

  switchMouse(to: 'on' | 'off' | 'other'): 'on' | 'off' {
    const isOn = to === 'other' ? !this.#mouse.isOn : to === 'on';
    this.#mouse.isOn = isOn && !this.options.readOnly && this.options.features.mouse;
    this.#request();
    return this.#mouse.isOn ? 'on' : 'off';
  }

  get readOnly(): boolean {
    return this.options.readOnly;
  }

  /** The first frame. */
  start(): void {
    this.options.send(this.#frame.enter());
    this.#questions.ask();
    this.#clock.now();
  }

  /** What its terminal reported about its colours. */
  get colours(): TerminalColours {
    return this.#questions.colours;
  }

  stop(): void {
    this.#input.stop();
    this.#clock.stop();
    this.#messages.clear();
    this.#mouse.stop();
    this.#copy.stop();
    this.#frame.dispose();
  }

  input(bytes: Uint8Array): void {
    this.#clock.used();
    this.#clock.during(() => this.#typed.during(() => this.#input.push(bytes)));
  }

  /** The byte that its Backspace sends, if it is not DEL. */
  useErase(byte: number): void {
    this.#input.useErase(byte);
  }

  resize(rows: number, cols: number): void {
    this.viewer.rows = rows;
    this.viewer.cols = cols;
    this.options.coordinator.settle();
  }

  /** Names, marks or the layout changed. */
  changed(): void {
    this.#dialog.listChanged();
    this.#copy.prune();
    this.#request();
  }

  /** Unread and last lines changed: only an open list needs drawing. */
  countsChanged(): void {
    if (this.#dialog.listChanged()) this.#request();
  }

  /** A session's screen changed. */
  screenChanged(session: ManagedSession): void {
    const { coordinator } = this.options;
    // Checked first, since laying out a tab for every small write of every program costs more than parsing it.
    if (!this.#described?.panes.some(({ screen }) => screen === session.screen)) {
      if (!session.shown || !coordinator.isDrawnFor(this.viewer, session)) {
        if (this.#dialog.previews(session)) this.#request();
        return;
      }
      // Another screen than the one described, or one that copy mode reads meanwhile.
      this.#described = undefined;
    }
    const isEcho = this.#awaitsEcho && !session.screen?.holdsFrame;
    if (isEcho && coordinator.isFocused(this.viewer, session)) {
      this.#awaitsEcho = false;
      this.#clock.now();
    } else {
      this.#clock.request();
    }
  }

  /** A program has changed its title: titles of panes and tabs follow. */
  titleChanged(): void {
    this.#request();
  }

  drained(): void {
    this.#clock.drained();
  }

  showMessage(text: string, level: MessageLevel | 'kept'): void {
    this.#messages.show(text, level);
  }

  showProgress(text: string): () => void {
    return this.#messages.begin(text);
  }

  open(dialog: Dialog): void {
    this.#dialog.open(dialog);
    this.#request();
  }

  detach(): void {
    this.options.onDetach();
  }

  redraw(): void {
    this.#frame.invalidate();
    this.#mouse.forget();
    this.#request();
  }

  messages(): readonly string[] {
    return this.#messages.kept;
  }

  promptHistory(): readonly string[] {
    return this.#dialog.history;
  }

  copyMode(call: CopyModeCall): void {
    const session = this.#session();
    if (session) this.#copy.run(session, call);
  }

  copy(text: string): Promise<string> {
    return this.options.onCopy(text, undefined);
  }

  sendPrefix(): void {
    this.#forward(this.options.keyTable.prefix);
  }

  #handle(event: InputEvent): void {
    if (!isCharacter(event)) this.#typed.flush();
    if (event.type === 'mouse') {
      // A button that was pressed before the dialog opened is released.
      if (!this.#dialog.isOpen || event.action === 'release') this.#mouse.handle(event);
      return;
    }
    if (event.type === 'reply') return this.#questions.answer(event.bytes);
    if (event.type === 'focus') return this.#focusChanged(event.focused);
    this.#use();
    if (event.type === 'key') this.#press(event);
    else if (this.#dialog.isOpen)
      this.#inDialog(() => this.#dialog.paste(new TextDecoder().decode(event.bytes)));
    else this.#paste(event.bytes);
  }

  #press(event: KeyEvent): void {
    const { key } = event;
    if (this.#dialog.takesText && this.#typed.takeText(event)) return;
    if (this.#dialog.isOpen) return this.#inDialog(() => this.#dialog.press(key));
    const { state, action } = pressKey(this.options.keyTable, this.#keyState, key, performance.now());
    this.#keyState = state;
    if (state.mode === 'prefix') this.#prefixArrived();
    if (action.type !== 'forward') this.#typed.flush();
    if (action.type === 'command') this.options.run(action.command, 'key');
    else if (action.type === 'forward') this.#forward(key, event);
    else if (action.type === 'unbound') this.showMessage(unboundKey(key), 'info');
  }

  #forward(key: Key, event?: KeyEvent): void {
    const session = this.#session();
    if (session && this.#copy.take(session, key)) return;
    if (this.options.readOnly) return this.#refuseInput();
    const modes = session?.inputModes();
    if (!session || !modes) return;
    // What was not a character is sent unchanged.
    const encoded = key.name === '\ufffd' && event ? event.bytes : encodeKey(key, modes);
    if (encoded.length === 0 || (event && this.#typed.takeBytes(session, event, encoded))) return;
    this.#send(session, encoded);
  }

  #paste(bytes: Uint8Array): void {
    const session = this.#session();
    if (this.options.readOnly) return this.#refuseInput();
    const modes = session?.inputModes();
    if (!session || !modes) return;
    // A user who pastes has finished reading.
    this.#copy.leave(session);
    this.#send(session, encodePaste(bytes, modes));
  }

  #refuseInput(): void {
    this.showMessage(`attached read-only: keys do not reach the pane; ${keyWord('detach')} leaves`, 'error');
  }

  #send(session: ManagedSession, bytes: Uint8Array | string): void {
    this.#awaitsEcho = true;
    session.input(bytes, this.options.env);
  }

  #inDialog(act: () => void): void {
    act();
    this.#described = undefined;
    this.#clock.now();
  }

  #session(): ManagedSession | undefined {
    return this.options.coordinator.focused(this.viewer);
  }

  /** This client is the one used last: its size and its view count. Messages have been seen. */
  #use(): void {
    this.#messages.clear();
    const { coordinator } = this.options;
    if (!coordinator.arrangement.viewers.use(this.viewer)) return;
    this.options.onColours();
    this.options.onUsed();
    coordinator.settle();
  }

  #prefixArrived(): void {
    if (this.#hint === undefined) return;
    this.#hint = undefined;
    this.options.onPrefix();
    this.#request();
  }

  #focusChanged(focused: boolean): void {
    this.viewer.hasFocus = focused;
    this.options.coordinator.settle();
  }

  /** Something other than a screen changed. */
  #request(): void {
    this.#described = undefined;
    this.#clock.request();
  }

  #draw(): void {
    const model = (this.#described ??= this.#describe());
    const bytes = this.#frame.update(model) + this.#mouse.follow(model.panes.map(({ screen }) => screen));
    if (bytes !== '') this.options.send(bytes);
  }

  #describe(): FrameModel {
    const { rows, cols } = this.viewer;
    return describeFrame({
      ...this.options,
      warning: this.options.warning(),
      message: this.#messages.line,
      hint: this.#hint,
      copy: this.#copy,
      dialog: this.#dialog.view(dialogRoom(rows, cols)),
    });
  }
}
