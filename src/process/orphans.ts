// Programs that a killed server left running: found by their records and ended at the next start. Owns that
// decision. Invariant: nothing is signalled unless it is the recorded process itself (pid, start time, boot),
// or a member of its process group that has the session's id in its environment.

import { readFile, readdir } from 'node:fs/promises';
import type { ChildRecord, ChildRecords } from './child-records.js';
import { isInSamePlace, isRunning, parseProcStat } from './identity.js';
import { HANG_UP_GRACE_MS } from './group.js';

export interface OrphansOptions {
  /** Value of QMUX in the environment of this server's programs. */
  socketFile: string;
  /** From SIGHUP to SIGKILL. */
  graceMs?: number;
}

export interface EndedOrphans {
  /** What was still there and got SIGHUP. */
  found: readonly ChildRecord[];
  /** Resolves when what did not end by itself has got SIGKILL. */
  over: Promise<void>;
  /** Resolves when nothing that this session had left is running any more. */
  gone(session: string): Promise<void>;
}

/** Hangs up what is left of the recorded programs; records of what is gone are removed. */
export async function endOrphans(records: ChildRecords, options: OrphansOptions): Promise<EndedOrphans> {
  const recorded = records.load();
  const found = recorded.length === 0 ? [] : await findLeft(recorded, options.socketFile);
  for (const record of recorded) if (!found.includes(record)) records.forget(record.pid);
  // A stopped program gets the hang-up only when it continues.
  for (const { pid } of found) for (const signal of ['SIGHUP', 'SIGCONT'] as const) signalGroup(pid, signal);
  return {
    found,
    over: found.length === 0 ? Promise.resolve() : killLater(found, records, options),
    gone: (session) => untilGone(found.filter((record) => record.session === session)),
  };
}

/** They are not our children, so nobody tells of their end. */
async function untilGone(records: readonly ChildRecord[]): Promise<void> {
  while (records.some(isRunning)) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}

const LOOK_MS = 25;

async function killLater(
  found: readonly ChildRecord[],
  records: ChildRecords,
  { socketFile, graceMs = HANG_UP_GRACE_MS }: OrphansOptions,
): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, graceMs).unref());
  // Asked again: the number may belong to another group by now.
  for (const { pid } of await findLeft(found, socketFile)) signalGroup(pid, 'SIGKILL');
  for (const { pid } of found) records.forget(pid);
}

async function findLeft(recorded: readonly ChildRecord[], socketFile: string): Promise<ChildRecord[]> {
  const left: ChildRecord[] = [];
  for (const record of recorded)
    if (isInSamePlace(record) && (isRunning(record) || (await hasMemberOf(record, socketFile))))
      left.push(record);
  return left;
}

/** In the group of a leader that is gone: a process that was started in this session's pane. */
async function hasMemberOf({ pid, session }: ChildRecord, socketFile: string): Promise<boolean> {
  const marks = [`QMUX=${socketFile}`, `QMUX_SESSION=${session}`];
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = parseProcStat(await readFile(`/proc/${name}/stat`, 'latin1'));
      if (stat.group !== pid || stat.ended) continue;
      const environment = (await readFile(`/proc/${name}/environ`, 'utf8')).split('\0');
      if (marks.every((mark) => environment.includes(mark))) return true;
    } catch {
      // It has ended, or belongs to somebody else.
    }
  }
  return false;
}

/** A program leads a process group of its own id. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
