import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: process.env['QMUX_TEST_LONG'] ? [] : ['test/**/*.long.test.ts'],
    setupFiles: ['test/setup.ts'],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: process.env['QMUX_TEST_LONG'] ? 600_000 : 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    // One less than the cores by default; a third of the time a test waits for processes and clocks.
    maxWorkers: availableParallelism() + 1,
    retry: 0,
  },
});
