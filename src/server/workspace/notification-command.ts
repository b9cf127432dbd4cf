// Runs the user's notification command, one at a time. Owns its time limit and how many may wait. Leaves
// ending it to run-shell.ts and what it is told to notifications.ts. Invariant: whatever a command does, the
// next one runs.

import { runShell, type RecordShell } from './run-shell.js';

export interface NotificationCommandOptions {
  onProblem(message: string): void;
  readonly record: RecordShell;
}

/** A command that hangs must not hold up the next one for long. */
const TIMEOUT_MS = 10_000;
/** Waiting for one that hangs: a user who is notified this late has enough to look at. */
const MAX_WAITING = 50;

interface Call {
  command: string;
  env: Readonly<Record<string, string>>;
}

export class NotificationCommand {
  readonly #waiting: Call[] = [];
  #isRunning = false;

  readonly #options: NotificationCommandOptions;

  constructor(options: NotificationCommandOptions) {
    this.#options = options;
  }

  /** Runs it by /bin/sh after those before it. */
  run(command: string, env: Readonly<Record<string, string>>): void {
    if (this.#waiting.length >= MAX_WAITING) {
      this.#options.onProblem(
        `notification_command was skipped: ${MAX_WAITING} calls are waiting for one that hangs`,
      );
      return;
    }
    this.#waiting.push({ command, env });
    this.#next();
  }

  #next(): void {
    if (this.#isRunning) return;
    const call = this.#waiting.shift();
    if (!call) return;
    this.#isRunning = true;
    const { record } = this.#options;
    runShell({ ...call, timeoutMs: TIMEOUT_MS, record }, ({ problem }) => {
      if (problem !== undefined) this.#options.onProblem(`notification_command ${problem}`);
      this.#isRunning = false;
      this.#next();
    });
  }
}
