// The commands of `run`: a shell each, a group of its own, its output together as it came. Owns their number,
// their time limit and that none outlives the server. Leaves what is said of them to commands/scripting/.

import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';

import type { RunCall, RunEnd, Runs } from '../../../commands/scripting/runs.js';
import type { WatchedChild } from '../../../process/child-records.js';
import type { Viewer } from '../../../session/arrangement/viewers.js';
import { commandWord } from '../../../text/mentions.js';
import { UserError } from '../../../text/user-error.js';
import { ShellRun } from './shell-run.js';

type Environment = Readonly<Record<string, string>>;

/** A key that is held down must not fill the machine. */
const MOST_RUNNING = 50;
/** Longer ones run in the background, or in a pane. */
const TIMEOUT_MS = 30_000;

/** Its standard error goes where its output goes, in the order in which both come. */
const SCRIPT = 'exec /bin/sh -c "$1" 2>&1';

export interface ShellRunsOptions {
  /** Of a program of this session. */
  environment(env: Environment, session: string): Environment;
  /** What a killed server leaves behind is found by this. */
  record(child: WatchedChild, command: string): void;
  tell(viewer: Viewer, text: string): void;
  timeoutMs?: number;
}

export class ShellRuns implements Runs {
  readonly #running = new Set<ShellRun>();

  readonly #options: ShellRunsOptions;

  constructor(options: ShellRunsOptions) {
    this.#options = options;
  }

  async start(call: RunCall): Promise<RunEnd> {
    const { command, directory, session = '', variables, input, inBackground } = call;
    if (this.#running.size >= MOST_RUNNING)
      throw new UserError(
        `${MOST_RUNNING} commands of run are running; ${commandWord('run --stop')} ends them`,
      );
    if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory())
      throw new UserError(`run cannot start: there is no directory ${directory}`);
    const env = { ...this.#options.environment(call.env, session), ...variables };
    const child = spawn('/bin/sh', ['-c', SCRIPT, 'sh', command], {
      cwd: directory,
      env,
      detached: true,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'ignore'],
    });
    const timeoutMs = inBackground ? undefined : (this.#options.timeoutMs ?? TIMEOUT_MS);
    const run = new ShellRun(child, { command, input, timeoutMs });
    this.#running.add(run);
    if (child.pid !== undefined) this.#options.record(run.watched, command.trim().split(/\s/, 1)[0] ?? '');
    try {
      return await run.ended;
    } finally {
      this.#running.delete(run);
    }
  }

  async endAll(): Promise<readonly string[]> {
    const running = [...this.#running];
    await Promise.all(running.map((run) => run.end('stopped')));
    return running.map(({ command }) => command);
  }

  tellFailure(viewer: Viewer, text: string): void {
    this.#options.tell(viewer, text);
  }
}
