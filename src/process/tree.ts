// What a program and everything it started use in memory: resident bytes of the process tree, from /proc or
// ps(1). Owns finding the tree. Pages that processes share count for each of them, as is usual for resident
// memory.

import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface ProcessTree {
  /** The program first. */
  pids: readonly number[];
  residentBytes: number;
}

const NOTHING: ProcessTree = { pids: [], residentBytes: 0 };

/** Empty if the process has ended, or the system does not say. Never rejects. */
export async function measureProcessTree(pid: number): Promise<ProcessTree> {
  return process.platform === 'linux' ? measureInProc(pid) : measureWithPs(pid);
}

/** proc(5): `task/TID/children` names the children of one thread, `status` the resident memory in kB. */
async function measureInProc(pid: number): Promise<ProcessTree> {
  const residentBytes = await readResident(pid);
  if (residentBytes === undefined) return NOTHING;
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const lists = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'latin1').catch(() => '')),
  );
  const children = lists.flatMap((list) => list.split(' ').filter((word) => word.trim() !== ''));
  const trees = await Promise.all(children.map((child) => measureInProc(Number(child))));
  return {
    pids: [pid, ...trees.flatMap(({ pids }) => pids)],
    residentBytes: trees.reduce((sum, tree) => sum + tree.residentBytes, residentBytes),
  };
}

/** undefined: no such process, or a zombie. */
async function readResident(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/** For systems without /proc. */
export async function measureWithPs(pid: number): Promise<ProcessTree> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,rss=']).catch(() => ({
    stdout: '',
  }));
  const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const pids = new Set(rows.some(([each]) => each === pid) ? [pid] : []);
  for (let before = -1; before !== pids.size;) {
    before = pids.size;
    for (const [child = 0, parent = 0] of rows) if (pids.has(parent)) pids.add(child);
  }
  const kilobytes = rows.reduce(
    (sum, [each = 0, , resident = 0]) => sum + (pids.has(each) ? resident : 0),
    0,
  );
  return { pids: [...pids], residentBytes: kilobytes * 1024 };
}
