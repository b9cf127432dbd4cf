// What one client's user types: from bytes to the dialog, the key table, copy mode or the focused program.
// Owns who gets a key, and the state of the key table. Leaves decoding to keymap/, what dialogs and copy mode
// do to their own files, and what is seen of it to the picture.
// Invariant: keys are handled in the order in which they came.

import { encodePaste } from '../../keymap/encode-paste.js';
import { encodeKey } from '../../keymap/encode.js';
import type { InputEvent, MouseInput } from '../../keymap/input-event.js';
import { pressKey, ROOT, type KeyState } from '../../keymap/key-table.js';
import { formatKeyName, type Key } from '../../keymap/key.js';
import { isUnmistakable, type RootBinding } from '../../keymap/root-bindings.js';
import { runsInForeground } from '../../process/foreground.js';
import type { AnySession } from '../../session/any-session.js';
import type { ManagedSession } from '../../session/managed-session.js';
import { keyInPopup } from '../../session/popup-end.js';
import { keyWord } from '../../text/mentions.js';
import type { ClientCopy } from './client-copy.js';
import type { ClientDialog } from './client-dialog.js';
import type { ClientMouse } from './client-mouse.js';
import type { ClientPicture } from './client-picture.js';
import type { ClientHost, ClientSettings } from './client-ports.js';
import { HeldInput } from './held-input.js';
import { KeyHints } from './key-hints.js';
import type { MessageLine } from './message-line.js';
import type { OuterQuestions } from './outer-questions.js';
import { findOthers, takesSynced } from './synced-panes.js';
import { TimedInput } from './timed-input.js';
import { isCharacter, TypedRun, type KeyEvent } from './typed-run.js';
import { unboundKey } from './unbound-key.js';

/** Who else of the client's view has a part in it. */
export interface KeyParts {
  readonly copy: ClientCopy;
  readonly dialog: ClientDialog;
  readonly mouse: ClientMouse;
  readonly messages: MessageLine;
  readonly picture: ClientPicture;
  readonly questions: OuterQuestions;
}

/** Whether a program gets a key is known within it, or the program does. */
const FOREGROUND_LIMIT_MS = 50;

export class ClientKeys {
  readonly #input: TimedInput;
  readonly #held: HeldInput;
  readonly #typed: TypedRun;
  readonly #hints: KeyHints;
  #keyState: KeyState = ROOT;
  /** A key of this read closed a popup: those after it were not typed for what is below. */
  #dropsRest = false;
  #wasPrefixUsed = false;
  #inputs = 0;

  readonly #settings: ClientSettings;
  readonly #parts: KeyParts;
  readonly #host: ClientHost;

  constructor(settings: ClientSettings, parts: KeyParts, host: ClientHost) {
    this.#settings = settings;
    this.#parts = parts;
    this.#host = host;
    this.#hints = new KeyHints(() => parts.picture.drawNow());
    this.#typed = new TypedRun({
      toDialog: (text) => this.#inDialog(() => parts.dialog.paste(text)),
      toSession: (session, bytes) => this.#send(session, bytes),
    });
    this.#held = new HeldInput({
      handle: (event) => this.#handle(event),
      during: (act) => parts.picture.during(() => this.#typed.during(act)),
    });
    this.#input = new TimedInput({
      get escapeTimeMs() {
        return settings.escapeTimeMs;
      },
      escapeTimeNowMs: (usualMs) => parts.questions.escapeTimeMs(usualMs),
      onEvent: (event) => this.#handle(event),
      nowMs: () => performance.now(),
    });
  }

  /** Which key is the prefix, until it was pressed. */
  get hint(): string | undefined {
    return this.#wasPrefixUsed ? undefined : this.#settings.hint;
  }

  /** The keys that can follow are listed. */
  get listsNext(): boolean {
    return this.#hints.isShown;
  }

  /** How many keys and pastes there were. */
  get inputs(): number {
    return this.#inputs;
  }

  /** Bytes of one read of the terminal. */
  input(bytes: Uint8Array): void {
    this.#dropsRest = false;
    this.#parts.picture.during(() => this.#typed.during(() => this.#input.push(bytes)));
  }

  /** The byte that its Backspace sends, where it is another than DEL. */
  useErase(byte: number): void {
    this.#input.useErase(byte);
  }

  sendPrefix(): void {
    this.#forward(this.#settings.keyTable.prefix);
  }

  /** Who gets what is typed besides the focused pane. */
  others(): AnySession[] {
    const { coordinator, viewer } = this.#settings;
    return findOthers({ coordinator, viewer, copy: this.#parts.copy }, this.#parts.picture.synced);
  }

  /** This client is the one used last: its size and its view count. Messages have been seen. */
  use(): void {
    this.#parts.messages.clear();
    const { coordinator, viewer } = this.#settings;
    if (!coordinator.arrangement.viewers.use(viewer)) return;
    this.#host.coloursTold();
    this.#host.used();
    coordinator.settle();
  }

  stop(): void {
    this.#input.stop();
    this.#held.stop();
    this.#hints.end();
  }

  #handle(event: InputEvent): void {
    if (this.#held.take(event)) return;
    const { dialog, mouse, questions } = this.#parts;
    if (!isCharacter(event)) this.#typed.flush();
    if (event.type === 'mouse') {
      // A button that was pressed before the dialog opened is let go of.
      if (!dialog.isOpen || event.action === 'release') return mouse.handle(event);
      if (mouse.isOn) this.#mouseInDialog(event);
      return;
    }
    if (event.type === 'reply') return questions.answer(event.bytes);
    if (event.type === 'focus') return this.#focusChanged(event.focused);
    this.#inputs++;
    this.use();
    if (event.type === 'key') this.#press(event);
    else if (dialog.isOpen) this.#inDialog(() => dialog.paste(new TextDecoder().decode(event.bytes)));
    else this.#paste(event.bytes);
  }

  #press(event: KeyEvent): void {
    const { key } = event;
    const { dialog, messages } = this.#parts;
    if (dialog.takesText && this.#typed.takeText(event)) return;
    if (dialog.isOpen) return this.#inDialog(() => dialog.press(key));
    const { state, action } = pressKey(this.#settings.keyTable, this.#keyState, key, performance.now());
    this.#keyState = state;
    this.#hints.end();
    if (state.mode === 'prefix') this.#prefixArrived();
    if (action.type !== 'forward') this.#typed.flush();
    if (action.type === 'command') this.#host.run(action.command, 'key');
    else if (action.type === 'root') this.#pressRoot(action.binding, event);
    else if (action.type === 'forward') this.#forward(key, event);
    else if (action.type === 'unbound') messages.show(unboundKey(key), 'info');
  }

  /** In copy mode no program gets keys, and those of copy mode come first, as in tmux. */
  #pressRoot({ command, pass }: RootBinding, event: KeyEvent): void {
    const session = this.#focused();
    const { copy } = this.#parts;
    const isRead = session !== undefined && copy.has(session);
    if (!isUnmistakable(event.key, event.bytes) || (isRead && copy.means(session, event.key)))
      return this.#forward(event.key, event);
    if (isRead || pass.length === 0 || session?.pid === undefined) return this.#host.run(command, 'key');
    void this.#held.until(runsInForeground(session.pid, pass, FOREGROUND_LIMIT_MS), (passes) => {
      if (passes === false) this.#host.run(command, 'key');
      else this.#forward(event.key, event, session);
    });
  }

  /** alone: the session that a key was kept for; without one the focused pane, and those synced with it. */
  #forward(key: Key, event?: KeyEvent, alone?: AnySession): void {
    if (this.#dropsRest) return;
    const session = alone ?? this.#focused();
    // Before copy mode takes the key, or is left.
    const others = alone ? [] : this.others();
    if (session && this.#parts.copy.take(session, key)) return;
    if (session && this.#inEndedPopup(session, key)) return;
    if (this.#settings.readOnly) return this.#refuseInput();
    for (const other of others) if (takesSynced(other, key)) this.#encode(other, key, event);
    if (session) this.#encode(session, key, event);
  }

  #encode(session: ManagedSession, key: Key, event: KeyEvent | undefined): void {
    const modes = this.#typed.modesOf(session);
    if (!modes) return;
    // What was no character goes as it came.
    const encoded = key.name === '\ufffd' && event ? event.bytes : encodeKey(key, modes);
    if (encoded.length === 0 || (event && this.#typed.takeBytes(session, event, encoded))) return;
    this.#send(session, encoded);
  }

  /** False: it is a key like any other. */
  #inEndedPopup(session: AnySession, key: Key): boolean {
    const { viewer } = this.#settings;
    const does = keyInPopup(viewer, session, { name: formatKeyName(key), nowMs: performance.now() });
    if (does === 'none') return false;
    if (does === 'ignore') return true;
    this.#host.run(does === 'close' ? ['close', session.id] : ['hide'], 'key');
    this.#dropsRest = true;
    return true;
  }

  #paste(bytes: Uint8Array): void {
    const session = this.#dropsRest ? undefined : this.#focused();
    if (this.#settings.readOnly) return this.#refuseInput();
    const others = this.others();
    // Who pastes has read enough.
    if (session?.inputModes()) this.#parts.copy.leave(session);
    for (const each of session ? [...others, session] : []) {
      const modes = each.inputModes();
      if (modes) this.#send(each, encodePaste(bytes, modes));
    }
  }

  #refuseInput(): void {
    const refusal = `attached read-only: keys do not reach the pane; ${keyWord('detach')} leaves`;
    this.#parts.messages.show(refusal, 'error');
  }

  #send(session: ManagedSession, bytes: Uint8Array | string): void {
    const isFocused = session === this.#focused();
    if (isFocused) this.#parts.picture.expectEcho();
    // What is typed into another pane answers nothing here.
    const seenMs = isFocused ? this.#parts.picture.questionSeenMs(session) : 0;
    session.input(bytes, this.#settings.env, seenMs);
  }

  #mouseInDialog({ action, row, col }: MouseInput): void {
    const { dialog, picture } = this.#parts;
    if (action === 'press') this.#inDialog(() => dialog.click(picture.findLine(row, col)));
    else if (action === 'wheel-up') this.#inDialog(() => dialog.wheel(-1));
    else if (action === 'wheel-down') this.#inDialog(() => dialog.wheel(1));
  }

  #inDialog(act: () => void): void {
    act();
    this.#parts.picture.drawNow();
  }

  #focused(): AnySession | undefined {
    return this.#settings.coordinator.focused(this.#settings.viewer);
  }

  #prefixArrived(): void {
    this.#hints.begin(this.#settings.keyHintsMs);
    if (this.hint === undefined) return;
    this.#wasPrefixUsed = true;
    this.#host.prefixArrived();
    this.#parts.picture.request();
  }

  #focusChanged(focused: boolean): void {
    this.#settings.viewer.hasFocus = focused;
    this.#settings.coordinator.settle();
  }
}
