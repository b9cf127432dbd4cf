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
import type { Undo } from '../../text/undo.js';
import { StatusCommand } from './status-command.js';

const MINUTE_MS = 60_000;

export interface StatusSourcesOptions {
  readonly status: StatusOptions;
  /** For commands: of the client attached last. */
  env(): Readonly<Record<string, string>>;
  /** Something that stands in the line is another. */
  onChange(): void;
  onProblem(message: string): void;
  /** ms since 1970. */
  now?: () => number;
}

export class StatusSources {
  readonly layout: StatusLayout;
  readonly #commands = new Map<string, StatusCommand>();
  #attached = 0;
  #minute: NodeJS.Timeout | undefined;

  readonly #options: StatusSourcesOptions;

  constructor(options: StatusSourcesOptions) {
    this.#options = options;
    const { status, env, onChange, onProblem } = options;
    this.layout = readStatus(status).layout;
    for (const value of this.layout.names) {
      const name = runNameOf(value);
      const { command, every_s: everyS = DEFAULT_EVERY_S } = status.run?.[name ?? ''] ?? {};
      if (name === undefined || command === undefined) continue;
      this.#commands.set(value, new StatusCommand({ name, command, everyS, env, onChange, onProblem }));
    }
  }

  /** ms since 1970. */
  get now(): number {
    return (this.#options.now ?? Date.now)();
  }

  /** A terminal shows the line, until the undo is called. */
  attach(): Undo {
    this.#attached++;
    if (this.#attached === 1) {
      for (const command of this.#commands.values()) command.start();
      if (this.layout.names.has('clock')) this.#awaitMinute();
    }
    return () => {
      this.#attached--;
      if (this.#attached === 0) this.stop();
    };
  }

  /** Kills what runs. */
  stop(): void {
    for (const command of this.#commands.values()) command.stop();
    clearTimeout(this.#minute);
    this.#minute = undefined;
  }

  /** Of `host` or `run:NAME`; empty if there is nothing to show. */
  text(value: string): string {
    // Without its domain, as in a shell's prompt.
    if (value === 'host') return hostname().replace(/\..*/, '');
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
