// Answers of 50 KB of Markdown that are watched while they come, 90 pieces a second: the server's processor time
// for one chat, and for eight in view, from the first piece to the last.

import { measureAnswers } from './answer-cost.mjs';
import { printFigure } from './figures.mjs';
import { attachWithModel, startChild } from './model-peers.mjs';

const ROUNDS = Number(process.env.QMUX_BENCH_ROUNDS ?? 3);
const TARGETS = { 1: 5, 8: 25 };

export async function run() {
  const { child, line } = await startChild('stream-provider.mjs', ['markdown']);
  try {
    for (const chats of [1, 8]) {
      const percents = [];
      for (let round = 0; round < ROUNDS; round++)
        percents.push(await measureAnswers(await attachWithModel(`http://127.0.0.1:${line}/v1`), { chats }));
      const target = TARGETS[chats];
      const name = `${chats === 1 ? 'an answer' : `${chats} answers`} of 50 KB of Markdown, watched`;
      printFigure(name, '% of a core', percents, { target, met: Math.max(...percents) < target });
    }
  } finally {
    child.kill();
  }
}
