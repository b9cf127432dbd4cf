// 50 MB through one attached 120x40 pane: processor seconds of server and client, and megabytes a second
// until the end is on the outer terminal, for five kinds of text, against tmux in the same loop.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { printFigure } from './figures.mjs';
import { QmuxPeer, TmuxPeer, tmuxVersion } from './peers.mjs';
import { processorSeconds } from './processor-time.mjs';

const ROUNDS = Number(process.env.QMUX_BENCH_ROUNDS ?? 5);
const MEGABYTES = 50;
const PREFIX = '\u0011';
/** Occurs neither in a flooded text nor in a frame. */
const READY = '@@READY@@';
const OVER = '@@OVER@@';
/** Waits for an Enter, prints the file, says so, and waits to be killed. */
const SCRIPT = `stty -echo; printf '${READY}'; read go; cat "$1"; printf '\\r\\n\\r\\n${OVER}'; read end`;

/** Lines of one kind until there are enough bytes. */
function fill(line) {
  const lines = [];
  for (let bytes = 0, at = 0; bytes < MEGABYTES * 1_000_000; at++) {
    const text = `${line(at)}\n`;
    lines.push(text);
    bytes += Buffer.byteLength(text);
  }
  return lines.join('');
}

const WORDS = 'the quick brown fox jumps over a lazy dog and runs through every field again'.split(' ');
const WIDE = ['漢字', '仮名交じり文', '👩‍💻', '🇨🇳', '❤️', '終端', '多重化', '👍', '한글', '🚀'];
const EMOJI = ['👨‍👩‍👧‍👦', '👍🏽', '🏳️‍🌈', '😀', '1️⃣', '☁️', '🇨🇳', '🫠', '👩🏽‍🚀', '❤️‍🔥'];
const word = (list, at) => list[(at * 7919) % list.length];
const colour = (at) => `\x1b[38;2;${(at * 37) % 256};${(at * 91) % 256};${(at * 53) % 256}m`;

const INPUTS = {
  seq: { target: { ratio: 0.6, speed: 1 }, line: (at) => String(at + 1) },
  '80-column lines': {
    target: { ratio: 0.9, speed: 1 },
    line: (at) =>
      Array.from({ length: 16 }, (_, n) => word(WORDS, at + n * n))
        .join(' ')
        .padEnd(80, '.')
        .slice(0, 80),
  },
  'coloured log': {
    target: { ratio: 0.45, speed: 2 },
    line: (at) =>
      `${colour(at)}2026-01-01T00:00:00.${at % 1000}Z\x1b[m ${colour(at + 1)}\x1b[1minfo\x1b[m ${Array.from({ length: 6 }, (_, n) => `${colour(at + n)}${word(WORDS, at + n)}`).join(' ')}\x1b[m`,
  },
  'CJK and emoji': {
    target: { ratio: 0.35, speed: 3 },
    line: (at) => Array.from({ length: 12 }, (_, n) => word(WIDE, at * 5 + n * n)).join(' '),
  },
  'emoji sequences': {
    target: { ratio: 0.5, speed: 2 },
    line: (at) => Array.from({ length: 20 }, (_, n) => word(EMOJI, at * 3 + n * n)).join(''),
  },
};

async function openQmux(file) {
  const peer = new QmuxPeer();
  const script = join(peer.home, 'flood.sh');
  writeFileSync(script, SCRIPT);
  const terminal = peer.attach();
  await terminal.waitFor('chat-1');
  terminal.type(`${PREFIX}:new -- sh ${script} ${file}\r`);
  await terminal.waitFor(READY);
  return { peer, terminal, pids: [peer.serverPid(), terminal.pid] };
}

async function openTmux(file) {
  const peer = new TmuxPeer();
  const script = join(peer.home, 'flood.sh');
  writeFileSync(script, SCRIPT);
  const configuration = join(peer.home, 'tmux.conf');
  writeFileSync(configuration, 'set -g history-limit 10000\n');
  const terminal = peer.attach('-f', configuration, 'new-session', `sh ${script} ${file}`);
  await terminal.waitFor(READY);
  const server = Number(peer.call('display-message', '-p', '#{pid}'));
  return { peer, terminal, pids: [server, terminal.pid] };
}

async function measure(open, file) {
  const { peer, terminal, pids } = await open(file);
  const before = processorSeconds(pids);
  const startedAt = performance.now();
  terminal.type('\r');
  const endedAt = await terminal.waitFor(OVER, { timeoutMs: 120_000 });
  const seconds = processorSeconds(pids) - before;
  await terminal.stop();
  peer.remove();
  return { seconds, speed: (MEGABYTES * 1000) / (endedAt - startedAt) };
}

/** Sample by sample: the two of one round had the same load. */
const ratios = (ours, theirs, of) => ours.map((sample, at) => of(sample) / of(theirs[at]));

async function flood(name, { line, target }) {
  const directory = mkdtempSync(join(tmpdir(), 'flood-bench-'));
  const file = join(directory, 'flood');
  writeFileSync(file, fill(line));
  const tmux = tmuxVersion();
  const [ours, theirs] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await measure(openQmux, file));
    if (tmux) theirs.push(await measure(openTmux, file));
  }
  rmSync(directory, { recursive: true });
  const seconds = (sample) => sample.seconds;
  const speed = (sample) => sample.speed;
  printFigure(`flood of ${name}, processor`, 's', ours.map(seconds));
  printFigure(`flood of ${name}, speed`, 'MB/s', ours.map(speed));
  if (!tmux) {
    console.log(JSON.stringify({ note: 'tmux is not installed: absolute figures only' }));
    return;
  }
  printFigure(`${tmux} flood of ${name}, processor`, 's', theirs.map(seconds));
  printFigure(`${tmux} flood of ${name}, speed`, 'MB/s', theirs.map(speed));
  printFigure(`flood of ${name}, processor over tmux`, 'ratio', ratios(ours, theirs, seconds), {
    target: target.ratio,
  });
  printFigure(`flood of ${name}, speed over tmux`, 'ratio', ratios(ours, theirs, speed), {
    target: target.speed,
  });
}

export async function run() {
  const wanted = process.env.QMUX_BENCH_FLOOD;
  for (const [name, input] of Object.entries(INPUTS))
    if (!wanted || name.startsWith(wanted)) await flood(name, input);
}
