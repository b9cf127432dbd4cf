// Keystroke to echo: idle and beside a flooding pane, in a chat's prompt and in `cat`, against tmux in the same loop.

import { printFigure } from './figures.mjs';
import { QmuxPeer, TmuxPeer, tmuxVersion } from './peers.mjs';

const KEYS = 300;
/** Characters that neither flood nor frame shows. */
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
    // Not in step with the frame clock.
    await pause(5 + (at % 7));
  }
  return samples;
}

async function qmuxEcho({ flood, program }) {
  const peer = new QmuxPeer();
  const terminal = peer.attach();
  await terminal.waitFor('chat-1');
  if (program) {
    terminal.type(`${PREFIX}:new -- cat\r`);
    await terminal.waitFor('cat-2');
  }
  if (flood) {
    terminal.type(`${PREFIX}:new -h -- yes\r`);
    await terminal.waitFor('yes-');
    await pause(300);
    terminal.type(`${PREFIX}h`);
    await pause(200);
  }
  const samples = await measure(terminal);
  await terminal.stop();
  peer.remove();
  return samples;
}

async function tmuxEcho({ flood }) {
  const peer = new TmuxPeer();
  const terminal = peer.attach('new-session', 'cat');
  await terminal.waitFor('[0]');
  if (flood) {
    peer.call('split-window', '-h', 'yes');
    await pause(300);
    terminal.type(`${TMUX_PREFIX}\u001b[D`);
    await pause(300);
  }
  const samples = await measure(terminal);
  await terminal.stop();
  peer.remove();
  return samples;
}

export async function run() {
  const tmux = tmuxVersion();
  for (const flood of [false, true]) {
    const where = flood ? 'beside a flood' : 'idle';
    printFigure(`echo in a chat, ${where}`, 'ms', await qmuxEcho({ flood, program: false }));
    printFigure(`echo in cat, ${where}`, 'ms', await qmuxEcho({ flood, program: true }));
    if (tmux) printFigure(`${tmux} echo in cat, ${where}`, 'ms', await tmuxEcho({ flood }));
  }
}
