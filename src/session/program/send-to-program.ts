// Text and Enter for a program from a command: `send`, and what a paste may do. Owns the pause between the
// two, that one send waits for the one before it, and that none of it answers a question unless it was sent
// as an answer. Leaves knowing whether a question is open to the session. Invariant: Enter is pressed only in
// the same process and at the same question (or without one) as when the text was sent. An agent's dialog
// drops a pasted text, and Enter alone approves.

import { encodePaste } from '../../keymap/encode-paste.js';
import { isGenericQuestion } from '../../terminal/emulator/program-signal.js';
import type { InputModes } from '../../terminal/screen.js';
import { UserError } from '../../text/user-error.js';
import type { AttentionEntry } from '../attention/attention.js';

export interface SendOptions {
  /** The text is meant as the answer to the open question. */
  answer: boolean;
}

/** The part of a session needed to send something to it. */
export interface SendTarget {
  readonly name: string;
  /** undefined once it has ended. */
  readonly pid: number | undefined;
  readonly screen: { readonly inputModes: Pick<InputModes, 'bracketedPaste'> } | undefined;
  /** What it asks its user now. */
  readonly openQuestion: AttentionEntry | undefined;
  /** Resolves once everything it printed so far has been read. */
  whenParsed(): Promise<void>;
  /** A text that submits nothing by itself. */
  write(bytes: Uint8Array | string): void;
  /** A key as from the user's keyboard. */
  input(key: string): void;
}

/**
 * Programs that distinguish pastes from typing by time take an early Enter for a part of the paste: Gemini
 * CLI 0.61 does so at 150 ms but not at 300.
 */
const PASTE_TO_ENTER_MS = 400;
/** After this long a program that draws has taken in the paste. */
const SOONEST_ENTER_MS = 300;

/**
 * Throws a UserError: with the question if one is open that the text does not answer, or if none is open to
 * answer.
 */
export function checkQuestion(
  { name, openQuestion }: Pick<SendTarget, 'name' | 'openQuestion'>,
  { answer }: SendOptions,
): void {
  if (openQuestion && !answer)
    throw new UserError(`${name} asks: ${openQuestion.text}; answer it there, or here with --answer`);
  if (!openQuestion && answer)
    throw new UserError(`${name} has no question open; leave out --answer to send it a prompt`);
}

export class ProgramSender {
  #last: Promise<unknown> = Promise.resolve();
  #onPrinted = (): void => {};

  readonly #target: SendTarget;

  constructor(target: SendTarget) {
    this.#target = target;
  }

  /** Resolves when Enter was pressed. Rejects with a UserError that says what was not done. */
  send(text: string, options: SendOptions): Promise<void> {
    // Two texts at once would become one, and what the first one makes the program ask is known only a moment
    // later.
    const sent = this.#last.then(() => this.#send(text, options));
    this.#last = sent.then(
      () => this.#pause(),
      () => {},
    );
    return sent;
  }

  /** The program printed something. */
  printed(): void {
    this.#onPrinted();
  }

  async #send(text: string, { answer }: SendOptions): Promise<void> {
    const target = this.#target;
    const { name } = target;
    await target.whenParsed();
    const { pid } = target;
    if (pid === undefined) throw new UserError(`${name} has ended; Enter in its pane runs it again`);
    const asked = target.openQuestion;
    checkQuestion({ name, openQuestion: asked }, { answer });
    if (answer && isKey(text)) target.input(text);
    else if (target.screen?.inputModes.bracketedPaste && !(answer && !text.includes('\n')))
      target.write(encodePaste(encoder.encode(text), { bracketedPaste: true }));
    else target.write(text.replaceAll('\n', '\r'));
    await this.#pause();
    await target.whenParsed();
    if (target.pid !== pid)
      throw new UserError(`${name} ended before Enter was pressed; the text was not submitted`);
    const standing = target.openQuestion;
    // The key alone was the answer.
    if (asked && !standing) return;
    if (standing && !(asked && isSame(asked, standing)))
      throw new UserError(
        `${name} asks: ${standing.text}; Enter was not pressed, the text is in its prompt or was dropped`,
      );
    target.input('\r');
  }

  /** Until what was written has been taken in. */
  async #pause(): Promise<void> {
    await wait(SOONEST_ENTER_MS);
    const printed = new Promise<void>((resolve) => (this.#onPrinted = resolve));
    await Promise.race([printed, wait(PASTE_TO_ENTER_MS - SOONEST_ENTER_MS)]);
    this.#onPrinted = () => {};
  }
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const encoder = new TextEncoder();

/** What a dialog accepts without Enter: the key of a choice. */
const isKey = (text: string): boolean => [...text].length === 1;

/** A question without a text may get one later. */
const isSame = (before: AttentionEntry, now: AttentionEntry): boolean =>
  before.since === now.since && (before.text === now.text || isGenericQuestion(before.text));
