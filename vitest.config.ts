import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const isLong = process.env['QMUX_TEST_LONG'] !== undefined;
const WHEN_SHORT = isLong ? [] : ['test/**/*.long.test.ts'];

/** What counts what a process holds, or puts something in the place of a module. */
const NEEDS_OWN_PROCESS =
  /getTimerCount|runAllTimers|runOnlyPendingTimers|memoryUsage|getActiveResourcesInfo|loadedGrammars|vi\.mock/;

const inOwnProcess = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((name) => `test/${name}`)
  .filter((file) => file.endsWith('.test.ts') && NEEDS_OWN_PROCESS.test(readFileSync(file, 'utf8')));

export default defineConfig({
  test: {
    setupFiles: ['test/setup.ts'],
    globalSetup: ['test/global-setup.ts'],
    // Against tests that hang: a machine with much other work is ten times as slow as an idle one.
    testTimeout: isLong ? 600_000 : 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // One less than the cores by default; a third of the time a test waits for processes and clocks.
    maxWorkers: availableParallelism() + 1,
    retry: 0,
    projects: [
      {
        extends: true,
        test: { name: 'own process', include: inOwnProcess, exclude: WHEN_SHORT, isolate: true },
      },
      {
        extends: true,
        // Files follow one another in one process: loading the same modules for each took a third of the time.
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: [...inOwnProcess, ...WHEN_SHORT],
          isolate: false,
        },
      },
    ],
  },
});
