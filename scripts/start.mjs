// `npm start`: installs and builds what is missing or stale, then runs qmux with the same arguments on the
// same terminal. Signals of the terminal reach the child by themselves, so none is forwarded here.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

import { build } from './build.mjs';
import { ensureInstalled } from './install.mjs';

const built = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

/**
 * Resolves to the exit code, as a shell would give it (128 and the signal's number for a death by signal).
 */
function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [built, ...args], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

try {
  await ensureInstalled();
  await build({ onlyIfStale: true });
  // Ctrl-C at the terminal goes to both of us; the child decides what it means.
  for (const signal of ['SIGINT', 'SIGQUIT']) process.on(signal, () => {});
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`qmux: ${error.message}\n`);
  process.exitCode = 1;
}
