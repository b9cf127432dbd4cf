// Memory per idle chat that nobody watches: the server's resident memory with many of them over few, each
// with one answered turn.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

import { printFigure } from './figures.mjs';
import { QmuxPeer } from './peers.mjs';

const CHATS = 200;
const WARM_UP = 20;

/** A model that answers at once. */
function startModel() {
  const chunk = (delta, finish) =>
    `data: ${JSON.stringify({ id: 'b', object: 'chat.completion.chunk', created: 0, model: 'b', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(
      `${chunk({ content: 'A short answer.\n'.repeat(10) }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`,
    );
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const residentMb = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

export async function run() {
  const model = await startModel();
  const peer = new QmuxPeer({
    OPENAI_API_KEY: 'sk-bench',
    OPENAI_BASE_URL: `http://127.0.0.1:${model.address().port}/v1`,
    QMUX_MODEL: 'openai/bench',
  });
  const make = async (from, to) => {
    for (let at = from; at < to; at++) {
      await peer.callAsync('new', '-d', `idle-${at}`);
      await peer.callAsync('send', `idle-${at}`, 'a question', '--wait');
    }
  };
  await make(0, WARM_UP);
  const before = residentMb(peer.serverPid());
  await make(WARM_UP, WARM_UP + CHATS);
  const after = residentMb(peer.serverPid());
  printFigure('server with 20 idle chats', 'MB', [before]);
  const each = (after - before) / CHATS;
  printFigure('memory per hidden idle chat', 'MB', [each], { target: 0.3, met: each <= 0.3 });
  peer.remove();
  model.close();
}
