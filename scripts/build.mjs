// `npm run build`: makes dist/ anew from src/ and docs/manual/. Owns the order of the steps; what each makes is the
// business of the compiler and of src/chat/providers/build-guide-index.ts.

import { spawn } from 'node:child_process';
import { chmod, readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);

/** Runs a Node script of the checkout on our own output; rejects when it fails. */
function runNode(script, args = []) {
  return new Promise((resolve, reject) => {
    const path = fileURLToPath(script);
    const child = spawn(process.execPath, [path, ...args], { cwd: fileURLToPath(root), stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${path} exited ${code}`))));
  });
}

/** The compiler's file, as its package names it: `.bin` is a symbolic link and not there after every kind of install. */
async function findCompiler() {
  const packageFile = new URL('node_modules/typescript/package.json', root);
  const { bin } = JSON.parse(await readFile(packageFile, 'utf8'));
  return new URL(bin.tsc, packageFile);
}

async function makeExecutable(file) {
  try {
    await chmod(file, 0o755);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

try {
  await rm(new URL('dist/', root), { recursive: true, force: true });
  await runNode(await findCompiler(), ['-p', 'tsconfig.build.json']);
  await runNode(new URL('dist/chat/providers/build-guide-index.js', root));
  await makeExecutable(new URL('dist/cli.js', root));
} catch (error) {
  process.stderr.write(`build failed: ${error.message}\n`);
  process.exitCode = 1;
}
