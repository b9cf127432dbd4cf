// Ends a process group when this process has ended, however it did: a shell holds the reading end of a pipe,
// which is closed even by kill -9. Owns that shell. For what must not outlive a command in a terminal, where
// no later server would look for it; programs of a server are recorded in child-records.ts.

import { spawn } from 'node:child_process';
import type { WatchedChild } from './child-records.js';

/**
 * `read` returns when the pipe is closed. The group's number cannot have become another's by then: the guard
 * is ended with its leader.
 */
const SCRIPT = 'read -r _; kill -TERM -"$1" && sleep 2 && kill -KILL -"$1"';

/** Its group has the child's id. The guard ends with the child. */
export function guardGroup({ pid, onExit }: WatchedChild): void {
  if (pid === undefined) return;
  // A group of its own: what ends the terminal's job would end it too soon.
  const guard = spawn('/bin/sh', ['-c', SCRIPT, 'qmux', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without one, the agent still ends by itself when its standard input does.
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  onExit(() => void guard.kill('SIGKILL'));
}
