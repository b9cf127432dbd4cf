// Damages a copy of a healthy home in one place, starts over it and says what is wrong with the outcome: a
// hang, a stack trace, or something lost that is not reported. Owns the ways of damaging and what must be
// reported for each.

import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

import { filesIn, makeHealthyHome } from './healthy-home.js';

const CHILD = fileURLToPath(new URL('start-child.mjs', import.meta.url));
/** In which a start must succeed or refuse. */
const LONGEST_START_MS = 30_000;
/** More than any file may have. */
const HUGE_BYTES = 3 * 1024 ** 3;

export interface DamageCase {
  name: string;
  /** Path in the home. */
  file: string;
  damage(path: string): void;
  /** Afterwards it must still be there as it was damaged, byte for byte. */
  stays?: true;
  /** No check can see it: the text reads as well as before. Then it only has to start. */
  unseen?: true;
}

interface Outcome {
  state?: unknown;
  told?: string[];
  damage?: string[];
  logged?: string;
  refusal?: string;
  bug?: string;
}

const replaceBy =
  (make: (path: string) => void) =>
  (path: string): void => {
    rmSync(path, { recursive: true });
    make(path);
  };

/** What can happen to any file. */
const KINDS: readonly Omit<DamageCase, 'file'>[] = [
  { name: 'empty', damage: (path) => truncateSync(path, 0) },
  { name: 'zeros', damage: (path) => writeFileSync(path, Buffer.alloc(readFileSync(path).length)) },
  { name: 'zeros at its end', damage: (path) => truncateSync(path, readFileSync(path).length + 4096) },
  { name: 'null', damage: (path) => writeFileSync(path, 'null') },
  { name: 'a list', damage: (path) => writeFileSync(path, '[1,2]\n') },
  { name: 'a directory', damage: replaceBy((path) => mkdirSync(path)) },
  { name: 'a link to itself', damage: replaceBy((path) => symlinkSync(basename(path), path)) },
  { name: 'a FIFO', damage: replaceBy((path) => execFileSync('mkfifo', [path])) },
  { name: 'huge', damage: (path) => truncateSync(path, HUGE_BYTES) },
];

/** As text, a draft, and a config without the option in question, are as good as before. */
const isUnseen = (file: string, kind: string): boolean =>
  /draft\.txt$|config\.toml$/.test(file) && ['empty', 'null', 'a list'].includes(kind);

export function allCases(home: string, step: number): DamageCase[] {
  return filesIn(home).flatMap((file): DamageCase[] => {
    const size = readFileSync(join(home, file)).length;
    const kinds = KINDS.map((kind): DamageCase => ({
      ...kind,
      file,
      ...(isUnseen(file, kind.name) ? { unseen: true } : {}),
    }));
    const cuts = Array.from({ length: Math.ceil(size / step) }, (_, at): DamageCase => {
      const bytes = at * step;
      const isUnseenCut = /draft\.txt$|config\.toml$|chats\/.*jsonl$/.test(file);
      return {
        name: `cut to ${bytes} bytes`,
        file,
        damage: (path) => truncateSync(path, bytes),
        ...(isUnseenCut ? { unseen: true } : {}),
      };
    });
    const letters = Array.from({ length: Math.ceil(size / step) }, (_, at): DamageCase => ({
      name: `another letter at ${at * step}`,
      file,
      damage: (path) => {
        const bytes = readFileSync(path);
        bytes[at * step] = 0x7e;
        writeFileSync(path, bytes);
      },
      // In the middle of a text it causes no fault.
      unseen: true,
    }));
    return [...kinds, ...cuts, ...letters];
  });
}

const write =
  (text: string) =>
  (path: string): void =>
    writeFileSync(path, text);

/** Things that are not directories, and other things among them. */
export const directoryCases = (home: string): DamageCase[] => {
  const directories = [...new Set(filesIn(home).map(dirname))].filter(
    (path) => path !== '.' && path !== 'data',
  );
  return directories.flatMap((file): DamageCase[] => [
    { name: 'a file', file, damage: replaceBy(write('x')) },
    { name: 'a link to itself', file, damage: replaceBy((path) => symlinkSync(basename(path), path)) },
    { name: 'a FIFO', file, damage: replaceBy((path) => execFileSync('mkfifo', [path])) },
    { name: 'a stray file in it', file, damage: (path) => writeFileSync(join(path, '.DS_Store'), '\0\0') },
    { name: 'a stray directory in it', file, damage: (path) => mkdirSync(join(path, 'lost+found')) },
    { name: 'a stray FIFO in it', file, damage: (path) => execFileSync('mkfifo', [join(path, 'fifo')]) },
    {
      name: 'a stray folder of a session',
      file,
      damage: (path) => mkdirSync(join(path, 'abc', 'transcript.jsonl'), { recursive: true }),
    },
  ]);
};

/** Every file with a version, as a newer one. */
export const newerCases = (home: string): DamageCase[] =>
  filesIn(home).flatMap((file): DamageCase[] => {
    const text = readFileSync(join(home, file), 'utf8');
    const newer = text
      .replaceAll(/(\\?"version\\?":)1/g, '$13')
      .replace(/qmux (screen|scrollback) 1;/, 'qmux $1 2;');
    return newer === text ? [] : [{ name: 'of a newer version', file, damage: write(newer), stays: true }];
  });

/** Mode 000, for a process that is not root. */
export const unreadableCases = (home: string): DamageCase[] =>
  filesIn(home).map((file) => ({ name: 'unreadable', file, damage: (path) => chmodSync(path, 0) }));

/** What is wrong, a line each. uid: of the process that looks. */
export async function runDamageCases(
  choose: (home: string) => DamageCase[],
  { uid }: { uid?: number } = {},
): Promise<{ faults: string[]; count: number }> {
  // Where another user may go too.
  const root = mkdtempSync(join(tmpdir(), 'qmux-damage-'));
  chmodSync(root, 0o711);
  const healthy = join(root, 'healthy');
  await makeHealthyHome(healthy);
  let child = new Starter(uid);
  const faults: string[] = [];
  const cases = choose(healthy);
  try {
    const before = await child.start(copyOf(healthy, join(root, 'first'), uid));
    if (!before?.state || before.told?.length !== 0)
      return { faults: [`the healthy home: ${JSON.stringify(before)}`], count: 0 };
    for (const each of cases) {
      const home = copyOf(healthy, join(root, 'home'), undefined);
      each.damage(join(home, each.file));
      own(home, uid);
      const path = join(home, each.file);
      const damaged = each.stays ? readFileSync(path, 'utf8') : undefined;
      const after = await child.start(home);
      const isTouched = damaged !== undefined && damaged !== readFileSync(path, 'utf8');
      const fault = isTouched ? 'was written to' : judge(each, before.state, after);
      if (fault !== undefined) faults.push(`${each.file}, ${each.name}: ${fault}`);
      if (!after) {
        child.stop();
        child = new Starter(uid);
      }
      rmSync(home, { recursive: true, force: true });
    }
  } finally {
    child.stop();
    rmSync(root, { recursive: true, force: true });
  }
  return { faults, count: cases.length };
}

function judge(
  { file, unseen }: DamageCase,
  before: unknown,
  after: Outcome | undefined,
): string | undefined {
  if (!after) return `no answer within ${LONGEST_START_MS} ms`;
  if (after.bug !== undefined) return after.bug;
  if (after.refusal !== undefined) {
    if (after.refusal.includes('\n')) return `refused in several lines: ${after.refusal}`;
    return after.refusal.includes(basename(file)) ? undefined : `the refusal names no file: ${after.refusal}`;
  }
  const { told = [], damage = [], logged = '' } = after;
  const unlogged = damage.filter((text) => !logged.includes(text));
  if (unlogged.length > 0 && !file.endsWith('server.log')) return `told, not logged: ${unlogged.join('; ')}`;
  if (unseen || told.length > 0 || isDeepStrictEqual(after.state, before)) return undefined;
  return `lost without a word: ${JSON.stringify(after.state)}`;
}

function copyOf(healthy: string, home: string, uid: number | undefined): string {
  cpSync(healthy, home, { recursive: true });
  own(home, uid);
  return home;
}

function own(home: string, uid: number | undefined): void {
  chmodSync(home, 0o700);
  if (uid !== undefined) execFileSync('chown', ['-hR', `${uid}:${uid}`, home]);
}

/** A process that starts over homes, one at a time. */
class Starter {
  readonly #process: ChildProcessWithoutNullStreams;
  #output = '';
  #onLine: (line: string | undefined) => void = () => {};

  constructor(uid: number | undefined) {
    this.#process = spawn(process.execPath, [CHILD], {
      env: { PATH: process.env['PATH'], HOME: '/nonexistent', QMUX_PROBE: '0' },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    this.#process.stderr.pipe(process.stderr);
    this.#process.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#output += text;
      const end = this.#output.indexOf('\n');
      if (end < 0) return;
      const line = this.#output.slice(0, end);
      this.#output = this.#output.slice(end + 1);
      this.#onLine(line);
    });
    this.#process.on('close', () => this.#onLine('{"bug":"the process has ended"}'));
  }

  /** undefined: no reply in time. */
  start(home: string): Promise<Outcome | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(undefined), LONGEST_START_MS);
      const startedAt = performance.now();
      this.#onLine = (line) => {
        clearTimeout(timer);
        const isLate = performance.now() - startedAt > LONGEST_START_MS;
        resolve(line === undefined || isLate ? undefined : (JSON.parse(line) as Outcome));
      };
      this.#process.stdin.write(`${JSON.stringify({ home })}\n`);
    });
  }

  stop(): void {
    this.#process.kill('SIGKILL');
  }
}
