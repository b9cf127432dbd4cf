// Start to first frame, attach to first frame over bare Node's own start, and start with 1,000 saved sessions
// over none.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { median, printFigure } from './figures.mjs';
import { QmuxPeer, TmuxPeer, tmuxVersion } from './peers.mjs';

const ROUNDS = 11;
/** Part of the first frame of either. */
const QMUX_FRAME = 'chat-1';

async function timeAttach(peer, frame) {
  const terminal = peer.attach();
  const ms = (await terminal.waitFor(frame)) - terminal.startedAt;
  await terminal.stop();
  return ms;
}

const bareNode = () => {
  const startedAt = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  return performance.now() - startedAt;
};

async function startAndAttach() {
  const [starts, attaches, nodes, tmuxStarts, tmuxAttaches] = [[], [], [], [], []];
  const tmux = tmuxVersion();
  for (let round = 0; round < ROUNDS; round++) {
    nodes.push(bareNode());
    const qmux = new QmuxPeer();
    starts.push(await timeAttach(qmux, QMUX_FRAME));
    attaches.push(await timeAttach(qmux, QMUX_FRAME));
    qmux.remove();
    if (tmux) {
      const peer = new TmuxPeer();
      const first = peer.attach('new-session');
      tmuxStarts.push((await first.waitFor('[0]')) - first.startedAt);
      await first.stop();
      const second = peer.attach('attach');
      tmuxAttaches.push((await second.waitFor('[0]')) - second.startedAt);
      await second.stop();
      peer.remove();
    }
  }
  printFigure('bare node start', 'ms', nodes);
  printFigure('start to first frame', 'ms', starts);
  printFigure('attach to first frame', 'ms', attaches);
  const over = median(attaches) - median(nodes);
  printFigure(
    'attach over bare node',
    'ms',
    attaches.map((ms, at) => ms - nodes[at]),
    { target: 60, met: over <= 60 },
  );
  if (tmux) {
    printFigure(`${tmux} start to first frame`, 'ms', tmuxStarts);
    printFigure(`${tmux} attach to first frame`, 'ms', tmuxAttaches);
  } else console.log(JSON.stringify({ note: 'tmux is not installed: absolute figures only' }));
}

/** An index of the given number of open sessions in the background, made from a real one. */
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
    await timeAttach(peer, QMUX_FRAME);
    peer.end();
  }
  fillIndex(many, 1000);
  const [fewMs, manyMs] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    fewMs.push(await timeAttach(few, QMUX_FRAME));
    few.end();
    manyMs.push(await timeAttach(many, QMUX_FRAME));
    many.end();
  }
  few.remove();
  many.remove();
  printFigure('start with 1 saved session', 'ms', fewMs);
  printFigure('start with 1,000 saved sessions', 'ms', manyMs, {
    overNone: Math.round(median(manyMs) - median(fewMs)),
    target: 20,
    met: median(manyMs) - median(fewMs) <= 20,
  });
}

export async function run() {
  await startAndAttach();
  await savedSessions();
}
