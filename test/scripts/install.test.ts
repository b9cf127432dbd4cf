// The installation before `npm start` and `npm test`, in a checkout of its own with a stand-in for npm: when
// it happens, how often, and what an interrupted one leaves to the next.

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';

/** Records its arguments, and installs if the file `go` exists: npm's hidden lock file comes last. */
const NPM = `
const fs = require('fs');
fs.appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
fs.rmSync('node_modules', { recursive: true, force: true });
const timer = setInterval(() => {
  if (!fs.existsSync('go')) return;
  clearInterval(timer);
  if (fs.existsSync('fail')) process.exit(7);
  fs.mkdirSync('node_modules');
  fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
}, 10);
`;

const lockFile = (version: string): string =>
  JSON.stringify({
    packages: {
      '': { name: 'qmux' },
      'node_modules/a': { version, integrity: `sha512-${version}` },
      'node_modules/other-system': { version: '1.0.0', optional: true },
      'node_modules/linked': { resolved: 'linked', link: true },
    },
  });

let dir: string;
let running: ChildProcess[] = [];
const inCheckout = (name: string): string => join(dir, name);
const calls = (): string[] =>
  existsSync(inCheckout('calls')) ? readFileSync(inCheckout('calls'), 'utf8').trim().split('\n') : [];

beforeEach(() => {
  // A space in the path, as in many a home.
  dir = join(newDirectory(), 'my checkout');
  mkdirSync(dir);
  cpSync('scripts', inCheckout('scripts'), { recursive: true });
  mkdirSync(inCheckout('npm'));
  writeFileSync(inCheckout('npm/npm-cli.js'), NPM);
  writeFileSync(inCheckout('package.json'), '{"engines":{"node":">=20.19"}}');
  writeFileSync(inCheckout('package-lock.json'), lockFile('1.0.0'));
});
afterEach(async () => {
  writeFileSync(inCheckout('go'), '');
  for (const child of running) child.kill('SIGKILL');
  running = [];
  await waitUntil('the stand-in for npm has ended', () => existsSync(inCheckout('node_modules')));
});

const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_ENV: 'production',
  npm_execpath: inCheckout('npm/npm-cli.js'),
});

function install(
  onStderr: (text: string) => void = () => {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [inCheckout('scripts/install.mjs')],
      { env: environment(), cwd: '/' },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
    child.stderr?.on('data', onStderr);
    running.push(child);
  });
}

const allow = (): void => writeFileSync(inCheckout('go'), '');

it('happens once on a fresh clone, says so, and leaves standard output to the program', async () => {
  allow();
  const first = await install();
  expect(first).toMatchObject({ code: 0, stdout: '' });
  expect(first.stderr).toContain('installing the packages');
  expect(calls()).toEqual(['ci --ignore-scripts --include=dev --include=optional --no-audit --no-fund']);
  expect(await install()).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(calls()).toHaveLength(1);
});

it('happens again for other packages, not for a lock file that is only newer', async () => {
  allow();
  await install();
  const later = new Date(Date.now() + 60_000);
  utimesSync(inCheckout('package-lock.json'), later, later);
  await install();
  expect(calls()).toHaveLength(1);
  writeFileSync(inCheckout('package-lock.json'), lockFile('2.0.0'));
  await install();
  expect(calls()).toHaveLength(2);
  rmSync(inCheckout('node_modules'), { recursive: true });
  await install();
  expect(calls()).toHaveLength(3);
});

it('happens once when three start at the same moment; the others wait for it', async () => {
  const all = [install(), install(), install()];
  await waitUntil('npm runs', () => calls().length > 0);
  allow();
  const results = await Promise.all(all);
  expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(calls()).toHaveLength(1);
});

it('is not begun beside one whose script was killed while its npm goes on', async () => {
  const killed = spawn(process.execPath, [inCheckout('scripts/install.mjs')], {
    env: environment(),
    cwd: '/',
  });
  running.push(killed);
  await waitUntil('npm runs', () => calls().length > 0);
  await waitUntil('the lock names npm', () =>
    readFileSync(inCheckout('.lock/1'), 'utf8').trim().includes('\n'),
  );
  killed.kill('SIGKILL');
  let said = '';
  const second = install((text) => (said += text));
  await waitUntil('the second waits', () => said.includes('waiting for process'));
  allow();
  expect(await second).toMatchObject({ code: 0 });
  expect(calls()).toHaveLength(1);
});

it('is done again where it was broken off, and fails as npm does', async () => {
  writeFileSync(inCheckout('fail'), '');
  allow();
  const failed = await install();
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain('npm ci ended with 7');
  rmSync(inCheckout('fail'));
  expect(await install()).toMatchObject({ code: 0 });
  expect(calls()).toHaveLength(2);
});

it('refuses a Node that is too old, in one line', async () => {
  writeFileSync(inCheckout('package.json'), '{"engines":{"node":">=99.1"}}');
  const refused = await install();
  expect(refused.code).toBe(1);
  expect(refused.stderr).toBe(
    `qmux: needs Node 99.1 or later, this is ${process.versions.node}; install a newer one\n`,
  );
  mkdirSync(inCheckout('node_modules'));
});
