// A process group: who is in it, and signals to all of it. Linux lists the members in /proc; elsewhere only
// whether any are left is known. Source: proc(5), kill(2).

import { readdir, readFile } from 'node:fs/promises';

/** From SIGHUP to SIGKILL. */
export const HANG_UP_GRACE_MS = 5_000;

/** false: there is no such group. */
export function signalGroup(group: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false;
  }
}

/** Whether there is such a group, even one of another user. */
export function groupExists(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Live processes of the group by pid, with what distinguishes each from a later one with the same pid. */
export async function findMembers(group: number): Promise<ReadonlyMap<number, string>> {
  const members = new Map<number, string>();
  if (!signalGroup(group, 0)) return members;
  if (process.platform !== 'linux') return members.set(group, 'unknown');
  await Promise.all(
    (await readdir('/proc').catch(() => [])).map(async (name) => {
      if (!/^\d+$/.test(name)) return;
      const startTime = await findStartTime(name, group);
      if (startTime !== undefined) members.set(Number(name), startTime);
    }),
  );
  return members;
}

/** undefined: in another group, a zombie, or gone. */
async function findStartTime(pid: string, group: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  // After the name, which may contain anything: state, parent, group; the start is the 22nd field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const hasEnded = fields[0] === 'Z' || fields[0] === 'X';
  return hasEnded || Number(fields[2]) !== group ? undefined : fields[19];
}
