// Answers of 50 KB of Markdown that are watched while they come, 90 pieces a second: the server's processor time
// for one chat, and for eight in view, from the first piece to the last.

import { setTimeout as pause } from 'node:timers/promises';

import { printFigure } from './figures.mjs';
import { markdownAnswer } from './markdown-answer.mjs';
import { attachWithModel, startChild } from './model-peers.mjs';
import { processorSeconds } from './processor-time.mjs';

const ROUNDS = Number(process.env.QMUX_BENCH_ROUNDS ?? 3);
const ANSWER_MS = (markdownAnswer().length / 90) * 1000;
const TARGETS = { 1: 8, 8: 30 };

/** Percent of a core. */
async function measure(baseUrl, chats) {
  const { peer, terminal } = await attachWithModel(baseUrl);
  for (let at = 2; at <= chats; at++) {
    peer.call('new', `view-${at}`, at % 2 === 0 ? '-v' : '-h');
    peer.call('layout', 'tiled');
  }
  // After the loading and compiling: its answer is not measured.
  peer.call('send', '1', 'warm up');
  await pause(ANSWER_MS + 2000);
  const pids = [peer.serverPid()];
  const before = processorSeconds(pids);
  const beganAt = performance.now();
  for (let at = 1; at <= chats; at++) peer.call('send', `${at}`, 'go');
  await pause(ANSWER_MS + 500);
  const percent = ((processorSeconds(pids) - before) * 100_000) / (performance.now() - beganAt);
  await terminal.stop();
  peer.remove();
  return percent;
}

export async function run() {
  const { child, line } = await startChild('stream-provider.mjs', ['markdown']);
  try {
    for (const chats of [1, 8]) {
      const percents = [];
      for (let round = 0; round < ROUNDS; round++)
        percents.push(await measure(`http://127.0.0.1:${line}/v1`, chats));
      const target = TARGETS[chats];
      const name = `${chats === 1 ? 'an answer' : `${chats} answers`} of 50 KB of Markdown, watched`;
      printFigure(name, '% of a core', percents, { target, met: Math.max(...percents) < target });
    }
  } finally {
    child.kill();
  }
}
