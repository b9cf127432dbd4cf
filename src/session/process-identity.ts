// Which process a pid means: pid, start time, boot and host, so that a later process with the same number is never taken
// for it. Owns reading them. Invariant: what cannot be told to be the same process is another one.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  pid: number;
  host: string;
  /** Tells a process from a later one with the same pid. */
  startTime: string;
  /** Tells this boot of the machine from the ones before. */
  bootId: string;
}

/** undefined: there is no such process, or it ended and only waits to be collected. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const startTime = findStartTime(pid);
  return startTime === undefined ? undefined : { pid, host: hostname(), startTime, bootId: readBootId() };
}

/** This very process runs on this machine. Of another machine on a shared disk: no. */
export const isRunning = ({ pid, host, startTime, bootId }: ProcessIdentity): boolean =>
  host === hostname() && bootId === readBootId() && startTime === findStartTime(pid);

/** undefined: not one. */
export function parseIdentity(value: unknown): ProcessIdentity | undefined {
  const { pid, host, startTime, bootId } = (value ?? {}) as Partial<ProcessIdentity>;
  if (typeof pid !== 'number' || typeof host !== 'string') return undefined;
  if (typeof startTime !== 'string' || typeof bootId !== 'string') return undefined;
  return { pid, host, startTime, bootId };
}

function findStartTime(pid: number): string | undefined {
  return process.platform === 'linux' ? findStartTimeInProc(pid) : findStartTimeWithPs(pid);
}

function findStartTimeInProc(pid: number): string | undefined {
  try {
    const stat = parseProcStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
    return stat.ended ? undefined : stat.startTime;
  } catch {
    return undefined;
  }
}

export interface ProcStat {
  parent: number;
  group: number;
  /** Clock ticks since boot. */
  startTime: string | undefined;
  /** It only waits to be collected. */
  ended: boolean;
}

/** proc(5): the name in parentheses may hold anything; behind it field 3 is the state, 4 the parent, 5 the process group, 22 the start. */
export function parseProcStat(text: string): ProcStat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    parent: Number(fields[4 - 3]),
    group: Number(fields[5 - 3]),
    startTime: fields[22 - 3],
    ended: fields[0] === 'Z' || fields[0] === 'X',
  };
}

/** ps(1) of POSIX systems without /proc. */
function findStartTimeWithPs(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch {
    return undefined;
  }
}

/** Empty where the system has none: there the start time is a date, which no other boot repeats. */
function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}
