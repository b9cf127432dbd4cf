// `npm run test:nodes [VERSION …] [FILE …]`: runs `npm test` with the newest Node of each supported major
// version, one after the other; what is no version goes to vitest. Owns the order, the environment and what
// is reported: a line for each version, the names of what failed, the whole output of a failed run in a file.
// node-binaries.mjs gets the Nodes.

import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';

import { rootPath } from './checkout-lock.mjs';
import { findCache, findPackage, getNode, npmCommand } from './node-binaries.mjs';

/**
 * 20 is the floor that package.json's `engines` names; after it, those with long-term support and the current
 * one.
 */
const SUPPORTED = ['20', '22', '24', '26'];

const say = (text) => process.stderr.write(`qmux: ${text}\n`);

const words = process.argv.slice(2);
const isVersion = (word) => /^v?\d+(\.\d+){0,2}$/.test(word);
const versions = words.filter(isVersion).map((word) => word.replace(/^v/, ''));
const forVitest = words.filter((word) => !isVersion(word));
const cache = findCache();

try {
  findPackage();
  for (const wanted of versions.length > 0 ? versions : SUPPORTED)
    if (!(await testVersion(wanted))) process.exitCode = 1;
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}

/** Resolves to whether everything passed; what cannot be had did not. */
async function testVersion(wanted) {
  try {
    return await testWith(
      await getNode(wanted, { cache, onFetch: (version) => say(`fetching Node ${version} …`) }),
    );
  } catch (error) {
    say(error.message);
    return false;
  }
}

async function testWith({ version, bin }) {
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, NO_COLOR: '1' };
  // What the tests start is `node` or their own process.execPath; global-setup.ts checks that both are this
  // one.
  env.QMUX_TEST_NODE = version;
  mkdirSync(join(cache, 'output'), { recursive: true });
  const output = join(cache, 'output', `${version}.log`);
  const results = join(cache, 'output', `${version}.${process.pid}.json`);
  say(`testing with Node ${version}; its output goes to ${output}`);
  try {
    const startedMs = Date.now();
    const end = await runTests({ node: join(bin, 'node'), env, output, results });
    const seconds = Math.round((Date.now() - startedMs) / 1000);
    const report = readReport(results);
    process.stdout.write(`Node ${version}: ${describe(report, end)} in ${seconds} s\n`);
    for (const name of report?.failures ?? []) process.stdout.write(`  ${name}\n`);
    if (end === 0) rmSync(output);
    else process.stdout.write(`  output: ${output}\n`);
    return end === 0;
  } finally {
    rmSync(results, { force: true });
  }
}

/** Resolves to the exit code, the signal's name or the error's code. */
function runTests({ node, env, output, results }) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const { file, args } = npmCommand(['test', '--', ...reporters, ...forVitest], node);
  const descriptor = openSync(output, 'w');
  return new Promise((done) => {
    const child = spawn(file, args, { cwd: rootPath, env, stdio: ['ignore', descriptor, descriptor] });
    closeSync(descriptor);
    child.once('error', (error) => done(error.code));
    child.once('exit', (code, signal) => done(signal ?? code));
  });
}

/** undefined: vitest did not come so far as to write it. */
function readReport(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
      failures: report.testResults.flatMap(failuresOf),
    };
  } catch {
    return undefined;
  }
}

/** A file of which no test failed, and which failed all the same, could not be loaded. */
function failuresOf({ name, status, assertionResults }) {
  const path = relative(rootPath, name);
  const tests = assertionResults.filter((test) => test.status === 'failed');
  if (tests.length === 0) return status === 'failed' ? [path] : [];
  return tests.map((test) => `${path} > ${test.fullName}`);
}

function describe(report, end) {
  if (!report) return `no test ran, npm test ended with ${end},`;
  const { passed, failed, skipped, failures } = report;
  const counts = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  return end !== 0 && failures.length === 0 ? `${counts}, but npm test ended with ${end},` : counts;
}
