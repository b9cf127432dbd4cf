// Keystroke to echo: idle, beside one and beside four flooding panes, in a chat's prompt and in `cat`,
// against tmux, and against a terminal without a multiplexer as the floor. Typed and timed by a process that
// does nothing else (stamper.mjs).

import { tmpdir } from 'node:os';

import { percentile, printFigure } from './figures.mjs';
import { QmuxPeer, TmuxPeer, tmuxVersion } from './peers.mjs';
import { StampedTerminal } from './stamped-terminal.mjs';

/** Characters that neither flood nor frame shows. */
const ECHO = { count: 500, alphabet: '@#%&^~' };
const PREFIX = '\u0011';
const TMUX_PREFIX = '\u0002';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function qmuxEcho({ floods, program }) {
  const peer = new QmuxPeer();
  const terminal = peer.attachStamped();
  await terminal.waitFor('chat-1');
  if (program) {
    await terminal.type(`${PREFIX}:new -- cat\r`);
    await terminal.waitFor('cat-2');
  }
  for (let at = 0; at < floods; at++) {
    // The first next to the pane that is typed in, the others below one another.
    await peer.callAsync('new', at === 0 ? '-h' : '-v', '--', 'yes');
    await pause(200);
  }
  if (floods > 0) {
    await terminal.type(`${PREFIX}h`);
    await pause(200);
  }
  const samples = await terminal.echo(ECHO);
  await terminal.stop();
  peer.remove();
  return samples;
}

async function tmuxEcho({ floods }) {
  const peer = new TmuxPeer();
  const terminal = peer.attachStamped('new-session', 'cat');
  await terminal.waitFor('[0]');
  for (let at = 0; at < floods; at++) {
    peer.call('split-window', at === 0 ? '-h' : '-v', 'yes');
    await pause(200);
  }
  if (floods > 0) {
    await terminal.type(`${TMUX_PREFIX}\x1b[D`);
    await pause(300);
  }
  const samples = await terminal.echo(ECHO);
  await terminal.stop();
  peer.remove();
  return samples;
}

/** Of `cat` on a terminal of its own. */
async function bareEcho() {
  const terminal = new StampedTerminal('cat', [], { env: { PATH: process.env.PATH }, cwd: tmpdir() });
  const samples = await terminal.echo(ECHO);
  await terminal.stop();
  return samples;
}

const WHERE = new Map([
  [0, 'idle'],
  [1, 'beside a flood'],
  [4, 'beside four floods'],
]);

export async function run() {
  const tmux = tmuxVersion();
  for (const [floods, where] of WHERE) {
    if (floods === 0) printFigure('echo in cat without a multiplexer', 'ms', await bareEcho());
    printFigure(`echo in a chat, ${where}`, 'ms', await qmuxEcho({ floods, program: false }));
    const ours = await qmuxEcho({ floods, program: true });
    printFigure(`echo in cat, ${where}`, 'ms', ours);
    if (!tmux) continue;
    const theirs = await tmuxEcho({ floods });
    printFigure(`${tmux} echo in cat, ${where}`, 'ms', theirs);
    for (const share of [0.5, 0.99])
      printFigure(`echo in cat over ${tmux}, ${where}, p${share * 100}`, 'ratio', [
        percentile(ours, share) / percentile(theirs, share),
      ]);
  }
}
