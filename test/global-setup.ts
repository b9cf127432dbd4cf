// Runs once before all test files: the end-to-end tests start the built binary, so it is built here, once.
import { execFileSync } from 'node:child_process';

export default function setup(): void {
  if (process.env['QMUX_SKIP_BUILD']) return;
  // Whoever starts the tests installs first: not below a running test runner.
  execFileSync(process.execPath, ['scripts/build.mjs', '--if-stale', '--no-install'], { stdio: 'inherit' });
}
