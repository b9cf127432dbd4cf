// The server's resident memory: at rest after its start, and once twelve programs have printed more than is
// kept of them. Each figure is taken when it is quiet; what the flood left over is held against what the
// sessions hold (`qmux doctor`).

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { printFigure } from './figures.mjs';
import { QmuxPeer } from './peers.mjs';

const ROUNDS = Number(process.env.QMUX_BENCH_ROUNDS ?? 3);
const REST_MS = 15_000;
const BACK_MS = 30_000;
const PROGRAMS = 12;
/** Three times what is kept. */
const LINES = 30_000;
const MB = 1024 * 1024;

const residentMb = (peer) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${peer.serverPid()}/status`, 'utf8'))[1]) / 1024;

async function measure() {
  const peer = new QmuxPeer();
  try {
    const terminal = peer.attachStamped();
    await terminal.waitFor('chat-1');
    await pause(REST_MS);
    const rest = residentMb(peer);
    const file = join(peer.home, 'text');
    const fox = 'the quick brown fox jumps over the lazy dog '.repeat(3);
    writeFileSync(file, Array.from({ length: LINES }, (_, at) => `${at} ${fox}`.slice(0, 119)).join('\n'));
    for (let at = 0; at < PROGRAMS; at++)
      await peer.callAsync('new', '-d', `flood-${at}`, '--', 'sh', '-c', `cat ${file}; exec sleep 1000`);
    let most = 0;
    for (let waitedMs = 0; waitedMs < BACK_MS; waitedMs += 500) {
      await pause(500);
      most = Math.max(most, residentMb(peer));
    }
    const back = residentMb(peer);
    const { server } = JSON.parse(peer.call('doctor', '--json'));
    const content = server.sessions.reduce((sum, { screenBytes }) => sum + screenBytes, 0) / MB;
    await terminal.stop();
    return { rest, most, content, over: back - rest };
  } finally {
    peer.remove();
  }
}

export async function run() {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measure());
  const of = (figure) => rounds.map((each) => each[figure]);
  const rest = of('rest');
  printFigure('server at rest after its start', 'MB', rest, { target: 70, met: Math.max(...rest) <= 70 });
  printFigure(`server while ${PROGRAMS} programs print ${LINES} lines, at most`, 'MB', of('most'));
  printFigure('what these sessions hold', 'MB', of('content'));
  printFigure('server 30 s later over the server at rest', 'MB', of('over'));
  const shares = rounds.map(({ over, content }) => over / content);
  printFigure('that over what they hold', 'ratio', shares, { target: 1.2, met: Math.max(...shares) <= 1.2 });
}
