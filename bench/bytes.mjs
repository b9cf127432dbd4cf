// Bytes to the terminal for one line scrolled, at 1,000 lines a second: over the full width and in the left
// half, against tmux in the same loop. The terminal has left and right margins, and reports them when asked.

import { fileURLToPath } from 'node:url';

import { printFigure } from './figures.mjs';
import { QmuxPeer, TmuxPeer, tmuxVersion } from './peers.mjs';

const ROUNDS = 3;
const LINES = 3000;
const COMMAND = `${process.execPath} ${fileURLToPath(new URL('log-lines.mjs', import.meta.url))} ${LINES}`;
const PREFIX = '\u0011';

/**
 * An xterm-like terminal: DECRQM of margins and synchronized output, as qmux asks; DA2 of a VT420, as tmux
 * does.
 */
const ANSWERS = [
  ['\x1b[?69$p', '\x1b[?69;2$y'],
  ['\x1b[?2026$p', '\x1b[?2026;2$y'],
  ['\x1b[c', '\x1b[?64;1;2;6;21;22c'],
  ['\x1b[>c', '\x1b[>41;390;0c'],
];

async function countBytes(terminal) {
  await terminal.waitFor('BEGIN');
  const before = terminal.receivedBytes;
  await terminal.waitFor('END');
  return (terminal.receivedBytes - before) / LINES;
}

async function qmuxBytes({ half }) {
  const peer = new QmuxPeer({}, { answers: ANSWERS });
  const terminal = peer.attach();
  await terminal.waitFor('chat-1');
  if (half) {
    terminal.type(`${PREFIX}%`);
    await terminal.waitFor('chat-2');
    terminal.type(`${PREFIX}h`);
  }
  terminal.type(`${PREFIX}:new -- ${COMMAND}\r`);
  const bytes = await countBytes(terminal);
  await terminal.stop();
  peer.remove();
  return bytes;
}

async function tmuxBytes({ half }) {
  const peer = new TmuxPeer({ answers: ANSWERS });
  const terminal = peer.attach('new-session', 'cat');
  await terminal.waitFor('[0]');
  if (half) peer.call('split-window', '-h', 'cat');
  peer.call('respawn-pane', '-k', '-t', '0.0', COMMAND);
  const bytes = await countBytes(terminal);
  await terminal.stop();
  peer.remove();
  return bytes;
}

export async function run() {
  const tmux = tmuxVersion();
  for (const half of [false, true]) {
    const where = half ? 'left half' : 'full width';
    const samples = { qmux: [], tmux: [] };
    for (let round = 0; round < ROUNDS; round++) {
      samples.qmux.push(await qmuxBytes({ half }));
      if (tmux) samples.tmux.push(await tmuxBytes({ half }));
    }
    printFigure(`bytes for a scrolled line, ${where}`, 'bytes', samples.qmux);
    if (tmux) printFigure(`${tmux} bytes for a scrolled line, ${where}`, 'bytes', samples.tmux);
    else console.log(JSON.stringify({ name: 'tmux', missing: true, reason: 'tmux is not installed' }));
  }
}
