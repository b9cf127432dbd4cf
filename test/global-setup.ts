// Runs once before all test files: the end-to-end tests start the built binary, so it is built here, once.
import { execFileSync } from 'node:child_process';

export default function setup(): void {
  if (process.env['QMUX_SKIP_BUILD']) return;
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
}
