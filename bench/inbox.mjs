// The inbox with 200 open questions: from its key to its complete frame, timed in a terminal on a PTY, client
// and wire included. And the longest turn of the server's event loop while a question with a change of 500 KB
// is shown in it. The questions are those of scripted agents, processes of their own.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { median, printFigure } from './figures.mjs';
import { WatchedPeer } from './turn-watch.mjs';

const CHATS = 4;
const QUESTIONS_PER_CHAT = 50;
const OPENINGS = 40;
const OPEN_MS = 16;
const LARGE_KB = 500;
const LARGE_ROUNDS = 5;
const MOST_TURN_MS = 10;
const INBOX = '\u0011i';
const ESCAPE = '\x1b';
/** The last thing in a frame of the inbox. */
const FOOTER = 'Esc closes';

const AGENT = fileURLToPath(new URL('../fixtures/programs/fake-acp-agent.mjs', import.meta.url));

function startPeer() {
  const peer = new WatchedPeer();
  const sessions = JSON.stringify(join(peer.home, 'sessions'));
  writeFileSync(
    join(peer.home, 'config.toml'),
    `[agents.fake]\ncommand = ${JSON.stringify(process.execPath)}\nargs = [${JSON.stringify(AGENT)}]\n` +
      `mode = "ask"\nenv = { FAKE_AGENT_SESSIONS = ${sessions} }\n`,
  );
  return peer;
}

const countAsked = (peer) => JSON.parse(peer.call('inbox', '--json')).length;

/** A terminal on an empty chat, with these prompts asked in the background. */
async function startAsking(peer, prompts, count) {
  const terminal = peer.attach();
  await terminal.waitFor('chat-1');
  for (const [at, prompt] of prompts.entries()) {
    await peer.callAsync('new', `asker-${at}`, '--agent', 'fake', '-d');
    await peer.callAsync('send', `asker-${at}`, prompt);
  }
  while (countAsked(peer) < count) await pause(200);
  await pause(1_000);
  return terminal;
}

async function openAndClose(terminal) {
  const drawn = terminal.waitFor(FOOTER, { fresh: true });
  const typedAt = performance.now();
  terminal.type(INBOX);
  const tookMs = (await drawn) - typedAt;
  await pause(50);
  const gone = terminal.waitFor('chat-1', { fresh: true });
  terminal.type(ESCAPE);
  await gone;
  // Out of step with the frame clock.
  await pause(20 + (Math.round(typedAt) % 7));
  return tookMs;
}

async function measureOpening() {
  const peer = startPeer();
  const prompts = Array.from({ length: CHATS }, () => `[[shells ${QUESTIONS_PER_CHAT}]]`);
  const terminal = await startAsking(peer, prompts, CHATS * QUESTIONS_PER_CHAT);
  const samples = [];
  for (let at = 0; at < OPENINGS; at++) samples.push(await openAndClose(terminal));
  await terminal.stop();
  peer.remove();
  printFigure(`inbox to complete frame, ${CHATS * QUESTIONS_PER_CHAT} questions`, 'ms', samples, {
    target: OPEN_MS,
    met: median(samples) <= OPEN_MS,
  });
}

async function measureLarge() {
  const peer = startPeer();
  const terminal = await startAsking(peer, [`[[bigedit ${LARGE_KB}]]`], 1);
  const turns = [];
  for (let round = 0; round < LARGE_ROUNDS; round++) {
    const turn = await peer.longestTurn(async () => {
      const drawn = terminal.waitFor('PageDown', { fresh: true });
      terminal.type(INBOX);
      await drawn;
    });
    turns.push(turn);
    const gone = terminal.waitFor('chat-1', { fresh: true });
    terminal.type(ESCAPE);
    await gone;
  }
  await terminal.stop();
  peer.remove();
  const held = turns.map(({ heldMs }) => heldMs);
  printFigure(`longest turn: inbox with a change of ${LARGE_KB} KB`, 'ms', held, {
    busy: Math.round(Math.max(...turns.map(({ mostBusyMs }) => mostBusyMs)) * 10) / 10,
    target: MOST_TURN_MS,
    met: Math.max(...held) <= MOST_TURN_MS,
  });
}

export async function run() {
  await measureOpening();
  await measureLarge();
}
