// `npm run build`: makes dist/ from src/ and docs/manual/, beside the old one, which is replaced when all is
// there: what runs from it at that moment misses no file. Owns the order of the steps and when a build is
// needed (`--if-stale`). What each step makes is the business of bundle.mjs and warm-up.mjs. Types are
// checked by `npm run typecheck` only.

import { chmod, readdir, rename, rm, stat } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { rootPath, withCheckoutLock } from './checkout-lock.mjs';
import { ensureInstalled } from './install.mjs';

const root = pathToFileURL(rootPath);
const dist = new URL('dist/', root);
const draft = new URL('.dist-draft/', root);
const old = new URL('.dist-old/', root);

/** The last thing that bundle.mjs writes; its age is the build's. */
const lastBuilt = new URL('package.json', dist);
const sources = ['src/', 'docs/manual/', 'scripts/', 'package.json', 'package-lock.json'];

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
  const [{ bundleProgram }, { loadSources }] = await Promise.all([
    import('./bundle.mjs'),
    import('./load-sources.mjs'),
  ]);
  const [{ indexManual }] = await loadSources(['guide/load-guide-index.ts']);
  const guideIndex = JSON.stringify((await indexManual()).toStored());
  await bundleProgram(draft, { guideIndex });
  await chmod(new URL('cli.js', draft), 0o755);
  const { warmUp } = await import('./warm-up.mjs');
  await warmUp(fileURLToPath(new URL('cli.js', draft))).catch(({ message }) =>
    say(`not warmed up, so the first start is slower: ${message}`),
  );
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
