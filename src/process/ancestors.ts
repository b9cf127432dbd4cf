// Which process started which (/proc/PID/stat on Linux, else ps). Owns walking up from a process to those
// that started it. A process whose parent has ended belongs to init: what was above it is not known any more.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { parseProcStat } from './identity.js';

/** Deeper than anybody nests shells; parents that form a circle, as pids are used again, end there. */
const MOST_ANCESTORS = 64;
/** Of the kernel and of init: nothing is above it that matters. */
const INIT = 1;

/** Whether it is the other process, or was started by it or by one of those that it started. */
export function descendsFrom(
  pid: number,
  ancestor: number,
  parentOf: (pid: number) => number | undefined = findParent,
): boolean {
  let each: number | undefined = pid;
  for (let count = 0; count < MOST_ANCESTORS && each !== undefined && each > INIT; count++) {
    if (each === ancestor) return true;
    each = parentOf(each);
  }
  return false;
}

/** undefined: there is no such process, or the system does not say. */
function findParent(pid: number): number | undefined {
  try {
    if (process.platform === 'linux')
      return parseProcStat(readFileSync(`/proc/${pid}/stat`, 'latin1')).parent;
    const parent = execFileSync('ps', ['-o', 'ppid=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Number(parent.trim()) || undefined;
  } catch {
    return undefined;
  }
}
