// One command of the config, run by /bin/sh to its end. Owns its time limit, which includes whatever it
// started, the part of its output that is kept, and what becomes of the rest of it. Leaves when commands run
// to those who run them.
// Invariant: the caller is told the end exactly once, whatever the command does, unless it ended it itself.

import { spawn, type ChildProcess } from 'node:child_process';

import type { WatchedChild } from '../../process/child-records.js';
import { signalGroup } from '../../process/group.js';
import { HangUp } from '../../process/hang-up.js';
import type { Undo } from '../../text/undo.js';
import { readSlowly } from './runs/read-slowly.js';

/** From SIGTERM to SIGKILL. */
const GRACE_MS = 1_000;
/** Most have ended by then, and never touch the disk. */
const RECORD_AFTER_MS = 250;

/** What a killed server leaves behind is found by this. command: its first word. */
export type RecordShell = (child: WatchedChild, command: string) => void;

export interface ShellCall {
  command: string;
  env: Readonly<Record<string, string>>;
  timeoutMs: number;
  /** Bytes of its standard output that are kept; the rest is read and dropped. 0: it has none. Default: 0. */
  outputBytes?: number;
  /** What it leaves in the background ends with it. Default: that goes on. */
  endsWhole?: boolean;
  /** Called for one that lasts. */
  record?: RecordShell | undefined;
}

export interface ShellEnd {
  /** Follows its name; undefined: it exited with 0. */
  problem?: string | undefined;
  output: string;
}

/** Runs it in /. With output its end is also that of whatever still writes there. Returns what kills it. */
export function runShell(call: ShellCall, onEnd: (end: ShellEnd) => void): Undo {
  const { command, env, timeoutMs, outputBytes = 0, endsWhole = false, record } = call;
  let timeout: NodeJS.Timeout | undefined;
  let isOver = false;
  let output = Buffer.alloc(0);
  const end = (problem?: string): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timeout);
    onEnd({ problem, output: output.toString('utf8') });
  };
  let child: ChildProcess;
  try {
    const stdio: ('ignore' | 'pipe')[] = ['ignore', outputBytes > 0 ? 'pipe' : 'ignore', 'ignore'];
    // A group of its own: what hangs may be something that the shell started.
    child = spawn('/bin/sh', ['-c', command], { cwd: '/', stdio, detached: true, env });
  } catch (error) {
    end(`cannot be run: ${(error as Error).message}`);
    return () => undefined;
  }
  const { pid } = child;
  const signal = (name: NodeJS.Signals): boolean => pid !== undefined && signalGroup(pid, name);
  timeout = setTimeout(() => {
    signal('SIGTERM');
    // Even if the shell ends now: what it started may ignore that.
    setTimeout(() => {
      signal('SIGKILL');
      end(`was killed: it ran longer than ${timeoutMs / 1000} s and ignored SIGTERM`);
    }, GRACE_MS).unref();
  }, timeoutMs);
  const recording = setTimeout(() => {
    const watched = { pid, onExit: (listener: () => void) => void child.once('exit', listener) };
    record?.(watched, command.trim().split(/\s/, 1)[0] ?? '');
  }, RECORD_AFTER_MS).unref();
  child.once('exit', () => {
    clearTimeout(recording);
    if (endsWhole && pid !== undefined) void new HangUp(pid, 'SIGTERM').endRest(GRACE_MS);
  });
  const { stdout } = child;
  stdout?.on('data', (bytes: Buffer) => {
    if (output.length < outputBytes) output = Buffer.concat([output, bytes]).subarray(0, outputBytes);
    else readSlowly(stdout);
  });
  child.once('error', (error) => end(`cannot be run: ${error.message}`));
  child.once(outputBytes > 0 ? 'close' : 'exit', (code, name) =>
    end(code === 0 ? undefined : name ? `was ended by ${name}` : `exited ${code}`),
  );
  return () => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timeout);
    signal('SIGKILL');
    stdout?.destroy();
  };
}
