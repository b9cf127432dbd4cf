// What the status line shows besides the workspace itself: the time, the host, the outputs of commands. Owns
// that their timers and processes exist only while a terminal is attached whose templates name them. Leaves
// what differs between terminals to client-status.ts.

import { hostname } from 'node:os';

import {
  DEFAULT_EVERY_S,
  readStatus,
  runNameOf,
  type StatusLayout,
  type StatusOptions,
} from '../../config/status-template.js';
import { derived } from '../../text/derived.js';
import type { Undo } from '../../text/undo.js';
import type { RecordShell } from './run-shell.js';
import { StatusCommand } from './status-command.js';

const MINUTE_MS = 60_000;

export interface StatusSourcesOptions {
  /** Read at use. */
  readonly config: { readonly status: StatusOptions };
  /** For commands: of the client attached last. */
  env(): Readonly<Record<string, string>>;
  /** Something that stands in the line is another. */
  onChange(): void;
  onProblem(message: string): void;
  readonly record: RecordShell;
  readonly costToday: ShownFigure;
  /** ms since 1970. */
  now?: () => number;
}

/** Counted only while it is shown. */
export interface ShownFigure {
  readonly text: string;
  /** Does nothing where it was started before. */
  start(): void;
  stop(): void;
}

export class StatusSources {
  readonly #layout: () => StatusLayout;
  readonly #commands = new Map<string, StatusCommand>();
  #attached = 0;
  #minute: NodeJS.Timeout | undefined;

  readonly #options: StatusSourcesOptions;

  constructor(options: StatusSourcesOptions) {
    this.#options = options;
    const { config } = options;
    this.#layout = derived(
      () => [config.status],
      (status) => readStatus(status).layout,
    );
    this.#findCommands();
  }

  /** Of the config at the moment. */
  get layout(): StatusLayout {
    return this.#layout();
  }

  /** The config's status is another: what it has no more, or differently, ends; the rest goes on. */
  configChanged(): void {
    this.#findCommands();
    if (!this.layout.names.has('cost_today')) this.#options.costToday.stop();
    clearTimeout(this.#minute);
    if (this.#attached > 0) this.#start();
  }

  #start(): void {
    for (const command of this.#commands.values()) command.start();
    if (this.layout.names.has('clock')) this.#awaitMinute();
    if (this.layout.names.has('cost_today')) this.#options.costToday.start();
  }

  #findCommands(): void {
    const { config, env, onChange, onProblem, record } = this.#options;
    const before = new Map(this.#commands);
    this.#commands.clear();
    for (const value of this.layout.names) {
      const name = runNameOf(value);
      const { command, every_s: everyS = DEFAULT_EVERY_S } = config.status.run?.[name ?? ''] ?? {};
      if (name === undefined || command === undefined) continue;
      const known = before.get(value);
      const isSame = known?.is(command, everyS) ?? false;
      const next = { name, command, everyS, env, onChange, onProblem, record };
      this.#commands.set(value, known && isSame ? known : new StatusCommand(next));
      if (isSame) before.delete(value);
    }
    for (const command of before.values()) command.stop();
  }

  /** ms since 1970. */
  get now(): number {
    return (this.#options.now ?? Date.now)();
  }

  /** A terminal shows the line, until the undo is called. */
  attach(): Undo {
    this.#attached++;
    if (this.#attached === 1) this.#start();
    return () => {
      this.#attached--;
      if (this.#attached === 0) this.stop();
    };
  }

  /** Kills what runs. */
  stop(): void {
    for (const command of this.#commands.values()) command.stop();
    this.#options.costToday.stop();
    clearTimeout(this.#minute);
    this.#minute = undefined;
  }

  /** Of `host`, `cost_today` or `run:NAME`; empty if there is nothing to show. */
  text(value: string): string {
    // Without its domain, as in a shell's prompt.
    if (value === 'host') return hostname().replace(/\..*/, '');
    if (value === 'cost_today') return this.#options.costToday.text;
    return this.#commands.get(value)?.text ?? '';
  }

  #awaitMinute(): void {
    this.#minute = setTimeout(
      () => {
        this.#awaitMinute();
        this.#options.onChange();
      },
      MINUTE_MS - (this.now % MINUTE_MS),
    );
    this.#minute.unref();
  }
}
