// A child process on a kernel PTY, by node-pty. Owns finding the command, starting, hanging up.
// Leaves the environment to program-environment.ts. Invariant: a start that fails has started nothing.

import { accessSync, constants, readSync, statSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';

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
    .map((directory) => resolve(cwd, directory, command))
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
  const internals = child as unknown as NodePtyInternals;
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
    onData(listener) {
      // With encoding null the data are Buffers, whatever the type says.
      const undo = dispose(child.onData((data) => listener(data as unknown as Buffer)));
      const drain = (): void => readRest(internals.fd, listener);
      internals._socket.once('end', drain);
      return () => {
        undo();
        internals._socket.off('end', drain);
      };
    },
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
      // One timer only: a second would outlive the exit and could hit a group that has got the number since.
      killTimer ??= setTimeout(() => signalGroup(child.pid, 'SIGKILL'), graceMs).unref();
    },
  };
}

/** What node-pty does not show: its reading end, and the descriptor of the master. */
interface NodePtyInternals {
  readonly fd: number;
  readonly _socket: {
    once(event: 'end', listener: () => void): void;
    off(event: 'end', listener: () => void): void;
  };
}

/**
 * What a program printed last: libuv takes a short read from a terminal that has hung up for its end, although a
 * terminal gives at most 4 KB at a time and more may wait (up to 10 KB were lost in a third of all ends).
 */
function readRest(fd: number, listener: (bytes: Uint8Array) => void): void {
  const buffer = Buffer.alloc(REST_BYTES);
  try {
    for (let length = readSync(fd, buffer); length > 0; length = readSync(fd, buffer))
      listener(buffer.subarray(0, length));
  } catch {
    // EIO: all was read. EAGAIN: another process still holds the terminal and says nothing now.
  }
}

/** More than a terminal gives at a time. */
const REST_BYTES = 16 * 1024;

/** The child leads a session and so a process group of its own id. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended.
  }
}

const dispose = (disposable: { dispose(): void }) => (): void => disposable.dispose();
