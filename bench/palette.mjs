// The panel of keys after the prefix, the palette of 1,000 commands, and the search dialog over 1,000 sessions:
// from the key to the complete frame, timed in a terminal on a PTY, client and wire included. busy: the
// server's processor time for opening and closing it once, on average, whatever else the machine does.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { percentile, printFigure } from './figures.mjs';
import { QmuxPeer } from './peers.mjs';
import { processorSeconds } from './processor-time.mjs';

const OPENINGS = 60;
const OPEN_MS = 16;
const PREFIX = '\u0011';
/** Unlike Escape it begins no sequence that would be waited for. */
const CANCEL = '\u0003';
/** The shortest time that the panel waits: a part of its figure. */
const HINTS_MS = 1;
/** With the commands that there are: 1,000 entries. */
const OWN_BINDINGS = 900;
const FIRST_CHARACTER = 0x4e00;
const SESSIONS = 1000;

function start(config) {
  const peer = new QmuxPeer();
  writeFileSync(join(peer.home, 'config.toml'), config);
  return peer;
}

/** Archived, as after a lost index: it lists what it finds. */
function addSessions(peer) {
  for (let at = 0; at < SESSIONS; at++) {
    const id = `session${String(at).padStart(4, '0')}`;
    const folder = join(peer.home, 'data/default/sessions', id);
    mkdirSync(folder, { recursive: true });
    const head = { type: 'session', version: 1, id, name: `past-${at}`, kind: 'chat', sessionType: 'chat' };
    const note = { type: 'note', text: `note ${at}`, level: 'info', at: at + 1 };
    const lines = [{ ...head, created: at + 1 }, note].map((record) => `${JSON.stringify(record)}\n`);
    writeFileSync(join(folder, 'transcript.jsonl'), lines.join(''));
  }
  return peer;
}

/** footer: the last thing in the frame; below: what it covers. */
async function measure(peer, { keys, footer, name, below = '1:chat-1' }) {
  const terminal = peer.attach();
  await terminal.waitFor('chat-1');
  await pause(500);
  const samples = [];
  const usedBefore = processorSeconds([peer.serverPid()]);
  for (let at = 0; at < OPENINGS; at++) {
    const drawn = terminal.waitFor(footer, { fresh: true });
    const typedAt = performance.now();
    terminal.type(keys);
    samples.push((await drawn) - typedAt);
    await pause(30);
    const gone = terminal.waitFor(below, { fresh: true });
    terminal.type(CANCEL);
    await gone;
    // Out of step with the frame clock.
    await pause(40 + (at % 7));
  }
  const used = processorSeconds([peer.serverPid()]) - usedBefore;
  await terminal.stop();
  peer.remove();
  const busy = Math.round((used / OPENINGS) * 10_000) / 10;
  printFigure(name, 'ms', samples, { busy, target: OPEN_MS, met: percentile(samples, 0.95) <= OPEN_MS });
}

const bindings = Array.from(
  { length: OWN_BINDINGS },
  (_, at) => `"${String.fromCodePoint(FIRST_CHARACTER + at)}" = "new number-${at} --cwd /tmp"`,
).join('\n');

export async function run() {
  await measure(start(`key_hints_ms = ${HINTS_MS}\n`), {
    keys: PREFIX,
    footer: 'Esc cancels',
    name: 'keys after the prefix to complete frame',
  });
  await measure(start(`key_hints_ms = 0\n[bindings]\n${bindings}\n`), {
    keys: `${PREFIX}:`,
    footer: 'runs the line',
    name: 'palette of 1,000 commands to complete frame',
  });
  await measure(addSessions(start('key_hints_ms = 0\n')), {
    keys: `${PREFIX}/`,
    footer: 'Esc closes',
    below: '--model',
    name: 'search dialog over 1,000 sessions to complete frame',
  });
}
