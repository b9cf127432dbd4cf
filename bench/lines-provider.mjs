// A model's server in a process of its own, for shown-chats.mjs: each answer is a number of short lines, at
// once. Argument: lines. Prints its port.

import { createServer } from 'node:http';

const lines = Number(process.argv[2]);

const chunk = (delta, finish) =>
  `data: ${JSON.stringify({ id: 'b', object: 'chat.completion.chunk', created: 0, model: 'b', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let at = 0; at < lines / 2; at++)
    response.write(chunk({ content: `line ${at} of an answer\n\n` }, null));
  response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
