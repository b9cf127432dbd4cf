// Many sessions at once: the longest turn of the server's event loop while all of them are closed, brought
// back with their panes, renamed and moved to a tab, with a terminal attached. The server is the built one, in
// a process of its own (turn-watch.mjs).

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { printFigure } from './figures.mjs';
import { WatchedPeer } from './turn-watch.mjs';

const ROUNDS = Number(process.env.QMUX_BENCH_ROUNDS ?? 5);
const SESSIONS = 1_000;
const RENAMED = 700;
const MOST_TURN_MS = 10;

export async function run() {
  const peer = new WatchedPeer({ QMUX_MODEL: 'guide' });
  const terminal = peer.attach();
  await terminal.waitFor('chat-1');
  // Every tenth in a tab of its own.
  const lines = Array.from(
    { length: SESSIONS },
    (_, at) => `new debug dbg-${at}${at % 10 === 0 ? '' : ' -d'}`,
  );
  writeFileSync(join(peer.home, 'many'), lines.join('\n'));
  await peer.callAsync('source-file', join(peer.home, 'many'));
  const ids = JSON.parse(peer.call('ls', '--json')).flatMap(({ id, type }) => (type === 'debug' ? [id] : []));
  const figures = new Map();
  const watch = async (name, ...words) => {
    const longest = await peer.longestTurn(() => peer.callAsync(...words));
    if (process.env.QMUX_BENCH_VERBOSE) console.error(name, longest);
    figures.set(name, [...(figures.get(name) ?? []), longest]);
  };
  for (let round = 0; round < ROUNDS; round++) {
    await watch(`close of ${SESSIONS}`, 'close', '--type', 'debug');
    await watch(`reopen of ${SESSIONS}`, 'reopen');
    await watch(`rename of ${RENAMED}`, 'rename', '--pattern', `r${round}-{n}`, ...ids.slice(0, RENAMED));
  }
  await terminal.stop();
  peer.remove();
  for (const [name, samples] of figures) {
    const held = samples.map(({ heldMs }) => heldMs);
    printFigure(`longest turn: ${name}`, 'ms', held, {
      busy: Math.round(Math.max(...samples.map(({ mostBusyMs }) => mostBusyMs)) * 10) / 10,
      target: MOST_TURN_MS,
      met: Math.max(...held) <= MOST_TURN_MS,
    });
  }
}
