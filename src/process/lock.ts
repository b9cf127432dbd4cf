// The one lock of qmux: who may be the server of a name, who may write a `qmux chat` transcript. Owns
// generation files NAME.1, NAME.2, … of which the highest counts. A holder that is gone is succeeded by the
// next generation, created with link(), in which exactly one racer succeeds. Invariant: a process that is
// alive, even a stopped one, or about which nothing can be known, never loses its lock. Pid files, O_EXCL and
// locks by age gave two owners in races.

import { linkSync, readdirSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readRegularFile, UnreadableFile } from '../files/read-file.js';
import { writeNewFileNow } from '../files/spare-file.js';
import { ensureDirectory } from '../paths/paths.js';
import { formatDuration } from '../text/age.js';
import { UserError } from '../text/user-error.js';
import { findLiveness, identifyProcess, parseIdentity, type ProcessIdentity } from './identity.js';

/**
 * Generations below the current one that are kept. A racer that read the directory before they were taken
 * over must find its next file taken; only one that slept through this many take-overs could create it, and
 * then it sees the higher one and withdraws.
 */
const KEPT_GENERATIONS = 8;

/** Every lost round means that another racer won one; this many in a row is a fault, not a race. */
const MAX_ROUNDS = 100;

/** Many times the size of a holder's record. */
const MAX_HOLDER_BYTES = 64 * 1024;

export interface LockHolder extends ProcessIdentity {
  /** Where a server listens; undefined: not yet, or it is not a server. */
  socketFile?: string;
}

export interface HeldLock {
  heldBy: LockHolder;
  /** unknown: if it runs, then in another container or on another machine. */
  liveness: 'running' | 'unknown';
  /** The file that says so: remove it if the holder's machine is gone for good. */
  file: string;
  /** ms since 1970. */
  since: number;
}

export interface Lock {
  /** Writes into the lock where its holder listens. Does nothing after release(). */
  record(where: { socketFile: string }): Promise<void>;
  /**
   * Lets the next one in; a second call does nothing. A process that ends without it is succeeded all the
   * same.
   */
  release(): Promise<void>;
}

/** directory: of the locks, created if missing. name: one path component. Rejects with errors of the disk. */
export async function acquireLock(directory: string, name: string): Promise<Lock | HeldLock> {
  ensureDirectory(directory);
  const self = describeSelf();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const highest = Math.max(0, ...listGenerations(directory, name));
    const held = highest === 0 ? undefined : await readHeld(generationFile(directory, name, highest));
    if (held) return held;
    if (makeGeneration(directory, name, highest + 1, self))
      return lockOf(generationFile(directory, name, highest + 1), self);
  }
  throw new UserError(
    `lock ${join(directory, name)} cannot be taken; remove ${directory} once no qmux is running`,
  );
}

/**
 * Who holds a lock now. undefined: nobody who is alive, or there is no such lock. Rejects with errors of the
 * disk.
 */
export async function findHolder(directory: string, name: string): Promise<HeldLock | undefined> {
  try {
    const highest = Math.max(0, ...listGenerations(directory, name));
    return highest === 0 ? undefined : await readHeld(generationFile(directory, name, highest));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** What to do about a lock whose holder cannot be checked from here: who, since when, and what to remove. */
export function describeUnknownHolder({ heldBy, file, since }: HeldLock, now: number): string {
  const { pid, host } = heldBy;
  return (
    `held by process ${pid} on ${host} for ${formatDuration(now - since)}, ` +
    `which cannot be checked from here; if it no longer runs, remove ${file}`
  );
}

const generationFile = (directory: string, name: string, generation: number): string =>
  join(directory, `${name}.${generation}`);

/** Not in a thread of its own, as all that follows: waiting for one takes longer than such a call. */
function listGenerations(directory: string, name: string): number[] {
  return readdirSync(directory)
    .filter((entry) => entry.startsWith(`${name}.`))
    .map((entry) => entry.slice(name.length + 1))
    .filter((rest) => /^[1-9]\d{0,14}$/.test(rest))
    .map(Number);
}

/**
 * Whether this process created it, and thus holds the lock. The file appears with its whole text or not at
 * all.
 */
function makeGeneration(directory: string, name: string, generation: number, self: LockHolder): boolean {
  const file = generationFile(directory, name, generation);
  try {
    withTemporary(directory, JSON.stringify(self), (temporary) => linkSync(temporary, file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  const all = listGenerations(directory, name);
  if (all.some((other) => other > generation)) {
    unlinkSync(file);
    return false;
  }
  for (const old of all)
    if (old < generation - KEPT_GENERATIONS) removeIfThere(generationFile(directory, name, old));
  return true;
}

function lockOf(file: string, self: LockHolder): Lock {
  let released = false;
  const replace = (text: string): void =>
    withTemporary(dirname(file), text, (temporary) => renameSync(temporary, file));
  return {
    record: async ({ socketFile }) => {
      if (!released) replace(JSON.stringify({ ...self, socketFile }));
    },
    release: async () => {
      if (released) return;
      released = true;
      // The file stays, without a holder: if it were removed, its generation could be created twice.
      replace('');
    },
  };
}

function withTemporary(directory: string, text: string, use: (path: string) => void): void {
  // Not by node:crypto, whose loading takes longer than all that a client does here.
  const temporary = join(directory, `${process.pid}-${Math.random().toString(36).slice(2)}.tmp`);
  try {
    writeNewFileNow(temporary, text);
    use(temporary);
  } finally {
    removeIfThere(temporary);
  }
}

function removeIfThere(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // It was renamed, or another one has removed it.
  }
}

/**
 * undefined: released, gone, or not readable as a holder (a power cut left it empty, so its holder is gone
 * too).
 */
async function readHeld(file: string): Promise<HeldLock | undefined> {
  try {
    const bytes = await readRegularFile(file, { maxBytes: MAX_HOLDER_BYTES });
    if (!bytes) return undefined;
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    const identity = parseIdentity(value);
    const liveness = identity ? findLiveness(identity) : 'gone';
    if (!identity || liveness === 'gone') return undefined;
    const { socketFile } = value as { socketFile?: unknown };
    const heldBy = typeof socketFile === 'string' ? { ...identity, socketFile } : identity;
    return { heldBy, liveness, file, since: statSync(file).mtimeMs };
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    // The content may be somebody's claim, so it is not treated as missing.
    if (error instanceof UnreadableFile)
      throw new UserError(`lock ${error.message}; remove it once no qmux is running`);
    throw error;
  }
}

function describeSelf(): LockHolder {
  const self = identifyProcess(process.pid);
  if (!self) throw new Error(`process ${process.pid} finds no start time of its own`);
  return self;
}
