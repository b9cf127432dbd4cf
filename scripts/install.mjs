// Makes node_modules match package-lock.json: the first step of `npm start`, `npm test` and the other
// scripts, so that a fresh clone or a pull needs no step of its own. Owns when that is needed and how; needs
// no package itself.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';

import { rootPath, withCheckoutLock } from './checkout-lock.mjs';

const root = pathToFileURL(rootPath);
/** What npm writes last: an installation that was interrupted does not have it. */
const INSTALLED = 'node_modules/.package-lock.json';

const readJson = (path) => JSON.parse(readFileSync(new URL(path, root), 'utf8'));
const say = (text) => process.stderr.write(`qmux: ${text}\n`);

/** Rejects with an error whose message is for the user. */
export async function ensureInstalled() {
  checkNode();
  if (isInstalled()) return;
  await withCheckoutLock(
    async (holdFor) => {
      if (isInstalled()) return;
      say('installing the packages that qmux needs (npm ci, only this once) …');
      await install(holdFor);
    },
    { onWait: (pid) => say(`waiting for process ${pid}, which installs or builds in this directory …`) },
  );
}

function checkNode() {
  const [major, minor] = readJson('package.json').engines.node.match(/\d+/g).map(Number);
  const [ourMajor, ourMinor] = process.versions.node.split('.').map(Number);
  if (ourMajor > major || (ourMajor === major && ourMinor >= minor)) return;
  throw new Error(
    `needs Node ${major}.${minor} or later, this is ${process.versions.node}; install a newer one`,
  );
}

/**
 * By content, not by time: checking out another branch and back makes the lock file newer, but nothing stale.
 */
function isInstalled() {
  let installed;
  try {
    installed = readJson(INSTALLED).packages;
  } catch {
    return false;
  }
  const wanted = Object.entries(readJson('package-lock.json').packages).filter(([path]) => path !== '');
  return wanted.every(([path, { version, integrity, optional }]) => {
    const found = installed[path];
    // npm does not install those for other systems.
    if (!found) return optional === true;
    return found.version === version && found.integrity === integrity;
  });
}

async function install(holdFor) {
  const { file, args } = findNpm();
  // NODE_ENV=production, or a setting of the user's, would leave out what builds qmux.
  const flags = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  // Standard output belongs to the program that follows.
  const child = spawn(file, [...args, 'ci', ...flags], { cwd: rootPath, stdio: ['ignore', 2, 2] });
  const ended = new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`npm cannot be run: ${error.message}; install npm`)));
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
  if (child.pid !== undefined) holdFor(child.pid);
  const end = await ended;
  if (end !== 0)
    throw new Error(
      `npm ci ended with ${end}, so the packages are not installed; mend that and run this again`,
    );
}

/** The npm that runs this script, else the one on PATH. */
function findNpm() {
  const running = process.env.npm_execpath;
  if (running && basename(running) === 'npm-cli.js') return { file: process.execPath, args: [running] };
  return { file: 'npm', args: [] };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await ensureInstalled();
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}
