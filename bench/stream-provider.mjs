// A model's server in a process of its own, for streams.mjs: OpenAI's streaming format, one short piece every
// 33 ms on each connection, until the client leaves. Prints its port.

import { createServer } from 'node:http';

const PIECE_MS = 33;

const chunk = (content) =>
  `data: ${JSON.stringify({ id: 'b', object: 'chat.completion.chunk', created: 0, model: 'b', choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`;

const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let sent = 0;
  const timer = setInterval(() => {
    sent++;
    // A line of nine words, as in prose; a paragraph of five lines.
    response.write(chunk(sent % 45 === 0 ? 'end.\n\n' : sent % 9 === 0 ? `word${sent}\n` : `word${sent} `));
  }, PIECE_MS);
  response.on('close', () => clearInterval(timer));
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
