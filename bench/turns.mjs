// The longest turn of the server's event loop while it shows, streams and captures long content, and while a
// client of 1,000 x 1,000 attaches, with the time to its first frame. The server is the built one, in a
// process of its own; each figure is the longest of a span, one sample per round, with the idle server's
// beside them. The figure excludes the time in which the server waited for a core (loop-probe.mjs says what
// that can and cannot see), `late` includes it, `busy` the most that one turn used a core itself.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { loadSources } from '../scripts/load-sources.mjs';
import { median, printFigure } from './figures.mjs';
import { appendAnswer, appendConversation, beginTranscript, transcriptFile } from './long-transcript.mjs';
import { WatchedPeer } from './turn-watch.mjs';

const [{ createHello }, { connectTo }, { resolvePaths }, { encodeMessage, FrameDecoder }, { FRAME_BYTES }] =
  await loadSources([
    'client/hello.ts',
    'client/trusted-socket.ts',
    'paths/paths.ts',
    'protocol/framing.ts',
    'protocol/messages.ts',
  ]);

const ROUNDS = Number(process.env.QMUX_BENCH_ROUNDS ?? 3);
const LINE_BYTES = 20_000_000;
const QUESTION = 'line of it 漢字\n'.repeat(280_000);
const IDLE_MS = 2_000;
const MOST_MS = 10;
const LARGE = { rows: 1_000, cols: 1_000, colours: 'truecolor' };
const FIRST_FRAME_MS = 150;

/** Names of chats, and their last lines, without a cell in common: only what differs is drawn. */
const CHATS = {
  five: { end: 'zzzzzzzz', fill: (file, end) => appendConversation(file, 5, end) },
  unseen: { end: 'yyyyyyyy', fill: (file, end) => appendConversation(file, 5, end) },
  fifty: { end: 'xxxxxxxx', fill: (file, end) => appendConversation(file, 50, end) },
  answer: { end: 'qqqqqqqq', fill: (file, end) => appendAnswer(file, 6.4, end) },
};

export async function run() {
  const script = fileURLToPath(new URL('long-line-provider.mjs', import.meta.url));
  const provider = spawn(process.execPath, [script, `${LINE_BYTES}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = await once(provider.stdout, 'data');
  const turns = new Map();
  const firstFrames = [];
  try {
    for (let round = 0; round < ROUNDS; round++) await measureRound(String(port).trim(), turns, firstFrames);
  } finally {
    provider.kill();
  }
  for (const [name, samples] of turns) {
    const held = samples.map(({ heldMs }) => heldMs);
    printFigure(`longest turn: ${name}`, 'ms', held, {
      busy: Math.round(Math.max(...samples.map(({ mostBusyMs }) => mostBusyMs)) * 10) / 10,
      late: Math.round(Math.max(...samples.map(({ lateMs }) => lateMs)) * 10) / 10,
      target: MOST_MS,
      met: Math.max(...held) <= MOST_MS,
    });
  }
  printFigure('first frame of 1,000 x 1,000', 'ms', firstFrames, {
    target: FIRST_FRAME_MS,
    met: median(firstFrames) <= FIRST_FRAME_MS,
  });
}

async function measureRound(port, turns, firstFrames) {
  const peer = new WatchedPeer({
    OPENAI_API_KEY: 'sk-bench',
    OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
    QMUX_MODEL: 'openai/bench',
  });
  const watch = async (name, work) => {
    const longest = await peer.longestTurn(work);
    if (process.env.QMUX_BENCH_VERBOSE) console.error(name, longest);
    turns.set(name, [...(turns.get(name) ?? []), longest]);
  };
  try {
    await fillChats(peer);
    const terminal = peer.attach();
    await terminal.waitFor('chat-1');
    const show = async (name) => {
      const shown = terminal.waitFor(CHATS[name].end, { fresh: true, timeoutMs: 60_000 });
      await peer.callAsync('switch', name);
      await shown;
    };
    await pause(IDLE_MS);
    await watch('idle', () => pause(IDLE_MS));
    await watch('a chat of 5 MB is shown', () => show('five'));
    await watch('a chat of 50 MB is shown', () => show('fifty'));
    await watch('a chat with an answer of 6.4 MB is shown', () => show('answer'));
    await watch('capture of all of a chat of 5 MB that was shown', () => capture(peer, 'five'));
    await watch('capture of all of a chat of 5 MB that was not', () => capture(peer, 'unseen'));
    await show('five');
    await watch('a client of 1,000 x 1,000 attaches', async () => firstFrames.push(await attachLarge(peer)));
    peer.call('new', 'line');
    await watch('the first question to a model', () => peer.callAsync('send', 'line', 'short', '--wait'));
    peer.call('new', 'long');
    await watch('5 MB are pasted into a prompt', () => pasteQuestion(terminal));
    await watch('a question of 5 MB is asked', () => askPasted(peer, terminal));
    peer.call('switch', 'line');
    await watch('a line of 20 MB streams into a shown chat', () => streamLine(peer));
    await terminal.stop();
  } finally {
    peer.remove();
  }
}

/** Ends the server again: a new server reads a chat when it is first shown. */
async function fillChats(peer) {
  const terminal = peer.attach();
  await terminal.waitFor('chat-1');
  for (const name of Object.keys(CHATS)) peer.call('new', '-d', name);
  const chats = sessions(peer);
  await terminal.stop();
  peer.end();
  for (const [name, { end, fill }] of Object.entries(CHATS)) {
    const file = beginTranscript(
      peer.home,
      chats.find((chat) => chat.name === name),
    );
    fill(file, end);
  }
}

const sessions = (peer) => JSON.parse(peer.call('ls', '--json'));

/** Not into this process, which measures. */
async function capture(peer, name) {
  const words = [peer.entry, 'capture', name, '--lines', '1000000'];
  const child = spawn(process.execPath, words, { env: peer.env, cwd: peer.home, stdio: 'ignore' });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`capture ended with ${code}`);
}

async function pasteQuestion(terminal) {
  const shown = terminal.waitFor('[pasted #1', { fresh: true, timeoutMs: 60_000 });
  terminal.type(`\x1b[200~${QUESTION}\x1b[201~`);
  await shown;
}

/** Until it is drawn, and its answer below it. */
async function askPasted(peer, terminal) {
  const { id } = sessions(peer).find(({ name }) => name === 'long');
  const shown = terminal.waitFor('quick brown fox', { fresh: true, timeoutMs: 60_000 });
  terminal.type('\r');
  await shown;
  while (!endsAnswered(transcriptFile(peer.home, id))) await pause(50);
}

async function streamLine(peer) {
  const { id } = sessions(peer).find(({ name }) => name === 'line');
  const file = transcriptFile(peer.home, id);
  await peer.callAsync('send', 'line', 'go');
  while (endsAnswered(file)) await pause(1);
  while (!endsAnswered(file)) await pause(50);
}

function endsAnswered(file) {
  const descriptor = openSync(file, 'r');
  try {
    const text = Buffer.alloc(200);
    const { size } = fstatSync(descriptor);
    readSync(descriptor, text, 0, text.length, Math.max(0, size - text.length));
    return text.toString('utf8').includes('"type":"finish"');
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Milliseconds from the connection to the whole of a first frame, without a client's start; the client stays
 * for a second.
 */
async function attachLarge(peer) {
  const startedAt = performance.now();
  const { socket, token } = await connectTo(resolvePaths(peer.env, { serverName: 'default' }));
  const hello = {
    token,
    role: 'attach',
    cwd: peer.home,
    terminal: LARGE,
    env: peer.env,
    sendsEnvironment: true,
  };
  socket.write(encodeMessage(createHello(hello)));
  const decoder = new FrameDecoder();
  let bytes = 0;
  const took = await new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('no frame within 20 s')), 20_000).unref();
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server left')));
    socket.on('data', (data) => {
      for (const { kind, payload } of decoder.push(data)) {
        if (kind !== FRAME_BYTES) continue;
        bytes += payload.length;
        // Before it come the terminal's modes and the queries to it.
        if (Buffer.from(payload).includes('five')) resolve(performance.now() - startedAt);
      }
    });
  });
  if (process.env.QMUX_BENCH_VERBOSE) console.error(`first frame: ${bytes} bytes`);
  await pause(1_000);
  socket.destroy();
  return took;
}
