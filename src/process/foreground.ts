// Which programs are in the foreground of a terminal: every process of the group that has it, from /proc or
// ps(1). Owns finding them below the process that the terminal was made for, and the names of one. Invariant:
// the event loop is held for a few milliseconds at a time, however many processes there are. Source: proc(5).

import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { promisify } from 'node:util';

import { finishInTurns } from '../loop/in-turns.js';
import { findCommand } from './command.js';
import { findProcessStat } from './stat.js';

/** One process, as far as the system tells. */
export interface ProcessNames {
  /** The file that was run, cut to 15 characters by Linux. */
  comm?: string | undefined;
  words?: readonly string[] | undefined;
  /** Where links led. */
  file?: string | undefined;
}

/** What runs the program that one of its arguments names. */
const INTERPRETERS = /^(?:(?:ba|da|z|k)?sh|node|bun|deno|python[\d.]*|perl|ruby|lua)$/;
const baseName = (path: string): string => path.replace(/^.*\//, '').replace(/^-/, '');
/** `vim.basic` of Debian, `.nvim-wrapped` of Nix. */
const plainName = (name: string): string => name.replace(/^\.(.+)-wrapped$/, '$1').replace(/(?<=.)\..*$/, '');

/** What a user may call it. */
export function namesOf({ comm = '', words = [], file = '' }: ProcessNames): ReadonlySet<string> {
  const [first = '', ...more] = words;
  const script = INTERPRETERS.test(baseName(first)) ? more.find((word) => !word.startsWith('-')) : undefined;
  const names = [comm, first, file, script ?? ''].map(baseName);
  return new Set([...names, ...names.map(plainName)].filter((name) => name !== ''));
}

type Wanted = (process: ProcessNames) => boolean;

/**
 * Whether a program of one of these names is in the foreground of the terminal of the process. Resolves with
 * undefined if finding out takes longer than limitMs. Never rejects.
 */
export async function runsInForeground(
  pid: number,
  names: readonly string[],
  limitMs: number,
): Promise<boolean | undefined> {
  const isWanted: Wanted = (each) => {
    const has = namesOf(each);
    return names.some((name) => has.has(name));
  };
  return process.platform === 'linux'
    ? findInProc(pid, isWanted, limitMs)
    : findWithPs(pid, isWanted, limitMs);
}

async function findInProc(pid: number, isWanted: Wanted, limitMs: number): Promise<boolean | undefined> {
  const group = findProcessStat(pid)?.foreground;
  if (group === undefined) return false;
  const untilMs = performance.now() + limitMs;
  const walk = walkForeground(pid, group, isWanted);
  return finishInTurns(walk, () => performance.now() < untilMs);
}

/** The leader first. It may have ended, as the first part of a pipe does: the rest is found from above. */
function* walkForeground(pid: number, group: number, isWanted: Wanted): Generator<undefined, boolean> {
  const seen = new Set<number>();
  const waiting = [pid, group];
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    if (seen.has(each)) continue;
    seen.add(each);
    yield;
    const stat = findProcessStat(each);
    if (stat?.group === group && isWanted({ comm: stat.name, ...readNames(each) })) return true;
    for (const thread of list(`/proc/${each}/task`)) {
      yield;
      const children = read(`/proc/${each}/task/${thread}/children`);
      waiting.push(...children.split(' ').flatMap((word) => Number(word) || []));
    }
  }
  return false;
}

const readNames = (pid: number): ProcessNames => ({ words: findCommand(pid), file: findFile(pid) });

function findFile(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    // It has ended, or is another user's.
    return undefined;
  }
}

function list(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

/** For systems without /proc. */
export async function findWithPs(
  pid: number,
  isWanted: Wanted,
  limitMs: number,
): Promise<boolean | undefined> {
  try {
    const columns = 'pid=,pgid=,tpgid=,comm=';
    const { stdout } = await promisify(execFile)('ps', ['-A', '-o', columns], { timeout: limitMs });
    const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/));
    const foreground = rows.find(([each]) => Number(each) === pid)?.[2];
    return rows.some(([, group, , ...comm]) => group === foreground && isWanted({ comm: comm.join(' ') }));
  } catch (error) {
    return (error as { killed?: boolean }).killed ? undefined : false;
  }
}
