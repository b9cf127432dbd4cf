// A child process on a kernel PTY, by node-pty. Owns finding the command, starting, hanging up.
// Leaves the environment to program-environment.ts. Invariant: a start that fails has started nothing.

import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

import type { IPty } from 'node-pty';

import { UserError } from '../text/user-error.js';
import type { Pty } from './pty.js';

export interface SpawnOptions {
  command: string;
  args: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
  rows: number;
  cols: number;
}

export type SpawnProgram = (options: SpawnOptions) => Pty;

/** Loads node-pty, which only programs need. */
export async function loadProgramPty(): Promise<SpawnProgram> {
  const { spawn } = await import('node-pty');
  return (options) => {
    const file = findExecutable(options);
    return wrap(
      spawn(file, [...options.args], {
        cwd: options.cwd,
        env: { ...options.env },
        rows: options.rows,
        cols: options.cols,
        name: options.env['TERM'] ?? 'xterm-256color',
        encoding: null,
      }),
      options,
    );
  };
}

/** The file that a shell would run. Throws a UserError that names the directory or the command. */
function findExecutable({ command, cwd, env }: SpawnOptions): string {
  if (!isDirectory(cwd)) throw new UserError(`no directory ${cwd}; give another with --cwd`);
  if (command.includes('/')) {
    const file = resolve(cwd, command);
    if (!isExecutable(file)) throw new UserError(`cannot run ${command}: no such program`);
    return file;
  }
  const found = (env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin')
    .split(delimiter)
    .map((directory) => join(directory || '.', command))
    .find(isExecutable);
  if (found === undefined)
    throw new UserError(`no program ${command} on PATH; check its name, or give its path`);
  return found;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function wrap(child: IPty, size: { rows: number; cols: number }): Pty {
  let { rows, cols } = size;
  let ended = false;
  let killTimer: NodeJS.Timeout | undefined;
  child.onExit(() => {
    ended = true;
    clearTimeout(killTimer);
  });
  return {
    get rows() {
      return rows;
    },
    get cols() {
      return cols;
    },
    pid: child.pid,
    write(bytes) {
      if (!ended) child.write(typeof bytes === 'string' ? bytes : Buffer.from(bytes));
    },
    resize(toRows, toCols) {
      [rows, cols] = [toRows, toCols];
      if (!ended) child.resize(toCols, toRows);
    },
    // With encoding null the data are Buffers, whatever the type says.
    onData: (listener) => dispose(child.onData((data) => listener(data as unknown as Buffer))),
    onExit: (listener) =>
      dispose(
        child.onExit(({ exitCode, signal }) =>
          listener(signal ? { code: undefined, signal } : { code: exitCode, signal: undefined }),
        ),
      ),
    setWatched() {},
    pause: () => child.pause(),
    resume: () => child.resume(),
    hangUp(graceMs) {
      if (ended) return;
      signalGroup(child.pid, 'SIGHUP');
      killTimer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), graceMs);
      killTimer.unref();
    },
  };
}

/** The child leads a session and so a process group of its own id. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended.
  }
}

const dispose = (disposable: { dispose(): void }) => (): void => disposable.dispose();
