// Keystroke to echo: idle, beside one and beside four flooding panes, in a chat's prompt and in `cat`,
// against tmux in the same loop.

import { percentile, printFigure } from './figures.mjs';
import { QmuxPeer, TmuxPeer, tmuxVersion } from './peers.mjs';

const KEYS = 500;
/** Characters that occur neither in the flood nor in a frame. */
const ALPHABET = '@#%&^~';
const PREFIX = '\u0011';
const TMUX_PREFIX = '\u0002';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Types one key at a time and waits for it in the output. */
async function measure(terminal) {
  const samples = [];
  for (let at = 0; at < KEYS; at++) {
    const key = ALPHABET[at % ALPHABET.length];
    const seen = terminal.waitFor(key, { fresh: true, timeoutMs: 5_000 });
    const typedAt = performance.now();
    terminal.type(key);
    samples.push((await seen) - typedAt);
    // Out of step with the frame clock.
    await pause(5 + (at % 7));
  }
  return samples;
}

async function qmuxEcho({ floods, program }) {
  const peer = new QmuxPeer();
  const terminal = peer.attach();
  await terminal.waitFor('chat-1');
  if (program) {
    terminal.type(`${PREFIX}:new -- cat\r`);
    await terminal.waitFor('cat-2');
  }
  for (let at = 0; at < floods; at++) {
    // The first next to the pane that is typed in, the others below one another.
    await peer.callAsync('new', at === 0 ? '-h' : '-v', '--', 'yes');
    await pause(200);
  }
  if (floods > 0) {
    terminal.type(`${PREFIX}h`);
    await pause(200);
  }
  const samples = await measure(terminal);
  await terminal.stop();
  peer.remove();
  return samples;
}

async function tmuxEcho({ floods }) {
  const peer = new TmuxPeer();
  const terminal = peer.attach('new-session', 'cat');
  await terminal.waitFor('[0]');
  for (let at = 0; at < floods; at++) {
    peer.call('split-window', at === 0 ? '-h' : '-v', 'yes');
    await pause(200);
  }
  if (floods > 0) {
    terminal.type(`${TMUX_PREFIX}\u001b[D`);
    await pause(300);
  }
  const samples = await measure(terminal);
  await terminal.stop();
  peer.remove();
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
