// One at a time in this checkout: two terminals that install or build at once would remove each other's
// files. Owns the lock: `.lock/N`, made by link(), contains the ids of the processes that hold it. The
// highest N counts and is never removed; once none of its processes is alive, or it is empty, N + 1 may be
// made. Needs no package: it guards installing them.

import {
  appendFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const directory = new URL('../.lock/', import.meta.url);
/** Between two looks at a lock that another process holds: not noticeable next to an installation. */
const LOOK_MS = 200;

/**
 * Runs task while holding the lock; waits for it first, and reports that once by `onWait(pid)`. task gets a
 * function that names a child: the lock is held until that has ended too, whatever happens to this process.
 */
export async function withCheckoutLock(task, { onWait }) {
  const generation = await acquire(onWait);
  try {
    return await task((pid) => appendFileSync(fileOf(generation), describeProcess(pid)));
  } finally {
    release(generation);
  }
}

async function acquire(onWait) {
  for (let told = false; ;) {
    const newest = Math.max(0, ...generations());
    const holder = newest > 0 ? findHolder(newest) : undefined;
    if (holder === undefined && tryLink(newest + 1)) return newest + 1;
    if (holder === undefined) continue;
    if (!told) onWait(holder);
    told = true;
    await delay(LOOK_MS);
  }
}

/** false: another process was first. */
function tryLink(generation) {
  const draft = new URL(`draft.${process.pid}`, directory);
  mkdirSync(directory, { recursive: true });
  writeFileSync(draft, describeProcess(process.pid));
  try {
    linkSync(draft, fileOf(generation));
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const others = generations().filter((each) => each !== generation);
  const isNewest = others.every((each) => each < generation);
  // If it is not, others have come and gone since we looked.
  for (const each of isNewest ? others : [generation]) rmSync(fileOf(each), { force: true });
  return isNewest;
}

const release = (generation) => writeFileSync(fileOf(generation), '');

const fileOf = (generation) => new URL(String(generation), directory);

function generations() {
  try {
    return readdirSync(directory).map(Number).filter(Number.isInteger);
  } catch {
    // Nobody has ever taken it.
    return [];
  }
}

/** Process id of a living one; undefined: nobody holds it any more. */
function findHolder(generation) {
  let lines = [];
  try {
    lines = readFileSync(fileOf(generation), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const alive = lines.find((line) => {
    const [pid, started] = line.split(' ');
    return pid && isAlive(Number(pid)) && (readProcess(pid)?.started ?? '') === started;
  });
  return alive && Number(alive.split(' ')[0]);
}

const describeProcess = (pid) => `${pid} ${readProcess(pid)?.started ?? ''}\n`;

function isAlive(pid) {
  // A zombie.
  if (readProcess(pid)?.state === 'Z') return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** started: in clock ticks since boot, since ids are reused (proc(5)). undefined: gone, or not Linux. */
function readProcess(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], started: fields[19] };
  } catch {
    return undefined;
  }
}

export const rootPath = fileURLToPath(new URL('../', import.meta.url));
