// The commands of `run`: a shell each, a group of its own, its output together as it came. Owns their number,
// their time limit and that none outlives the server. Leaves what is said of them to commands/scripting/.

import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
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
  /** How many may run at once. */
  most?: number;
}

export class ShellRuns implements Runs {
  readonly #running = new Set<ShellRun>();

  readonly #options: ShellRunsOptions;

  constructor(options: ShellRunsOptions) {
    this.#options = options;
  }

  async start(call: RunCall): Promise<RunEnd> {
    const { command, directory, session = '', variables, input, inBackground } = call;
    const { most = MOST_RUNNING } = this.#options;
    if (this.#running.size >= most)
      throw new UserError(`${most} commands of run are running; ${commandWord('run --stop')} ends them`);
    if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory())
      throw new UserError(`run cannot start: there is no directory ${directory}`);
    const env = { ...this.#options.environment(call.env, session), ...variables };
    const child = spawnShell(command, {
      cwd: directory,
      env,
      detached: true,
      // Nobody reads what one in the background prints.
      stdio: [input === undefined ? 'ignore' : 'pipe', inBackground ? 'ignore' : 'pipe', 'ignore'],
    });
    const timeoutMs = inBackground ? undefined : TIMEOUT_MS;
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

/** Throws a UserError for what the system refuses at once: too long, or too many. */
function spawnShell(command: string, options: SpawnOptions): ChildProcess {
  try {
    return spawn('/bin/sh', ['-c', SCRIPT, 'sh', command], options);
  } catch (error) {
    throw new UserError(`run cannot start: ${error instanceof Error ? error.message : String(error)}`);
  }
}
