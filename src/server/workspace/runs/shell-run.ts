// One command of `run` while it runs. Owns how much of its output is kept, and its end: by itself, by its
// time limit or because somebody wants it. Leaves starting it to shell-runs.ts.

import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

import type { RunEnd } from '../../../commands/scripting/runs.js';
import type { WatchedChild } from '../../../process/child-records.js';
import { HangUp } from '../../../process/hang-up.js';
import { UserError } from '../../../text/user-error.js';
import { readSlowly } from './read-slowly.js';

/** More is not read in an overlay. */
const KEPT_BYTES = 64 * 1024;
/** From SIGTERM to SIGKILL. */
const GRACE_MS = 2_000;
/** What it said last is still in the pipe, which something that it left behind may hold open. */
const LAST_WORDS_MS = 100;
/** The exit code of timeout(1). */
const TIMED_OUT = 124;
const SIGNALLED = 128;

export class ShellRun {
  readonly command: string;
  /** Rejects with a UserError if it could not be started. */
  readonly ended: Promise<RunEnd>;
  readonly #child: ChildProcess;
  readonly #hangUp: HangUp | undefined;
  readonly #kept: Buffer[] = [];
  #keptBytes = 0;
  #droppedBytes = 0;
  #endedFor: 'time' | 'stopped' | undefined;

  constructor(
    child: ChildProcess,
    {
      command,
      input,
      timeoutMs,
    }: { command: string; input: string | undefined; timeoutMs?: number | undefined },
  ) {
    this.command = command;
    this.#child = child;
    this.#hangUp = child.pid === undefined ? undefined : new HangUp(child.pid, 'SIGTERM');
    // It may end without having read all of it.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
    child.stdout?.on('data', (bytes: Buffer) => this.#keep(bytes));
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => void this.end('time'), timeoutMs);
    this.ended = this.#end(timeoutMs).finally(() => clearTimeout(timer));
  }

  get watched(): WatchedChild {
    return { pid: this.#child.pid, onExit: (listener) => void this.#child.once('exit', listener) };
  }

  /** With whatever it started. Resolves when nothing of it is left. */
  async end(why: 'time' | 'stopped'): Promise<void> {
    this.#endedFor ??= why;
    await this.#hangUp?.begin(GRACE_MS);
  }

  /** Begins to listen at once: an exit is told only once. */
  async #end(timeoutMs: number | undefined): Promise<RunEnd> {
    const child = this.#child;
    const closed = once(child, 'close').catch(() => []);
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', (error) => reject(new UserError(`run cannot start: ${error.message}`)));
      child.once('exit', (...how) => {
        this.#hangUp?.leaderEnded();
        resolve(how);
      });
    });
    await Promise.race([closed, sleep(LAST_WORDS_MS)]);
    return {
      output: new TextDecoder().decode(Buffer.concat(this.#kept)),
      droppedBytes: this.#droppedBytes,
      ...this.#describe(code, signal, timeoutMs),
    };
  }

  #keep(bytes: Buffer): void {
    const kept = bytes.subarray(0, KEPT_BYTES - this.#keptBytes);
    if (kept.length > 0) this.#kept.push(kept);
    this.#keptBytes += kept.length;
    this.#droppedBytes += bytes.length - kept.length;
    if (this.#droppedBytes > 0 && this.#child.stdout) readSlowly(this.#child.stdout);
  }

  #describe(
    code: number | null,
    signal: NodeJS.Signals | null,
    timeoutMs = 0,
  ): Pick<RunEnd, 'failure' | 'exitCode'> {
    if (this.#endedFor === 'time')
      return {
        failure: `was killed after ${timeoutMs / 1000} s; run -b has no time limit`,
        exitCode: TIMED_OUT,
      };
    const exitCode = code ?? SIGNALLED + (signal === null ? 0 : constants.signals[signal]);
    if (this.#endedFor === 'stopped') return { failure: 'was ended', exitCode };
    if (signal !== null) return { failure: `was ended by ${signal}`, exitCode };
    return { failure: exitCode === 0 ? undefined : `exited ${exitCode}`, exitCode };
  }
}
