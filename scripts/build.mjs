// `npm run build`: makes dist/ from src/ and docs/manual/, next to the old one, which is replaced once all is
// there: what runs from it at that moment finds all its files. Owns the order of the steps and when a build
// is needed (`--if-stale`). Leaves what each step makes to the compiler, bundle-pi-tui.mjs and
// build-guide-index.ts.

import { spawn } from 'node:child_process';
import { chmod, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { rootPath, withCheckoutLock } from './checkout-lock.mjs';
import { ensureInstalled } from './install.mjs';

const root = pathToFileURL(rootPath);
const dist = new URL('dist/', root);
const draft = new URL('.dist-draft/', root);
const old = new URL('.dist-old/', root);

/** The guide's index is made last; its age is the build's. */
const lastBuilt = new URL('chat/providers/guide-index.json', dist);
const sources = [
  'src/',
  'docs/manual/',
  'scripts/',
  'package.json',
  'package-lock.json',
  'tsconfig.build.json',
];

const say = (text) => process.stderr.write(`qmux: ${text}\n`);

/** Rejects with an error whose message is for the user. */
export async function build({ onlyIfStale }) {
  if (onlyIfStale && !(await isStale())) return;
  await withCheckoutLock(
    async () => {
      if (onlyIfStale && !(await isStale())) return;
      say('building …');
      await buildDraft();
      await rm(old, { recursive: true, force: true });
      await rename(dist, old).catch(ignoreMissing);
      await rename(draft, dist);
      await rm(old, { recursive: true, force: true });
    },
    { onWait: (pid) => say(`waiting for process ${pid}, which installs or builds in this directory …`) },
  );
}

async function buildDraft() {
  await rm(draft, { recursive: true, force: true });
  await runNode(await findCompiler(), ['-p', 'tsconfig.build.json', '--outDir', fileURLToPath(draft)]);
  const { bundlePiTui } = await import('./bundle-pi-tui.mjs');
  await bundlePiTui(new URL('chat/pi-tui.js', draft));
  await chmod(new URL('cli.js', draft), 0o755);
  await runNode(new URL('chat/providers/build-guide-index.js', draft));
}

/** Runs a Node script of the checkout on our own standard error; rejects if it fails. */
function runNode(script, args = []) {
  return new Promise((resolve, reject) => {
    const path = fileURLToPath(script);
    const child = spawn(process.execPath, [path, ...args], { cwd: rootPath, stdio: ['ignore', 2, 2] });
    child.on('error', reject);
    child.on('exit', (code, signal) =>
      code === 0 ? resolve() : reject(new Error(`the build failed: ${path} ended with ${signal ?? code}`)),
    );
  });
}

/**
 * The compiler's file, as its package names it: `.bin` is a symbolic link and does not exist after every kind
 * of install.
 */
async function findCompiler() {
  const packageFile = new URL('node_modules/typescript/package.json', root);
  const { bin } = JSON.parse(await readFile(packageFile, 'utf8'));
  return new URL(bin.tsc, packageFile);
}

async function isStale() {
  const [builtMs, cliMs] = await Promise.all([
    findModifiedMs(lastBuilt),
    findModifiedMs(new URL('cli.js', dist)),
  ]);
  if (builtMs === undefined || cliMs === undefined) return true;
  const times = await Promise.all(sources.map((source) => newestMs(new URL(source, root))));
  return Math.max(...times) > builtMs;
}

async function findModifiedMs(file) {
  try {
    return (await stat(file)).mtimeMs;
  } catch {
    return undefined;
  }
}

/** Of the file, or of the directory, which shows removed files, and of everything in it. */
async function newestMs(source) {
  const names = source.href.endsWith('/') ? await readdir(source, { recursive: true }) : [];
  const times = await Promise.all(
    [source, ...names.map((name) => new URL(encodeURI(name), source))].map(findModifiedMs),
  );
  return Math.max(...times.map((time) => time ?? 0));
}

function ignoreMissing(error) {
  if (error.code !== 'ENOENT') throw error;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    if (!process.argv.includes('--no-install')) await ensureInstalled();
    await build({ onlyIfStale: process.argv.includes('--if-stale') });
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}
