// A child process on a kernel PTY, by node-pty. Owns starting it. Leaves finding its program to
// process/find-program.ts, reading to pty-reader.ts, writing to pty-writer.ts, ending to process/hang-up.ts,
// the environment to program-environment.ts.
// Invariant: a start that fails has started nothing.

import { writeSync } from 'node:fs';

import type { IPty } from 'node-pty';

import { isNearOpenFilesLimit, tooManyOpenFiles } from '../../files/open-files.js';
import { UserError } from '../../text/user-error.js';
import { findProgram } from '../../process/find-program.js';
import { HangUp } from '../../process/hang-up.js';
import { continueStopped, findProcessStat } from '../../process/stat.js';
import type { Pty } from '../pty.js';
import type { PtyInternals } from './pty-reader.js';
import { PtyReader } from './pty-reader.js';
import { PtyWriter } from './pty-writer.js';
import { ReadClock } from './read-clock.js';
import { SettledSize } from './settled-size.js';

export interface SpawnOptions {
  command: string;
  args: readonly string[];
  cwd: string;
  env: Readonly<Record<string, string>>;
  rows: number;
  cols: number;
}

export type SpawnProgram = (options: SpawnOptions) => Pty;

/** Kept: once an update has removed the package, even a loaded one is not found by its name. */
let nodePty: typeof import('node-pty') | undefined;

/** Loads node-pty, which only programs need. */
export async function loadProgramPty(): Promise<SpawnProgram> {
  nodePty ??= await import('node-pty');
  const { spawn } = nodePty;
  const clock = new ReadClock();
  return (options) => {
    const file = findProgram(options);
    const child = startOrExplain(options.command, () =>
      spawn(file, [...options.args], {
        cwd: options.cwd,
        env: { ...options.env },
        rows: options.rows,
        cols: options.cols,
        name: options.env['TERM'] ?? 'xterm-256color',
        encoding: null,
      }),
    );
    return wrap(child, options, clock);
  };
}

/** A system without room for another process or terminal is not a bug of ours: the user can make room. */
function startOrExplain(command: string, start: () => IPty): IPty {
  // Its terminal would take the last ones, and nobody could attach or ask any more.
  if (isNearOpenFilesLimit()) throw new UserError(`cannot start ${command}: ${tooManyOpenFiles()}`);
  try {
    return start();
  } catch (error) {
    throw new UserError(
      `cannot start ${command}: ${(error as Error).message}; close a session, or raise the limits (ulimit -u, -n)`,
    );
  }
}

function wrap(child: IPty, size: { rows: number; cols: number }, clock: ReadClock): Pty {
  const internals = child as unknown as PtyInternals;
  const reader = new PtyReader(internals, clock);
  // The master does not block. node-pty's own write goes through another thread for every key, and while the
  // program does not read it retries in every turn of the event loop.
  const writer = new PtyWriter((bytes, offset) =>
    reader.isClosed ? undefined : writeSync(internals.fd, bytes, offset),
  );
  const settled = new SettledSize(size, (rows, cols) => {
    if (!reader.isClosed) child.resize(cols, rows);
  });
  const end = new HangUp(child.pid);
  child.onExit(() => {
    end.leaderEnded();
    settled.stop();
    // A process that outlives the leader may hold the terminal open; nobody reads what it prints.
    writer.close();
    reader.close();
  });
  return {
    get rows() {
      return settled.rows;
    },
    get cols() {
      return settled.cols;
    },
    pid: child.pid,
    foregroundGroup: () => findProcessStat(child.pid)?.foreground,
    wake() {
      if (!reader.isClosed) continueStopped(child.pid);
    },
    write(bytes) {
      // What is typed now is meant for the size on the screen.
      settled.settle();
      if (reader.isClosed) return;
      reader.attend();
      writer.write(bytes);
    },
    resize: (rows, cols) => settled.set(rows, cols),
    onData: (listener) => reader.onData(listener),
    onExit: (listener) =>
      dispose(
        child.onExit(({ exitCode, signal }) =>
          listener(signal ? { code: undefined, signal } : { code: exitCode, signal: undefined }),
        ),
      ),
    setWatched() {},
    pause: () => reader.pause(),
    resume: () => reader.resume(),
    hangUp: (graceMs) => end.begin(graceMs),
  };
}

const dispose = (disposable: { dispose(): void }) => (): void => disposable.dispose();
