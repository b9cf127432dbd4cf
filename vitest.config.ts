import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const isLong = process.env['QMUX_TEST_LONG'] !== undefined;

/** They count what their process holds, or put something in the place of a module. */
const NEEDS_OWN_PROCESS = [
  'test/chat/markdown/highlight.test.ts',
  'test/entrance/*.test.ts',
  'test/frame/outer-equals-inner.test.ts',
  'test/server/idle-cost.test.ts',
  'test/server/program-life.test.ts',
  'test/server/session-lives.test.ts',
  'test/terminal/flood-cost.test.ts',
  'test/terminal/flood.test.ts',
  'test/terminal/hostile.test.ts',
  'test/terminal/program-pty.test.ts',
];
const WHEN_SHORT = isLong ? [] : ['test/**/*.long.test.ts'];

export default defineConfig({
  test: {
    setupFiles: ['test/setup.ts'],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: isLong ? 600_000 : 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    // One less than the cores by default; a third of the time a test waits for processes and clocks.
    maxWorkers: availableParallelism() + 1,
    retry: 0,
    projects: [
      {
        extends: true,
        test: { name: 'own process', include: NEEDS_OWN_PROCESS, exclude: WHEN_SHORT, isolate: true },
      },
      {
        extends: true,
        // A file after another in one process: loading the same modules for each took a third of the time.
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: [...NEEDS_OWN_PROCESS, ...WHEN_SHORT],
          isolate: false,
        },
      },
    ],
  },
});
