// Bare Node, cold start and attach to their first frame, a verb, and starts with 1 and with 1,000 saved
// sessions; in turns, each timed by a process that does nothing else (stamper.mjs).

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { median, printFigure } from './figures.mjs';
import { QmuxPeer, TmuxPeer, tmuxVersion } from './peers.mjs';
import { timeToEnd } from './stamped-terminal.mjs';

const ROUNDS = Number(process.env.QMUX_BENCH_ROUNDS ?? 11);
/** Part of the first frame of either. */
const QMUX_FRAME = 'chat-1';
const TMUX_FRAME = '[0]';

async function timeFrame(terminal, frame) {
  const ms = await terminal.waitFor(frame);
  await terminal.stop();
  return ms;
}

async function startAndAttach() {
  const [nodes, starts, attaches, verbs, tmuxStarts, tmuxAttaches] = [[], [], [], [], [], []];
  const tmux = tmuxVersion();
  for (let round = 0; round < ROUNDS; round++) {
    const qmux = new QmuxPeer();
    nodes.push(await timeToEnd(process.execPath, ['-e', '0'], { env: qmux.env, cwd: qmux.home }));
    starts.push(await timeFrame(qmux.attachStamped(), QMUX_FRAME));
    attaches.push(await timeFrame(qmux.attachStamped(), QMUX_FRAME));
    verbs.push(await qmux.timeCall('ls'));
    qmux.remove();
    if (!tmux) continue;
    const peer = new TmuxPeer();
    tmuxStarts.push(await timeFrame(peer.attachStamped('new-session'), TMUX_FRAME));
    tmuxAttaches.push(await timeFrame(peer.attachStamped('attach'), TMUX_FRAME));
    peer.remove();
  }
  printFigure('bare node, start to end', 'ms', nodes);
  printFigure('cold start to first frame', 'ms', starts);
  printOver('cold start over bare node', 'ratio', (at) => starts[at] / nodes[at], 4);
  printFigure('attach to first frame', 'ms', attaches);
  printOver('attach over bare node', 'ms', (at) => attaches[at] - nodes[at], 25);
  printFigure('qmux ls, start to end', 'ms', verbs);
  printOver('qmux ls over bare node', 'ratio', (at) => verbs[at] / nodes[at], 1.3);
  if (tmux) {
    printFigure(`${tmux} cold start to first frame`, 'ms', tmuxStarts);
    printFigure(`${tmux} attach to first frame`, 'ms', tmuxAttaches);
  } else console.log(JSON.stringify({ note: 'tmux is not installed: absolute figures only' }));
}

/** Round by round, since the machine's speed drifts. */
function printOver(name, unit, figureOf, target) {
  const samples = Array.from({ length: ROUNDS }, (_, at) => figureOf(at));
  printFigure(name, unit, samples, { target, met: median(samples) <= target });
}

/** An index of so many open sessions in the background, made from a real one. */
function fillIndex(peer, count) {
  const file = join(peer.home, 'data/default/index.json');
  const index = JSON.parse(readFileSync(file, 'utf8'));
  const [first] = index.sessions;
  for (let at = index.sessions.length; at < count; at++) {
    const id = `saved${String(at).padStart(7, '0')}`;
    index.sessions.push({
      ...first,
      id,
      number: at + 1,
      name: `saved-${at + 1}`,
      turns: 3,
      lastLine: 'the last line of an answer',
    });
    const folder = join(peer.home, 'data/default/sessions', id);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const record = {
      type: 'session',
      version: 1,
      id,
      name: `saved-${at + 1}`,
      kind: 'chat',
      sessionType: 'chat',
      created: first.created,
    };
    writeFileSync(join(folder, 'transcript.jsonl'), `${JSON.stringify(record)}\n`, { mode: 0o600 });
  }
  writeFileSync(file, JSON.stringify(index));
}

async function savedSessions() {
  const [few, many] = [new QmuxPeer(), new QmuxPeer()];
  for (const peer of [few, many]) {
    await timeFrame(peer.attachStamped(), QMUX_FRAME);
    peer.end();
  }
  fillIndex(many, 1000);
  const [fewMs, manyMs] = [[], []];
  for (let round = 0; round < ROUNDS; round++)
    for (const [peer, samples] of [
      [few, fewMs],
      [many, manyMs],
    ]) {
      samples.push(await timeFrame(peer.attachStamped(), QMUX_FRAME));
      peer.end();
    }
  few.remove();
  many.remove();
  printFigure('start with 1 saved session', 'ms', fewMs);
  printFigure('start with 1,000 saved sessions', 'ms', manyMs);
  printOver('1,000 saved sessions over 1', 'ms', (at) => manyMs[at] - fewMs[at], 20);
}

export async function run() {
  await startAndAttach();
  await savedSessions();
}
