// `npm start`: builds when dist/ is missing or older than what it is made from, then runs it with the same arguments
// on the same terminal. Signals of the terminal reach the child by themselves, so none is forwarded here.

import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const built = new URL('dist/cli.js', root);
/** The guide's index is the last thing the build makes: where it is older or missing, a build was broken off. */
const lastBuilt = new URL('dist/chat/providers/guide-index.json', root);
const sources = [new URL('src/', root), new URL('docs/manual/', root)];

async function findModifiedMs(file) {
  try {
    return (await stat(file)).mtimeMs;
  } catch {
    return undefined;
  }
}

/** Modification times of the directory, for files that went, and of everything in it. */
async function newestMs(directory) {
  const names = await readdir(directory, { recursive: true });
  const times = await Promise.all(
    [directory, ...names.map((name) => new URL(encodeURI(name), directory))].map(findModifiedMs),
  );
  return Math.max(...times.map((time) => time ?? 0));
}

async function isStale() {
  const [cliMs, lastBuiltMs] = await Promise.all([findModifiedMs(built), findModifiedMs(lastBuilt)]);
  if (cliMs === undefined || lastBuiltMs === undefined) return true;
  return Math.max(...(await Promise.all(sources.map(newestMs)))) > lastBuiltMs;
}

/** Resolves to the exit code, as a shell would give it (128 and the signal's number for a death by signal). */
function run(script, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [fileURLToPath(script), ...args], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

// Ctrl-C at the terminal goes to both of us; the child decides what it means.
for (const signal of ['SIGINT', 'SIGQUIT']) process.on(signal, () => {});

const buildCode = (await isStale()) ? await run(new URL('build.mjs', import.meta.url), []) : 0;
process.exitCode = buildCode === 0 ? await run(built, process.argv.slice(2)) : buildCode;
