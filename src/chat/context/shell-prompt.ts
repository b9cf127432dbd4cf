// The command of a prompt that begins with `!`: while it runs its last lines stand above the prompt, at its
// end it is a note, and with `!!` it goes along with the next question. Owns which one runs, one at a time.
// Leaves the terminal to the host. Invariant: what it printed is kept without keys and without escape
// sequences.

import type { MessageLevel } from '../../text/message-level.js';
import { sanitiseModelText } from '../../text/sanitise.js';
import type { Question } from '../conversation.js';
import type { AroundChat, ChatBeginning, ShellRun } from '../ports.js';
import { capOutput } from '../tool-text.js';
import type { Attached } from './attached.js';

export interface ShellCommand {
  line: string;
  /** Its output goes along with the next question. */
  isKept: boolean;
}

export interface ShellPromptOwner {
  readonly around: AroundChat | undefined;
  addNote(text: string, level: MessageLevel): void;
  /** Its output, or that it ended. */
  changed(): void;
  /** What goes along with the next question. */
  save(kept: readonly Attached[]): void;
}

/** Of an output its head and its tail are kept. */
const MOST_CHARACTERS = 30_000;
/** Above the prompt, while it runs. */
const SHOWN_ROWS = 10;
/** One frame at 30 a second. */
const FRAME_MS = 33;

export class ShellPrompt {
  #running: { line: string; run: ShellRun | undefined } | undefined;
  #drawing: NodeJS.Timeout | undefined;
  #kept: readonly Attached[];

  readonly #owner: ShellPromptOwner;

  constructor(owner: ShellPromptOwner, begun: ChatBeginning) {
    this.#owner = owner;
    this.#kept = carriedOver(begun);
    // Before their questions are withdrawn.
    if (this.#kept.length > 0) owner.save(this.#kept);
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** The command and its last lines, while it runs. */
  get lines(): readonly string[] {
    if (!this.#running) return [];
    const { line, run } = this.#running;
    const printed = run?.text(SHOWN_ROWS).trimEnd() ?? '';
    return [`$ ${line}`, ...(printed === '' ? [] : printed.split('\n').slice(-SHOWN_ROWS))].map((each) =>
      sanitiseModelText(each),
    );
  }

  /** What goes along with the next question. */
  get kept(): readonly Attached[] {
    return this.#kept;
  }

  /** The question that they went along with is taken back. */
  keepAgain(attached: readonly Attached[]): void {
    const back = attached.filter(({ kind }) => kind === 'command');
    if (back.length > 0) this.#set([...back, ...this.#kept]);
  }

  /** They went along with a question. */
  forget(): void {
    if (this.#kept.length > 0) this.#set([]);
  }

  /** undefined: it runs. Otherwise why not. */
  begin({ line, isKept }: ShellCommand, cols: number): string | undefined {
    const { around } = this.#owner;
    if (!around?.runShell) return 'commands need the workspace: run qmux';
    if (this.#running) return 'a command still runs; Esc ends it';
    this.#running = { line, run: undefined };
    void this.#run(around.runShell(line, cols), { line, isKept });
    return undefined;
  }

  /** Hangs it up. */
  end(): void {
    this.#running?.run?.hangUp();
  }

  /** The chat ends: what was printed so far is its note. */
  stop(): void {
    const running = this.#running;
    if (!running) return;
    const text = this.#clean(running.run?.text(Infinity) ?? '');
    this.#finish(`$ ${running.line}\n${text}(ended with the chat)`, 'info');
    running.run?.hangUp();
  }

  async #run(starting: Promise<ShellRun>, { line, isKept }: ShellCommand): Promise<void> {
    const running = this.#running;
    try {
      const run = await starting;
      if (!running || this.#running !== running) return run.hangUp();
      running.run = run;
      run.onOutput(() => this.#drawSoon());
      const how = await run.ended;
      if (this.#running !== running) return;
      const text = this.#clean(run.text(Infinity));
      // First: what was shown as done is not lost.
      if (isKept) this.#keep(`$ ${line}`, text);
      this.#finish(`$ ${line}\n${text}${how === undefined ? '' : `(${how})`}`.trimEnd(), 'info');
    } catch (error) {
      if (this.#running !== running) return;
      this.#finish(`$ ${line}\n${error instanceof Error ? error.message : String(error)}`, 'error');
    }
  }

  #keep(name: string, text: string): void {
    this.#set([...this.#kept, { kind: 'command', name, text, bytes: Buffer.byteLength(text) }]);
  }

  #set(kept: readonly Attached[]): void {
    this.#kept = kept;
    this.#owner.save(kept);
    this.#owner.changed();
  }

  #finish(note: string, level: MessageLevel): void {
    clearTimeout(this.#drawing);
    this.#drawing = undefined;
    this.#running = undefined;
    this.#owner.addNote(note, level);
  }

  #clean(printed: string): string {
    const text = sanitiseModelText(this.#owner.around?.withoutKeys(printed) ?? printed).trimEnd();
    return text === '' ? '' : `${capOutput(text, MOST_CHARACTERS)}\n`;
  }

  #drawSoon(): void {
    this.#drawing ??= setTimeout(() => {
      this.#drawing = undefined;
      this.#owner.changed();
    }, FRAME_MS);
  }
}

/**
 * What goes along with the next question of a chat that goes on: what was kept, without what was sent before
 * the list was written, and what belongs to questions that go back to the prompt, as restore.ts says.
 */
export function carriedOver({ printed = [], conversation, held }: ChatBeginning): readonly Attached[] {
  const { queued, turns } = conversation;
  const outputsOf = (questions: readonly Pick<Question, 'attached'>[]): Attached[] =>
    questions.flatMap(({ attached }) => attached.filter(({ kind }) => kind === 'command'));
  const back = held ? [] : outputsOf(queued);
  const known = [...back, ...outputsOf([...queued, ...turns.slice(-1)])];
  const isNew = ({ name, text }: Attached): boolean =>
    !known.some((each) => each.name === name && each.text === text);
  return [...back, ...printed.filter(isNew)];
}
