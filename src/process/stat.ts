// What the system says about one process and its terminal (/proc/PID/stat, Linux), and continuing after a
// stop. Owns reading that file. Source: proc(5); tmux's server_child_stopped.

import { closeSync, openSync, readSync } from 'node:fs';

import { signalGroup } from './group.js';

export interface ProcessStat {
  /** Of the file that was run, at most 15 characters. */
  name: string;
  /** R, S, D, Z, T (stopped), t (traced), X. */
  state: string;
  group: number;
  /** The group in the foreground of its terminal; undefined: none. */
  foreground: number | undefined;
}

/** Larger than any: names have at most 64 bytes, and the fields are numbers. */
const buffer = Buffer.alloc(4096);

function readStat(pid: number): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(`/proc/${pid}/stat`, 'r');
    return buffer.toString('latin1', 0, readSync(file, buffer, 0, buffer.length, 0));
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** undefined: the process is gone, or the system does not say. About 20 µs, without garbage. */
export function findProcessStat(pid: number): ProcessStat | undefined {
  const stat = readStat(pid);
  if (stat === undefined) return undefined;
  // After the name, which may contain anything: state, parent, group, session, terminal, foreground group
  // (-1: none).
  const [state = '', , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return {
    name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
    state,
    group: Number(group),
    foreground: Number(foreground) > 0 ? Number(foreground) : undefined,
  };
}

/**
 * Continues the leader of a terminal that was stopped: nobody else can, since there is no shell above it. It
 * was SIGSTOP that stopped it: the leader's group is orphaned, and SIGTSTP, SIGTTIN and SIGTTOU stop no
 * process of such a group (POSIX).
 */
export function continueStopped(pid: number): void {
  const stat = findProcessStat(pid);
  if (stat?.state === 'T') signalGroup(stat.group, 'SIGCONT');
}
