// The one lock of qmux: who may be the server of a name, who may write a `qmux chat` transcript.
// Owns generation files NAME.1, NAME.2, … of which the highest counts. A holder that is gone is succeeded by the next
// generation, made with link(), which exactly one racer can. Invariant: a process that lives, also a stopped one, is
// never robbed. Pid files, O_EXCL and locks by age all gave two owners in races of four.

import { randomBytes } from 'node:crypto';
import { link, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureDirectory } from '../log/paths.js';
import { UserError } from '../text/user-error.js';
import { identifyProcess, isRunning, parseIdentity, type ProcessIdentity } from './process-identity.js';

/**
 * Generations below the own one that are left standing. A racer that read the directory before they were taken over
 * must find its next file taken; only one that slept through this many take-overs could make it, and then it sees
 * the higher one and withdraws.
 */
const KEPT_GENERATIONS = 8;

/** Every lost round means that another racer won one; this many in a row is a fault, not a race. */
const MAX_ROUNDS = 100;

export type LockHolder = ProcessIdentity;

export interface HeldLock {
  heldBy: LockHolder;
  /** The file that says so: what to remove when the holder's machine is gone for good. */
  file: string;
}

export interface Lock {
  /** Lets the next one in; a second call does nothing. A process that ends without it is succeeded all the same. */
  release(): Promise<void>;
}

/** directory: of the locks, made when missing. name: one path component. Rejects with errors of the disk. */
export async function acquireLock(directory: string, name: string): Promise<Lock | HeldLock> {
  ensureDirectory(directory);
  const self = describeSelf();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const highest = Math.max(0, ...(await listGenerations(directory, name)));
    const file = generationFile(directory, name, highest);
    const holder = highest === 0 ? undefined : await readHolder(file);
    if (holder && isAlive(holder, self)) return { heldBy: holder, file };
    if (await makeGeneration(directory, name, highest + 1, self)) return lockOf(directory, name, highest + 1);
  }
  throw new UserError(`lock ${join(directory, name)} cannot be taken; remove ${directory} when no qmux runs`);
}

const generationFile = (directory: string, name: string, generation: number): string =>
  join(directory, `${name}.${generation}`);

async function listGenerations(directory: string, name: string): Promise<number[]> {
  return (await readdir(directory))
    .filter((entry) => entry.startsWith(`${name}.`))
    .map((entry) => entry.slice(name.length + 1))
    .filter((rest) => /^[1-9]\d{0,14}$/.test(rest))
    .map(Number);
}

/** Whether this process made it, and with it holds the lock. The file appears with its whole text or not at all. */
async function makeGeneration(
  directory: string,
  name: string,
  generation: number,
  self: LockHolder,
): Promise<boolean> {
  const file = generationFile(directory, name, generation);
  const made = await withTemporary(directory, JSON.stringify(self), (temporary) =>
    link(temporary, file),
  ).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw error;
    },
  );
  if (!made) return false;
  const all = await listGenerations(directory, name);
  if (all.some((other) => other > generation)) {
    await unlink(file);
    return false;
  }
  for (const old of all)
    if (old < generation - KEPT_GENERATIONS)
      await unlink(generationFile(directory, name, old)).catch(() => undefined);
  return true;
}

function lockOf(directory: string, name: string, generation: number): Lock {
  let released = false;
  return {
    release: async () => {
      if (released) return;
      released = true;
      // The file stays, without a holder: were it removed, its generation could be made twice.
      const file = generationFile(directory, name, generation);
      await withTemporary(directory, '', (temporary) => rename(temporary, file));
    },
  };
}

async function withTemporary(
  directory: string,
  text: string,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const temporary = join(directory, `${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
    await use(temporary);
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
}

/** undefined: released, or not readable as a holder (a power cut left it empty, so its holder is gone too). */
async function readHolder(file: string): Promise<LockHolder | undefined> {
  try {
    return parseIdentity(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(holder: LockHolder, self: LockHolder): boolean {
  // Of another machine on a shared disk nothing can be known from here.
  if (holder.host !== self.host) return true;
  return isRunning(holder);
}

function describeSelf(): LockHolder {
  const self = identifyProcess(process.pid);
  if (!self) throw new Error(`process ${process.pid} finds no start time of its own`);
  return self;
}
