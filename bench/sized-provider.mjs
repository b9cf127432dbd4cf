// A model's server in a process of its own, for large-inputs.mjs: to a question with `answer N` in it, N
// megabytes of Markdown as fast as they are read; to any other, one short piece. Prints its port.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

const paragraphs = (at) =>
  `Paragraph ${at} says **what** the \`code\` below does, and why.\n\n` +
  'The quick brown fox jumps over the lazy dog, and then it rests. '.repeat(8) +
  `\n\n- first ${at}\n- second, with *emphasis*\n\n\`\`\`ts\n${`const value${at} = compute(${at}) + 1;\n`.repeat(8)}\`\`\`\n\n`;

const chunk = (delta, finish) =>
  `data: ${JSON.stringify({ id: 'b', object: 'chat.completion.chunk', created: 0, model: 'b', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

const server = createServer(async (request, response) => {
  const { messages } = await json(request);
  const { content } = messages.findLast(({ role }) => role === 'user');
  const text = typeof content === 'string' ? content : content.map((part) => part.text ?? '').join(' ');
  const [, megabytes = '0'] = /\banswer (\d+)\b/.exec(text.slice(0, 1_000)) ?? [];
  const bytes = Number(megabytes) * 1_000_000;
  const left = once(response, 'close');
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let sent = 0, at = 0; sent < bytes && !response.destroyed; at++) {
    const piece = paragraphs(at);
    sent += piece.length;
    if (!response.write(chunk({ content: piece }, null)))
      await Promise.race([new Promise((resolve) => response.once('drain', resolve)), left]);
  }
  response.write(chunk({ content: 'the last words' }, null));
  response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
