// A model's server in a process of its own, for turns.mjs: each answer is one line without a break, in pieces
// of 1 KB as fast as they are read; to `short`, and to a long question, it is a single piece. Argument: bytes.
// Prints its port.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

const BYTES = Number(process.argv[2]);
const PIECE = 'the quick brown fox jumps over the lazy dog '.repeat(24).slice(0, 1_000);

const chunk = (delta, finish) =>
  `data: ${JSON.stringify({ id: 'b', object: 'chat.completion.chunk', created: 0, model: 'b', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

const server = createServer(async (request, response) => {
  const { messages } = await json(request);
  const { content } = messages.at(-1);
  const bytes = content === 'short' || content.length > 1_000 ? PIECE.length : BYTES;
  const left = once(response, 'close');
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let sent = 0; sent < bytes && !response.destroyed; sent += PIECE.length)
    if (!response.write(chunk({ content: PIECE }, null)))
      await Promise.race([new Promise((resolve) => response.once('drain', resolve)), left]);
  response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
