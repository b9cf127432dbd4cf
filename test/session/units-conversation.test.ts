// What an agent keeps by itself, drawn as a conversation of ours.

import { expect, it } from 'vitest';

import { renderConversation } from '../../src/chat/screen/render.js';
import { finishNow } from '../../src/loop/in-turns.js';
import { conversationOf } from '../../src/session/reading/units-conversation.js';
import { plainLine } from '../../src/text/line-marks.js';

it('has its questions, answers, reasoning and tools, each in its turn', () => {
  const conversation = finishNow(
    conversationOf(
      [
        { turnId: 'a', turn: 1, at: 1, parts: [{ part: 'question', text: 'why 魚?' }] },
        {
          turnId: 'a-2',
          turn: 1,
          at: 2,
          parts: [
            { part: 'thought', text: 'hm' },
            { part: 'tool', text: 'ls\none.txt' },
            { part: 'answer', text: 'so' },
          ],
        },
        {
          turn: 2,
          at: 3,
          parts: [
            { part: 'question', text: 'and?' },
            { part: 'answer', text: '- **no**' },
          ],
        },
      ],
      { agent: 'codex' },
    ),
  );
  expect(conversation.turns.map(({ id, parent, finish }) => [id, parent, finish])).toEqual([
    ['a', null, 'stop'],
    ['unit-2', 'a', 'stop'],
  ]);
  const lines = renderConversation(conversation, 40).map(plainLine);
  expect(lines.filter((line) => line !== '')).toEqual([
    '▎ why 魚?',
    'codex',
    'thought for 1 s',
    '● ls',
    '  one.txt',
    'so',
    '▎ and?',
    '• no',
  ]);
});
