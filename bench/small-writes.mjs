// Eight panes side by side, each with 50 small writes a second: what server and client use of a core, against
// tmux in the same loop.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { printFigure } from './figures.mjs';
import { QmuxPeer, TmuxPeer, tmuxVersion } from './peers.mjs';
import { processorSeconds } from './processor-time.mjs';

const ROUNDS = Number(process.env.QMUX_BENCH_ROUNDS ?? 5);
const PANES = 8;
const SECONDS = 5;
const PREFIX = '\u0011';
/** A counter that overwrites itself, as progress bars do; `#` occurs in no frame of either. */
const PROGRAM = "let at = 0; setInterval(() => process.stdout.write('\\r#' + at++), 20);";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const writeProgram = (home) => {
  const file = join(home, 'count.mjs');
  writeFileSync(file, PROGRAM);
  return file;
};

async function openQmux() {
  const peer = new QmuxPeer();
  const file = writeProgram(peer.home);
  const terminal = peer.attach();
  await terminal.waitFor('chat-1');
  terminal.type(`${PREFIX}:new -- ${process.execPath} ${file}\r`);
  await terminal.waitFor('#');
  for (let pane = 1; pane < PANES; pane++) {
    await peer.callAsync('new', '-v', '--', process.execPath, file);
    await peer.callAsync('layout', 'tiled');
  }
  return { peer, terminal, pids: [peer.serverPid(), terminal.pid] };
}

async function openTmux() {
  const peer = new TmuxPeer();
  const command = `${process.execPath} ${writeProgram(peer.home)}`;
  const terminal = peer.attach('new-session', command);
  await terminal.waitFor('#');
  for (let pane = 1; pane < PANES; pane++) {
    peer.call('split-window', command);
    peer.call('select-layout', 'tiled');
  }
  return {
    peer,
    terminal,
    pids: [Number(peer.call('display-message', '-p', '#{pid}')), terminal.pid],
  };
}

/** Percent of one core. */
async function measure(open) {
  const { peer, terminal, pids } = await open();
  // The programs have started and the layout has settled.
  await pause(2_000);
  const before = processorSeconds(pids);
  const startedAt = performance.now();
  await pause(SECONDS * 1_000);
  const percent = ((processorSeconds(pids) - before) * 100_000) / (performance.now() - startedAt);
  await terminal.stop();
  peer.remove();
  return percent;
}

export async function run() {
  const tmux = tmuxVersion();
  const [ours, theirs] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await measure(openQmux));
    if (tmux) theirs.push(await measure(openTmux));
  }
  printFigure('8 panes of small writes', '% of a core', ours);
  if (!tmux) {
    console.log(JSON.stringify({ note: 'tmux is not installed: absolute figures only' }));
    return;
  }
  printFigure(`${tmux} 8 panes of small writes`, '% of a core', theirs);
  printFigure(
    '8 panes of small writes over tmux',
    'ratio',
    ours.map((percent, at) => percent / theirs[at]),
    { target: 1.6 },
  );
}
