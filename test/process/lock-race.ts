// Real processes that race for locks, for lock.test.ts and its long twin. All of them ask for many locks at
// once: then the steps of one acquisition are far apart, with those of the others between them.

import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newDirectory } from '../temporary-directory.js';

/** For each lock: owned, or the pid of its holder. */
type Answer = ('owns' | number)[];

const RACER = fileURLToPath(new URL('lock-racer.mjs', import.meta.url));

export async function startRacers(count: number, compiledDir: string): Promise<ChildProcess[]> {
  const racers = Array.from({ length: count }, () => fork(RACER, [compiledDir]));
  await Promise.all(racers.map(answerOf));
  return racers;
}

async function answerOf(racer: ChildProcess): Promise<Answer> {
  const [answer] = (await once(racer, 'message')) as [Answer];
  return answer;
}

/**
 * What went wrong, a line each: every lock must have exactly one owner, and the others must be told its pid.
 * Then releases.
 */
export async function findFaults(
  racers: readonly ChildProcess[],
  directories: readonly string[],
): Promise<string[]> {
  const answers = await acquireAll(racers, directories);
  const released = Promise.all(racers.map(answerOf));
  for (const racer of racers) racer.send({ release: true });
  await released;
  const faults: string[] = [];
  for (const [round, directory] of directories.entries()) {
    const owners = racers.filter((_, index) => answers[index]?.[round] === 'owns').map((racer) => racer.pid);
    const told = answers.map((answer) => answer[round]).filter((pid) => pid !== 'owns');
    if (owners.length !== 1 || told.some((pid) => pid !== owners[0]))
      faults.push(`${directory}: owned by ${owners.join(', ')}, told ${told.join(', ')}`);
  }
  return faults;
}

export async function acquireAll(
  racers: readonly ChildProcess[],
  directories: readonly string[],
): Promise<Answer[]> {
  const answers = Promise.all(racers.map(answerOf));
  for (const racer of racers) racer.send({ directories });
  return answers;
}

export const newLockDirectory = (): string => join(newDirectory(), 'lock');

/** A directory whose lock was left behind: text is what the holder wrote. */
export function leftBehind(text: string, generation = 1): string {
  const directory = newLockDirectory();
  mkdirSync(directory, { mode: 0o700 });
  writeFileSync(join(directory, `server.${generation}`), text);
  return directory;
}

/** What a process that was killed while it held a lock has written. */
export async function textOfKilledHolder(compiledDir: string): Promise<string> {
  const victims = await startRacers(1, compiledDir);
  const directory = newLockDirectory();
  await acquireAll(victims, [directory]);
  for (const victim of victims) {
    victim.kill('SIGKILL');
    await once(victim, 'exit');
  }
  return readFileSync(join(directory, 'server.1'), 'utf8');
}

export const repeat = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
