// A model's server in a process of its own, in OpenAI's streaming format, until the client leaves. Prints its
// port. Without arguments: one short piece every 33 ms, for streams.mjs. `markdown`: 90 pieces a second of one
// answer of 50 KB, for answers.mjs.

import { createServer } from 'node:http';

import { markdownAnswer } from './markdown-answer.mjs';

const PIECE_MS = 33;
const PIECES_A_SECOND = 90;

const chunk = (delta, finish_reason = null) =>
  `data: ${JSON.stringify({ id: 'b', object: 'chat.completion.chunk', created: 0, model: 'b', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;

/** A line of nine words, as in prose; a paragraph of five lines. */
const proseAt = (sent) => (sent % 45 === 0 ? 'end.\n\n' : sent % 9 === 0 ? `word${sent}\n` : `word${sent} `);

function streamProse(response) {
  let sent = 0;
  const timer = setInterval(() => response.write(chunk({ content: proseAt(++sent) })), PIECE_MS);
  response.on('close', () => clearInterval(timer));
}

function streamMarkdown(response) {
  const pieces = markdownAnswer();
  const beganAt = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - beganAt) / 1000) * PIECES_A_SECOND);
    while (sent < due && sent < pieces.length) response.write(chunk({ content: pieces[sent++] }));
    if (sent < pieces.length) return;
    clearInterval(timer);
    response.end(`${chunk({}, 'stop')}data: [DONE]\n\n`);
  }, 11);
  response.on('close', () => clearInterval(timer));
}

const stream = process.argv[2] === 'markdown' ? streamMarkdown : streamProse;
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  stream(response);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
