// Which process a pid means: pid, start time, boot, pid namespace and machine, so that a later process with
// the same number, or one of another container, is never taken for it. Owns reading them and what can be
// known about a process from here. Invariant: gone is said only if it is certain.

import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  pid: number;
  host: string;
  /** Distinguishes a process from a later one with the same pid. */
  startTime: string;
  /** Distinguishes this boot of the machine from earlier ones. */
  bootId: string;
  /** In which pids are counted: two containers of one machine have their own. '': not known. */
  pidNamespace: string;
  /** Of the installation, the same across boots and renames. '': not known. */
  machineId: string;
}

/** unknown: if it runs, then where this process cannot look: in another container, on another machine. */
export type Liveness = 'running' | 'gone' | 'unknown';

/** The pid namespace of a machine itself, outside all containers (PROC_PID_INIT_INO of Linux). */
const MACHINE_NAMESPACE = 'pid:[4026531836]';

/** undefined: there is no such process, or it is a zombie. */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const startTime = findStartTime(pid);
  return startTime === undefined ? undefined : { pid, startTime, ...identifyPlace() };
}

export function findLiveness(
  process: ProcessIdentity,
  place: ProcessPlace = identifyPlace(),
  startTimeOf: (pid: number) => string | undefined = findStartTime,
): Liveness {
  switch (comparePlaces(process, place)) {
    case 'same':
      return startTimeOf(process.pid) === process.startTime ? 'running' : 'gone';
    case 'earlier boot':
      return 'gone';
    default:
      return 'unknown';
  }
}

/** Its pid is counted like this process's own: same boot of the same machine, same container. */
export const isInSamePlace = (process: ProcessIdentity): boolean =>
  comparePlaces(process, identifyPlace()) === 'same';

export const isRunning = (process: ProcessIdentity): boolean => findLiveness(process) === 'running';

/** undefined: not one. What earlier versions did not record is ''. */
export function parseIdentity(value: unknown): ProcessIdentity | undefined {
  const fields = (value ?? {}) as Partial<ProcessIdentity>;
  const { pid, host, startTime, bootId, pidNamespace = '', machineId = '' } = fields;
  if (typeof pid !== 'number' || typeof host !== 'string') return undefined;
  if (typeof startTime !== 'string' || typeof bootId !== 'string') return undefined;
  if (typeof pidNamespace !== 'string' || typeof machineId !== 'string') return undefined;
  return { pid, host, startTime, bootId, pidNamespace, machineId };
}

export type ProcessPlace = Omit<ProcessIdentity, 'pid' | 'startTime'>;

function identifyPlace(): ProcessPlace {
  return {
    host: hostname(),
    bootId: readLine('/proc/sys/kernel/random/boot_id'),
    pidNamespace: readPidNamespace(),
    machineId: readLine('/etc/machine-id') || readLine('/var/lib/dbus/machine-id'),
  };
}

/** Pure. Which of two boots came first is only known on the same machine: the one that runs now is later. */
function comparePlaces(then: ProcessPlace, now: ProcessPlace): 'same' | 'earlier boot' | 'elsewhere' {
  const sameNamespace =
    then.pidNamespace === '' || now.pidNamespace === '' || then.pidNamespace === now.pidNamespace;
  if (then.bootId !== '' && then.bootId === now.bootId) return sameNamespace ? 'same' : 'elsewhere';
  if (!isSameMachine(then, now)) return 'elsewhere';
  // On a system without boot ids start times are dates, which no other boot repeats.
  return then.bootId === now.bootId ? 'same' : 'earlier boot';
}

function isSameMachine(then: ProcessPlace, now: ProcessPlace): boolean {
  if (then.machineId === '' || now.machineId === '') return then.host === now.host;
  if (then.machineId !== now.machineId) return false;
  // The id in a container is its image's, which other containers may share.
  const areMachines = [then, now].every(({ pidNamespace }) => pidNamespace === MACHINE_NAMESPACE);
  return areMachines || then.host === now.host;
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
  /** It is a zombie. */
  ended: boolean;
}

/**
 * proc(5): the name in parentheses may contain anything; after it field 3 is the state, 4 the parent, 5 the
 * process group, 22 the start.
 */
export function parseProcStat(text: string): ProcStat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    parent: Number(fields[4 - 3]),
    group: Number(fields[5 - 3]),
    startTime: fields[22 - 3],
    ended: fields[0] === 'Z' || fields[0] === 'X',
  };
}

/** ps(1), for POSIX systems without /proc. */
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

/** '' where the system has none. */
function readLine(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

function readPidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
