// What fifty unused sessions cost: processor time and wake-ups of the server with a client attached, while
// half of them are chats and half are programs that wait for input.

import { printFigure } from './figures.mjs';
import { QmuxPeer } from './peers.mjs';
import { processorSeconds, wakeUps } from './processor-time.mjs';

const SESSIONS = 50;
const SECONDS = 30;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function run() {
  const peer = new QmuxPeer();
  const terminal = peer.attach();
  await terminal.waitFor('chat-1');
  for (let at = 1; at < SESSIONS; at++)
    await peer.callAsync('new', '-d', ...(at % 2 === 0 ? [`idle-${at}`] : ['--', 'cat']));
  // By then everything is saved, and hot code is compiled.
  await pause(10_000);
  const pid = peer.serverPid();
  const before = { wakeUps: wakeUps(pid), seconds: processorSeconds([pid]) };
  await pause(SECONDS * 1_000);
  const seconds = processorSeconds([pid]) - before.seconds;
  const perSecond = (wakeUps(pid) - before.wakeUps) / SECONDS;
  printFigure('50 idle sessions, processor', '% of a core', [(seconds * 100) / SECONDS], { target: 0.1 });
  printFigure('50 idle sessions, wake-ups', 'a second', [perSecond]);
  await terminal.stop();
  peer.remove();
}
