// Runs the user's notification command, one at a time. Owns its time limit, which includes whatever it
// started, and how many may wait. Leaves what it is told to notifications.ts. Invariant: whatever a command
// does, the next one runs.

import { spawn } from 'node:child_process';

export interface NotificationCommandOptions {
  onProblem(message: string): void;
  timeoutMs?: number;
}

/** A command that hangs must not hold up the next one for long. */
const TIMEOUT_MS = 10_000;
/** From SIGTERM to SIGKILL. */
const GRACE_MS = 1_000;
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
    runFor(call, this.#options.timeoutMs ?? TIMEOUT_MS, (problem) => {
      if (problem !== undefined) this.#options.onProblem(`notification_command ${problem}`);
      this.#isRunning = false;
      this.#next();
    });
  }
}

/** onEnd is called once: at the command's end, or when it was killed. */
function runFor({ command, env }: Call, timeoutMs: number, onEnd: (problem?: string) => void): void {
  let timeout: NodeJS.Timeout | undefined;
  let isOver = false;
  const end = (problem?: string): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timeout);
    onEnd(problem);
  };
  try {
    // A group of its own: what hangs may be something that the shell started.
    const child = spawn('/bin/sh', ['-c', command], { cwd: '/', stdio: 'ignore', detached: true, env });
    timeout = setTimeout(() => {
      signalGroup(child.pid, 'SIGTERM');
      // Even if the shell ends now: what it started may ignore that.
      setTimeout(() => {
        signalGroup(child.pid, 'SIGKILL');
        end(`was killed: it ran longer than ${timeoutMs / 1000} s and ignored SIGTERM`);
      }, GRACE_MS).unref();
    }, timeoutMs);
    child.once('error', (error) => end(`cannot be run: ${error.message}`));
    child.once('exit', (code, signal) =>
      end(code === 0 ? undefined : signal ? `was ended by ${signal}` : `exited ${code}`),
    );
  } catch (error) {
    end(`cannot be run: ${(error as Error).message}`);
  }
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}
