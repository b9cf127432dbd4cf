// What twenty chats cost whose agents run while nobody asks them anything: processor time and wake-ups of the
// server, beyond the same twenty chats once their agents are asleep; and that they do fall asleep.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { attachWithAgent } from './agent-peer.mjs';
import { printFigure } from './figures.mjs';
import { processorSeconds, wakeUps } from './processor-time.mjs';

const CHATS = 20;
const SECONDS = 30;
/** Longer than the wait and the measurement while they run. */
const SLEEP = 'agent_idle_minutes = 2';
/** By then everything is saved, hot code is compiled, and memory that was only used for a while is given back. */
const SETTLED_MS = 45_000;

/** Agents that run, by the records of their processes. */
const countAgents = (peer) =>
  readdirSync(join(peer.home, 'data', 'default', 'children')).filter((name) => name.endsWith('.json')).length;

async function measureRest(pid) {
  const before = { wakeUps: wakeUps(pid), seconds: processorSeconds([pid]) };
  await pause(SECONDS * 1_000);
  return {
    percent: ((processorSeconds([pid]) - before.seconds) * 100) / SECONDS,
    wakeUps: wakeUps(pid) - before.wakeUps,
  };
}

export async function run() {
  const { peer, terminal } = await attachWithAgent(SLEEP);
  for (let at = 1; at < CHATS; at++) await peer.callAsync('new', '-d', `rest-${at}`);
  await Promise.all(
    Array.from({ length: CHATS }, (_, at) => peer.callAsync('send', `${at + 1}`, 'mark', '--wait')),
  );
  await pause(SETTLED_MS);
  const pid = peer.serverPid();
  const awake = await measureRest(pid);
  const agents = countAgents(peer);
  if (agents !== CHATS) throw new Error(`${agents} agents run, not ${CHATS}`);
  while (countAgents(peer) > 0) await pause(500);
  await pause(SETTLED_MS);
  const asleep = await measureRest(pid);
  await terminal.stop();
  peer.remove();
  printFigure('20 agents at rest, processor', '% of a core', [awake.percent], { target: 0.1 });
  printFigure(`20 agents at rest, wake-ups in ${SECONDS} s`, 'wake-ups', [awake.wakeUps], { target: 0 });
  printFigure(`20 agents asleep, wake-ups in ${SECONDS} s`, 'wake-ups', [asleep.wakeUps], { target: 0 });
}
