// Runs once before all test files: the end-to-end tests start the built binary, so it is built here, once.
import { execFileSync } from 'node:child_process';

export default function setup(): void {
  checkNode();
  if (process.env['QMUX_SKIP_BUILD']) return;
  // Whoever starts the tests installs first: not below a running test runner.
  execFileSync(process.execPath, ['scripts/build.mjs', '--if-stale', '--no-install'], { stdio: 'inherit' });
}

/**
 * Of `npm run test:nodes`: the tests start qmux by process.execPath and by `node`, and mean the same by both.
 */
function checkNode(): void {
  const version = process.env['QMUX_TEST_NODE'];
  if (version === undefined) return;
  const onPath = execFileSync('node', ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim();
  for (const found of [process.versions.node, onPath])
    if (found !== version) throw new Error(`the tests would run with Node ${found} in place of ${version}`);
}
