// Processor time of the server while chats answer at once, each with 50 KB of Markdown, 90 pieces a second.

import { setTimeout as pause } from 'node:timers/promises';

import { markdownAnswer } from './markdown-answer.mjs';
import { processorSeconds } from './processor-time.mjs';

const ANSWER_MS = (markdownAnswer().length / 90) * 1000;

/**
 * Percent of a core, from the first piece to the last; then the peer is removed. shown: all chats in one tab, else all
 * but the first in the background. warm: how many answer once before, for the loading and compiling.
 */
export async function measureAnswers({ peer, terminal }, { chats, shown = true, warm = 1 }) {
  for (let at = 2; at <= chats; at++) {
    if (!shown) peer.call('new', '-d', `view-${at}`);
    else {
      peer.call('new', `view-${at}`, at % 2 === 0 ? '-v' : '-h');
      peer.call('layout', 'tiled');
    }
  }
  for (let at = 1; at <= warm; at++) peer.call('send', `${at}`, 'warm up');
  await pause(ANSWER_MS + 2000 * Math.min(2, warm));
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
