// Chats that agents answer: how long an update takes to the screen, and what eight of them at 90 updates a second
// cost beside eight chats with a model.

import { setTimeout as pause } from 'node:timers/promises';

import { attachWithAgent } from './agent-peer.mjs';
import { measureAnswers } from './answer-cost.mjs';
import { printFigure } from './figures.mjs';
import { attachWithModel, startChild } from './model-peers.mjs';

const ROUNDS = Number(process.env.QMUX_BENCH_ROUNDS ?? 3);
const MARKS = 100;
const CHATS = 8;

/** Milliseconds from the agent's write to its text on the terminal. */
async function measureUpdates() {
  const { peer, terminal } = await attachWithAgent();
  await peer.callAsync('send', '1', 'mark', '--wait');
  const samples = [];
  for (let at = 0; at < MARKS; at++) {
    const arrives = terminal.waitFor('sent at ', { fresh: true });
    await peer.callAsync('send', '1', 'mark');
    const arrivedAt = performance.timeOrigin + (await arrives);
    const [, sentAt] = /sent at (\d+\.\d+)/.exec(terminal.lastText) ?? [];
    samples.push(arrivedAt - Number(sentAt));
    await pause(100);
  }
  await terminal.stop();
  peer.remove();
  return samples;
}

export async function run() {
  const updates = await measureUpdates();
  printFigure('an update of an agent to the screen', 'ms', updates, { target: 'p95 50' });
  const { child, line } = await startChild('stream-provider.mjs', ['markdown']);
  const hidden = [];
  const beyond = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      hidden.push(await measureAnswers(await attachWithAgent(), { chats: CHATS, shown: false, warm: CHATS }));
      const agents = await measureAnswers(await attachWithAgent(), { chats: CHATS, warm: CHATS });
      const models = await measureAnswers(await attachWithModel(`http://127.0.0.1:${line}/v1`), {
        chats: CHATS,
        warm: CHATS,
      });
      beyond.push(agents - models);
    }
  } finally {
    child.kill();
  }
  printFigure('8 agents at 90 updates a second, one shown', '% of a core', hidden, { target: 20 });
  printFigure('8 agents shown, beyond 8 chats with a model', 'points', beyond, { target: 5 });
}
