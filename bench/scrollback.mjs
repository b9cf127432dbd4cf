// Memory per session with 10,000 full lines of 120 columns: the server's resident memory with 6 and with 12
// such programs over one, after a quiet second. qmux and tmux (history-limit 10000) take turns with each kind
// of text.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { printFigure } from './figures.mjs';
import { QmuxPeer, TmuxPeer, tmuxVersion } from './peers.mjs';

const LINES = 10_000;
const COLS = 120;
/** How many such sessions the memory is divided by. */
const COUNTS = [6, 12];
const QUIET_MS = 1_000;
/** Megabytes at most. */
const TARGETS = { plain: 5, coloured: 6.5, CJK: 7 };

/** Lines that fill the row, all different. */
const TEXTS = {
  plain: (line) => `${line} `.padEnd(COLS, 'the quick brown fox jumps over the lazy dog '),
  coloured: (line) =>
    Array.from({ length: 15 }, (_, word) => {
      const text = String((line * 7919 * (word + 1)) % 10_000_000).padEnd(8, '.');
      return `\x1b[38;2;${(line + word * 16) % 256};${(line * 3) % 256};${word * 17}m${text}`;
    }).join('') + '\x1b[m',
  CJK: (line) =>
    String(line).padStart(6, '0') + '漢字仮名交じり文日本語の端末試験文字列表示幅全角'.repeat(3).slice(0, 57),
};

const residentMb = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

async function waitUntil(what, isTrue) {
  const deadline = performance.now() + 60_000;
  while (!isTrue()) {
    if (performance.now() > deadline) throw new Error(`${what} did not happen within a minute`);
    await sleep(100);
  }
}

async function measureQmux(kind, text) {
  const peer = new QmuxPeer();
  try {
    const file = join(peer.home, 'text');
    writeFileSync(file, text);
    const make = async (name) => {
      peer.call('new', '-d', name, '--', 'sh', '-c', `cat ${file}; echo; printf END; exec sleep 1000`);
      await waitUntil(`${kind} in ${name}`, () => peer.call('capture', name).endsWith('END\n'));
    };
    return await measure(make, () => peer.serverPid());
  } finally {
    peer.remove();
  }
}

async function measureTmux(kind, text) {
  const peer = new TmuxPeer();
  try {
    const file = join(peer.home, 'text');
    writeFileSync(file, text);
    peer.call(
      'set-option',
      '-g',
      'history-limit',
      String(LINES),
      ';',
      'new-session',
      '-d',
      '-x',
      '120',
      '-y',
      '40',
    );
    const make = async (name) => {
      const command = `cat ${file}; echo; printf END; exec sleep 1000`;
      peer.call('new-window', '-d', '-n', name, command);
      await waitUntil(`${kind} in ${name}`, () =>
        peer.call('capture-pane', '-p', '-t', name).includes('END'),
      );
    };
    return await measure(make, () => peer.call('display-message', '-p', '#{pid}').trim());
  } finally {
    peer.remove();
  }
}

async function measure(make, serverPid) {
  await make('warm-up');
  await sleep(QUIET_MS);
  const before = residentMb(serverPid());
  const each = [];
  for (const count of COUNTS) {
    for (let at = each.length === 0 ? 0 : COUNTS[each.length - 1]; at < count; at++) await make(`full-${at}`);
    await sleep(QUIET_MS);
    each.push((residentMb(serverPid()) - before) / count);
  }
  return each;
}

export async function run() {
  const tmux = tmuxVersion();
  for (const [kind, lineOf] of Object.entries(TEXTS)) {
    const text = Array.from({ length: LINES + 100 }, (_, line) => lineOf(line)).join('\n');
    const name = `memory per session with 10,000 lines, ${kind}`;
    const each = await measureQmux(kind, text);
    const theirs = tmux ? await measureTmux(kind, text) : undefined;
    const target = TARGETS[kind];
    for (const [at, count] of COUNTS.entries()) {
      const ours = each[at];
      printFigure(`${name}, ${count} sessions`, 'MB', [ours], { target, met: ours <= target });
      if (theirs !== undefined) printFigure(`${name}, ${count} sessions, ${tmux}`, 'MB', [theirs[at]]);
    }
  }
}
