// Session switch to complete frame, and attach to first complete frame, with 1 and 500 sessions besides those
// that are switched between. Timed in a terminal on a PTY, from the key to the last byte of the frame, client
// and wire included.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { printFigure } from './figures.mjs';
import { QmuxPeer } from './peers.mjs';

const COUNTS = [1, 500];
const SWITCHES = 100;
const ATTACHES = 10;
export const PREFIX = '\u0011';
const LAST_SESSION = `${PREFIX}\t`;
/** The title comes after the cells, so the frame that has it is complete. */
export const titleOf = (name) => `\x1b]0;qmux ${name}\u0007`;

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Two programs that fill their screens, and others in the background. */
export async function startSessions(count, config = '') {
  const peer = new QmuxPeer();
  writeFileSync(join(peer.home, 'config.toml'), config);
  const terminal = peer.attach();
  await terminal.waitFor('chat-1');
  for (const name of ['left', 'right']) {
    const fill = `for at in $(seq 60); do echo "${name} $at of some text that fills the screen"; done; exec cat`;
    await peer.callAsync('new', name, '--', 'sh', '-c', fill);
    await terminal.waitFor(titleOf(name));
  }
  // Typed, since starting a process for each would take minutes.
  for (let at = 0; at < count; at++) {
    terminal.type(`${PREFIX}:new -d more-${at}\r`);
    await pause(5);
  }
  while (JSON.parse(peer.call('ls', '--json')).length < count + 2) await pause(200);
  for (const name of ['left', 'right']) await peer.callAsync('switch', name);
  await terminal.waitFor(titleOf('right'));
  await pause(500);
  return { peer, terminal };
}

async function measureSwitches({ terminal }) {
  const samples = [];
  for (let at = 0; at < SWITCHES; at++) {
    const name = at % 2 === 0 ? 'left' : 'right';
    const drawn = terminal.waitFor(titleOf(name), { fresh: true, timeoutMs: 5_000 });
    const typedAt = performance.now();
    terminal.type(LAST_SESSION);
    samples.push((await drawn) - typedAt);
    // Out of step with the frame clock.
    await pause(20 + (at % 7));
  }
  return samples;
}

async function measureAttaches({ peer }) {
  const samples = [];
  for (let at = 0; at < ATTACHES; at++) {
    const terminal = peer.attach();
    samples.push((await terminal.waitFor('\x1b]0;qmux ')) - terminal.startedAt);
    await terminal.stop();
  }
  return samples;
}

export async function run() {
  for (const count of COUNTS) {
    const started = await startSessions(count);
    printFigure(
      `session switch to complete frame, ${count} more sessions`,
      'ms',
      await measureSwitches(started),
    );
    printFigure(`attach to complete frame, ${count} more sessions`, 'ms', await measureAttaches(started));
    await started.terminal.stop();
    started.peer.remove();
  }
}
