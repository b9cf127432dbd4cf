// A home of its own for a test: directories, an environment without anything of the developer's, and the
// processes left running in it. They are found by QMUX_HOME in their environment (/proc, so on Linux), which
// no other test has.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SERVER_NAME, resolvePaths, type Paths } from '../../src/paths/paths.js';
import { waitUntil } from './wait-until.js';

export interface TemporaryHome {
  /** HOME, and the directory to run in. */
  dir: string;
  /** For child processes, complete: nothing of the test's own environment but PATH. */
  env: Record<string, string>;
  /** Where the server of this name keeps its files. */
  paths(serverName?: string): Paths;
  /**
   * Ids of the processes that were started with this home and are still running: servers, clients, programs
   * in panes.
   */
  findProcesses(): number[];
  /** Ends what still runs and removes the directory. */
  remove(): Promise<void>;
}

export function temporaryHome(extraEnv: Record<string, string> = {}): TemporaryHome {
  const dir = mkdtempSync(join(tmpdir(), 'qmux-home-'));
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: dir,
    QMUX_HOME: join(dir, 'qmux'),
    QMUX_PROBE: '0',
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    LANG: 'C.UTF-8',
    SHELL: '/bin/sh',
    PS1: '$ ',
    ...extraEnv,
  };
  const findProcesses = (): number[] => findByVariable(`QMUX_HOME=${env['QMUX_HOME']}`);
  return {
    dir,
    env,
    paths: (serverName = DEFAULT_SERVER_NAME) => resolvePaths(env, { serverName }),
    findProcesses,
    remove: async () => {
      await waitUntil(`every process of ${dir} has ended`, () => {
        const left = findProcesses();
        left.forEach(kill);
        return left.length === 0;
      });
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function findByVariable(variable: string): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => pid !== process.pid && readEnvironment(pid).includes(variable));
}

/** Empty for a zombie, for another user's process and for one that has just ended. */
function readEnvironment(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in between.
  }
}
