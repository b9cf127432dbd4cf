// One command whose output stands in the status line (config: [status.run.NAME]). Owns when it runs: at once
// when it starts to be shown, then at its interval, never while its last run lasts, and not at all while
// nobody sees it. Leaves ending one that hangs to run-shell.ts.

import { sanitiseLine, stripSequences } from '../../text/sanitise.js';
import type { Undo } from '../../text/undo.js';
import { truncateToWidth } from '../../text/width.js';
import { runShell, type RecordShell } from './run-shell.js';

/** One that runs rarely has no more time than this. */
const MAX_TIMEOUT_S = 10;
/** Of the first line; the bar has no room for more. */
const MAX_COLS = 80;
/** Enough for 80 columns of any characters, and escape sequences that are removed. */
const OUTPUT_BYTES = 4 * 1024;

export interface StatusCommandSettings {
  readonly name: string;
  readonly command: string;
  /** From one start to the next, in seconds. */
  readonly everyS: number;
  env(): Readonly<Record<string, string>>;
  onChange(): void;
  /** Each problem once. */
  onProblem(message: string): void;
  readonly record: RecordShell;
}

export class StatusCommand {
  #text = '';
  #timer: NodeJS.Timeout | undefined;
  #kill: Undo | undefined;
  readonly #told = new Set<string>();

  readonly #settings: StatusCommandSettings;

  constructor(settings: StatusCommandSettings) {
    this.#settings = settings;
  }

  /** The first line of the last run; empty before that, and if it failed. */
  get text(): string {
    return this.#text;
  }

  /** It is what another config names, too. */
  is(command: string, everyS: number): boolean {
    return this.#settings.command === command && this.#settings.everyS === everyS;
  }

  /** Does nothing where it was started before. */
  start(): void {
    if (this.#kill ?? this.#timer) return;
    const { command, everyS, env, record } = this.#settings;
    const startedAt = performance.now();
    const timeoutMs = Math.min(everyS, MAX_TIMEOUT_S) * 1000;
    let isOver = false;
    const kill = runShell(
      { command, env: env(), timeoutMs, outputBytes: OUTPUT_BYTES, endsWhole: true, record },
      ({ problem, output }) => {
        isOver = true;
        this.#kill = undefined;
        this.#wait(startedAt + everyS * 1000 - performance.now());
        this.#ended(problem, output);
      },
    );
    if (!isOver) this.#kill = kill;
  }

  /** Kills a run that lasts. What it said is forgotten: it would be old when it is shown again. */
  stop(): void {
    this.#kill?.();
    clearTimeout(this.#timer);
    this.#kill = undefined;
    this.#timer = undefined;
    this.#text = '';
  }

  #wait(ms: number): void {
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.start();
      },
      Math.max(0, ms),
    );
    this.#timer.unref();
  }

  #ended(problem: string | undefined, output: string): void {
    const { name, onChange, onProblem } = this.#settings;
    if (problem !== undefined && !this.#told.has(problem)) {
      this.#told.add(problem);
      onProblem(`status.run.${name} ${problem}`);
    }
    const [line = ''] = output.split('\n', 1);
    const text =
      problem === undefined ? truncateToWidth(sanitiseLine(stripSequences(line)).trim(), MAX_COLS) : '';
    if (text === this.#text) return;
    this.#text = text;
    onChange();
  }
}
