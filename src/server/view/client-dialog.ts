// The dialog that is open in one client. Owns which one it is, keeping its list current, and the lines that
// the prompt remembers. Leaves what a key does in it to dialogs/, running its commands and drawing to
// client-view.ts.
// Invariant: commands run after the dialog that produced them has changed or closed.

import type { Dialog, DialogCommand, DialogStep, DialogView } from '../../dialogs/dialog-view.js';
import { isPicker } from '../../dialogs/picker.js';
import type { Key } from '../../keymap/key.js';
import type { Coordinator } from '../../session/coordinator.js';
import type { ManagedSession } from '../../session/managed-session.js';

/** Dialogs in which every typed character goes into their line, as a paste does. */
const TEXT_DIALOGS = new Set(['prompt', 'copy-prompt', 'picker', 'keys', 'search']);

/** What a client had open whose connection was lost. */
export interface KeptDialog {
  open: Dialog | undefined;
  below: Dialog | undefined;
  history: readonly string[];
}

export const releaseDialog = ({ open, below }: KeptDialog): void => {
  open?.closed?.();
  below?.closed?.();
};

export class ClientDialog {
  #dialog: Dialog | undefined;
  /** What comes back when the dialog over it closes. */
  #below: Dialog | undefined;
  /** Runs its own commands: what they open covers it. */
  #asking: Dialog | undefined;
  /** The rows of an open list are out of date. */
  #listIsOld = false;
  readonly #history: string[] = [];

  readonly #options: {
    coordinator: Coordinator;
    run(command: string | readonly string[]): void;
  };

  constructor(options: { coordinator: Coordinator; run(command: string | readonly string[]): void }) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#dialog !== undefined;
  }

  get isLarge(): boolean {
    return this.#dialog?.isLarge === true;
  }

  /** Characters typed at once may be passed to it as one text: none of them means anything else. */
  get takesText(): boolean {
    return this.#dialog !== undefined && TEXT_DIALOGS.has(this.#dialog.name);
  }

  /** Lines of the command prompt, the oldest first. */
  get history(): readonly string[] {
    return this.#history;
  }

  open(dialog: Dialog): void {
    if (this.#dialog !== this.#asking) this.#dialog?.closed?.();
    this.#below = this.#asking;
    this.#dialog = dialog;
  }

  /** The client leaves. They stay open until releaseDialog(), or in another one. */
  stop(): KeptDialog {
    const kept = { open: this.#dialog, below: this.#below, history: [...this.#history] };
    this.#dialog = this.#below = undefined;
    return kept;
  }

  /** Of the same user before a connection was lost. */
  takeUp({ open, below, history }: KeptDialog): void {
    this.#dialog = open;
    this.#below = below;
    this.#history.push(...history);
    this.listChanged();
  }

  /** What lists show has changed. */
  listChanged(): void {
    this.#listIsOld = true;
    this.#dialog?.listChanged?.();
  }

  /** Only numbers and last lines have changed; returns whether a list that shows them is open. */
  countsChanged(): boolean {
    this.#listIsOld = true;
    return this.#dialog !== undefined && isPicker(this.#dialog);
  }

  /** Whether the session's screen is shown in it. */
  previews(session: ManagedSession): boolean {
    return this.#dialog?.selectedSession === session.id;
  }

  press(key: Key): void {
    const dialog = this.#fresh();
    if (dialog) this.#step(dialog, dialog.press(key));
  }

  paste(text: string): void {
    const dialog = this.#fresh();
    if (dialog) this.#step(dialog, dialog.paste(text));
  }

  /** A button was pressed on this part of it; most take no mouse. */
  click(line: number | 'beside' | 'outside'): void {
    const dialog = this.#fresh();
    if (dialog?.click) this.#step(dialog, dialog.click(line));
  }

  wheel(steps: -1 | 1): void {
    const dialog = this.#fresh();
    if (dialog?.wheel) this.#step(dialog, dialog.wheel(steps));
  }

  /** What it shows has changed without a key: it may end. */
  advance(): void {
    const dialog = this.#dialog;
    const step = dialog?.advance?.();
    if (dialog && step) this.#step(dialog, step);
  }

  view(room: Parameters<Dialog['view']>[0]): DialogView | undefined {
    return this.#fresh()?.view(room);
  }

  /** With current data: rebuilt once per frame or key, however often the data changed. */
  #fresh(): Dialog | undefined {
    if (!this.#dialog || !isPicker(this.#dialog)) return this.#dialog;
    if (this.#listIsOld) this.#dialog = this.#dialog.withRows(this.#options.coordinator.pickerRows());
    this.#listIsOld = false;
    return this.#dialog;
  }

  #step(asked: Dialog, step: DialogStep): void {
    const isOver = step.type === 'close';
    if (isOver) asked.closed?.();
    this.#dialog = isOver ? this.#below : step.dialog;
    if (isOver) this.#below = undefined;
    const commands = step.type === 'stay' ? [] : step.commands;
    if (asked.name === 'prompt') this.#remember(commands);
    // What a menu over the picker opens is over the picker, too.
    this.#asking = step.type === 'run' ? step.dialog : isOver ? this.#dialog : undefined;
    // A command opens its dialog before it waits for anything.
    for (const command of commands) this.#options.run(command);
    this.#asking = undefined;
  }

  #remember(commands: readonly DialogCommand[]): void {
    for (const command of commands) {
      const line = typeof command === 'string' ? command : command.join(' ');
      if (this.#history.at(-1) !== line) this.#history.push(line);
    }
  }
}
