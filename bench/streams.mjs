// A hundred chats that stream at 30 pieces a second over a real wire format, from a provider in a process of
// its own: the focused chat's echo with four of them in view, and the server's processor time with none in
// view, against reading the same streams and doing nothing else, alternately.

import { loadSources } from '../scripts/load-sources.mjs';
import { median, percentile, printFigure } from './figures.mjs';
import { attachWithModel, startChild } from './model-peers.mjs';
import { processorSeconds } from './processor-time.mjs';

const [{ request }, { resolvePaths }] = await loadSources(['client/request.ts', 'paths/paths.ts']);

const SESSIONS = 100;
const IN_VIEW = 4;
const KEYS = 200;
/** Occurs neither in words nor in marks of the screen. */
const ALPHABET = '@#%&^';
const ROUNDS = 4;
const ROUND_MS = 5_000;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function startPeer(baseUrl) {
  const { peer, terminal } = await attachWithModel(baseUrl);
  const paths = resolvePaths(peer.env, { serverName: 'default' });
  const call = async (...words) => {
    const options = { paths, serverName: 'default', entry: '', env: peer.env, cwd: peer.home, start: false };
    const { stderr, exitCode } = await request({ ...options, words, json: false });
    if (exitCode !== 0) throw new Error(stderr);
  };
  return { peer, terminal, call };
}

async function measureEcho(baseUrl) {
  const { peer, terminal, call } = await startPeer(baseUrl);
  // Two rows of two panes.
  await call('new', 'view-2', '-h');
  await call('new', 'view-3', '-v');
  await call('switch', '1');
  await call('new', 'view-4', '-v');
  for (let at = IN_VIEW + 1; at <= SESSIONS; at++) await call('new', '-d', `hidden-${at}`);
  for (let at = 1; at <= SESSIONS; at++) await call('send', `${at}`, 'go');
  // Only what changed on the screen arrives, so there is no whole word to wait for.
  await pause(ROUND_MS);
  const samples = [];
  for (let at = 0; at < KEYS; at++) {
    const key = ALPHABET[at % ALPHABET.length];
    const seen = terminal.waitFor(key, { fresh: true, timeoutMs: 5_000 });
    const typedAt = performance.now();
    terminal.type(key);
    samples.push((await seen) - typedAt);
    await pause(5 + (at % 7));
  }
  await terminal.stop();
  peer.remove();
  return samples;
}

async function measureHidden(baseUrl) {
  const { peer, terminal, call } = await startPeer(baseUrl);
  for (let at = 1; at <= SESSIONS; at++) await call('new', '-d', `hidden-${at}`);
  for (let at = 1; at <= SESSIONS; at++) await call('send', `hidden-${at}`, 'go');
  const alone = await startChild('stream-consumer.mjs', [baseUrl, `${SESSIONS}`]);
  // After the loading and compiling of either.
  await pause(ROUND_MS);
  const pids = { qmux: peer.serverPid(), alone: alone.child.pid };
  const spent = { qmux: [], alone: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const before = { qmux: processorSeconds([pids.qmux]), alone: processorSeconds([pids.alone]) };
    await pause(ROUND_MS);
    for (const name of ['qmux', 'alone'])
      spent[name].push(((processorSeconds([pids[name]]) - before[name]) * 100_000) / ROUND_MS);
  }
  alone.child.kill();
  await terminal.stop();
  peer.remove();
  return spent;
}

export async function run() {
  const provider = await startChild('stream-provider.mjs');
  const baseUrl = `http://127.0.0.1:${provider.line}/v1`;
  try {
    const echo = await measureEcho(baseUrl);
    printFigure(`echo in a chat, ${IN_VIEW} of ${SESSIONS} that stream in view`, 'ms', echo, {
      target: 16,
      met: percentile(echo, 0.95) < 16,
    });
    const { qmux, alone } = await measureHidden(baseUrl);
    printFigure(`${SESSIONS} streams read and dropped`, '% of a core', alone);
    const ratio = median(qmux) / median(alone);
    printFigure(`server with ${SESSIONS} hidden chats that stream`, '% of a core', qmux, {
      overAlone: Math.round(ratio * 100) / 100,
      target: 1.3,
      met: ratio <= 1.3,
    });
  } finally {
    provider.child.kill();
  }
}
