// Answers of 50 KB rendered in pieces, as a chat does while it streams: with their code highlighted and, in
// between in the same loop, with its language unknown. Once as models write, once almost all code.

import { loadSources } from '../scripts/load-sources.mjs';
import { printFigure } from './figures.mjs';
import { markdownAnswer } from './markdown-answer.mjs';

const ROUNDS = Number(process.env.QMUX_BENCH_ROUNDS ?? 9);
const COLS = 100;
/** Characters of a piece, about what comes within a frame. */
const PIECE_CHARACTERS = 24;

function codeAnswer() {
  const lines = markdownAnswer()
    .join('')
    .match(/^(?:export function|  return|\}).*$/gm);
  const blocks = [];
  for (let length = 0, at = 0; length < 50 * 1024; at++) {
    const code = Array.from({ length: 60 }, (_, line) => lines[(at * 60 + line) % lines.length]).join('\n');
    blocks.push(`Some words before part ${at}.\n\n\`\`\`ts\n${code}\n\`\`\`\n\n`);
    length += blocks.at(-1).length;
  }
  return blocks.join('').match(new RegExp(`[^]{1,${PIECE_CHARACTERS}}`, 'g'));
}

export async function run() {
  const [{ MarkdownStream }, { CHAT_STYLE }] = await loadSources([
    'chat/markdown/markdown-stream.ts',
    'chat/chat-style.ts',
  ]);
  const render = (pieces) => {
    const beganAt = process.cpuUsage();
    const stream = new MarkdownStream({ cols: COLS, style: CHAT_STYLE });
    for (const piece of pieces) {
      stream.append(piece);
      stream.tail();
    }
    stream.end();
    const { user, system } = process.cpuUsage(beganAt);
    return (user + system) / 1000;
  };
  const answers = { 'as models write': markdownAnswer(), 'almost all code': codeAnswer() };
  for (const [name, pieces] of Object.entries(answers)) {
    const plain = pieces
      .join('')
      .replaceAll('```ts', '```unknown')
      .match(new RegExp(`[^]{1,${PIECE_CHARACTERS}}`, 'g'));
    const figures = { highlighted: [], plain: [] };
    render(pieces);
    render(plain);
    for (let round = 0; round < ROUNDS; round++) {
      figures.highlighted.push(render(pieces));
      figures.plain.push(render(plain));
    }
    for (const [how, values] of Object.entries(figures))
      printFigure(`50 KB ${name}, ${how}`, 'ms of CPU', values);
  }
}
