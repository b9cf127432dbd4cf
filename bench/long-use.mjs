// Four minutes of use (QMUX_BENCH_SECONDS: another duration): thirty sessions of which twelve print all the
// time, four of them in view next to a `cat` that is typed into. Keystroke to echo over the whole time, and
// of the last quarter over the first, with the server's memory.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { percentile, printFigure } from './figures.mjs';
import { QmuxPeer } from './peers.mjs';

const SECONDS = Number(process.env.QMUX_BENCH_SECONDS ?? 240);
const SESSIONS = 30;
const PRINTING = 12;
const IN_VIEW = 4;
const TARGET_MS = 50;
const PREFIX = '\u0011';
/** Deletes the typed line. */
const KILL_LINE = '\u0015';
const LINE_LENGTH = 40;
/** Occurs neither in what is printed nor in the marks of the screen. */
const ALPHABET = '@%&^';
/** A counter that overwrites itself, as progress bars do. */
const COUNTER = "let at = 0; setInterval(() => process.stdout.write('\\r' + at++), 20);";
const LOG = fileURLToPath(new URL('log-lines.mjs', import.meta.url));

const residentMb = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

/** A `cat` with four printing programs next to it; the others in the background. */
async function open(peer) {
  const counter = join(peer.home, 'count.mjs');
  writeFileSync(counter, COUNTER);
  const terminal = peer.attach();
  await terminal.waitFor('chat-1');
  terminal.type(`${PREFIX}:new -- cat\r`);
  await terminal.waitFor('cat-2');
  for (let at = 0; at < PRINTING; at++) {
    const place = at < IN_VIEW ? (at === 0 ? '-h' : '-v') : '-d';
    const program = at % 2 === 0 ? [counter] : [LOG, `${SECONDS * 2_000}`];
    await peer.callAsync('new', place, '--', process.execPath, ...program);
  }
  for (let at = PRINTING + 2; at < SESSIONS; at++) await peer.callAsync('new', '-d', `quiet-${at}`);
  terminal.type(`${PREFIX}h`);
  await pause(5_000);
  return terminal;
}

async function type(terminal) {
  const samples = [];
  const endsAt = performance.now() + SECONDS * 1_000;
  for (let at = 0; performance.now() < endsAt; at++) {
    const key = ALPHABET[at % ALPHABET.length];
    const seen = terminal.waitFor(key, { fresh: true, timeoutMs: 5_000 });
    const typedAt = performance.now();
    terminal.type(key);
    samples.push((await seen) - typedAt);
    // Like a fast typist, and out of step with the frame clock.
    await pause(30 + (at % 7) * 5);
    if (at % LINE_LENGTH !== LINE_LENGTH - 1) continue;
    terminal.type(KILL_LINE);
    await pause(200);
  }
  return samples;
}

export async function run() {
  const peer = new QmuxPeer();
  try {
    const terminal = await open(peer);
    const pid = peer.serverPid();
    const before = residentMb(pid);
    const samples = await type(terminal);
    const after = residentMb(pid);
    const p99 = percentile(samples, 0.99);
    printFigure(`echo in cat, ${SECONDS} s of ${SESSIONS} sessions, ${PRINTING} that print`, 'ms', samples, {
      target: TARGET_MS,
      met: p99 < TARGET_MS,
    });
    const quarter = Math.floor(samples.length / 4);
    const p99Of = (from, to) => Math.round(percentile(samples.slice(from, to), 0.99) * 100) / 100;
    printFigure(`server's memory, its growth in ${SECONDS} s`, 'MB', [after - before], {
      before: Math.round(before),
      firstQuarterP99: p99Of(0, quarter),
      lastQuarterP99: p99Of(-quarter),
    });
    await terminal.stop();
  } finally {
    peer.remove();
  }
}
