// What is copied from a chat in copy mode: the text, never the air, bars, times and languages around it.

import { afterEach, describe, expect, it } from 'vitest';

import { airFor, withAir } from '../../../src/chat/screen/chat-air.js';
import { renderConversation } from '../../../src/chat/screen/render.js';
import type { TranscriptRecord } from '../../../src/chat/transcript-record.js';
import { reduceTranscript } from '../../../src/chat/transcript-reducer.js';
import { lineAt } from '../../../src/copy-mode/lines.js';
import { selectedText, type SelectionKind } from '../../../src/copy-mode/selection.js';
import { installGlyphs } from '../../../src/text/glyphs.js';
import { rowsOfLines } from './rows-of-lines.js';

const ANSWER = [
  'one two 漢字 three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen',
  '',
  '```ts',
  'let value = "漢字";',
  '  indented(value);',
  '```',
  '',
  '> quoted words',
  '',
  '- an item',
  '',
  '  ```',
  '  in an item',
  '  ```',
].join('\n');
const RECORDS: TranscriptRecord[] = [
  { type: 'question', id: 'q', parent: null, text: 'why 漢字?\n\nsecond line', at: 0 },
  { type: 'begin', id: 'q', model: 'openai/x', at: 0 },
  { type: 'piece', id: 'q', text: ANSWER },
  { type: 'finish', id: 'q', finish: 'stop', at: 0 },
];

function copied(cols: number, kind: SelectionKind, from = 0): string[] {
  const air = airFor(cols);
  const lines = renderConversation(reduceTranscript(RECORDS), cols - 2 * air).map((line) =>
    withAir(line, air),
  );
  const rows = rowsOfLines(lines, cols);
  const end = { row: lines.length - 1, col: cols };
  const text = selectedText(rows, { kind, start: { row: 0, col: from }, end });
  // Motions and searches see the same text.
  const first = lineAt(rows, 0).text;
  rows.dispose();
  expect(first).toBe('why 漢字?');
  return text.split('\n');
}

afterEach(() => installGlyphs('drawn'));

describe.each(['drawn', 'plain'] as const)('text copied from a chat, %s', (glyphs) => {
  it.each([40, 49, 50, 80, 120])('is the text alone in %i columns', (cols) => {
    installGlyphs(glyphs);
    const lines = copied(cols, 'character').filter((line) => line.trim() !== '');
    expect(lines).toEqual([
      'why 漢字?',
      'second line',
      'openai/x',
      ANSWER.split('\n')[0],
      'let value = "漢字";',
      '  indented(value);',
      'quoted words',
      glyphs === 'plain' ? '- an item' : '• an item',
      'in an item',
    ]);
  });

  it('is the same in a block from the first column on', () => {
    installGlyphs(glyphs);
    const lines = copied(120, 'block').filter((line) => line.trim() !== '');
    expect(lines.slice(0, 3)).toEqual(['why 漢字?', 'second line', 'openai/x']);
    expect(lines.join('\n')).not.toMatch(/[▎▌│]|\bts\b|\d\d:\d\d/);
  });
});

describe('air', () => {
  it('takes no column of a pane under 50', () => {
    expect([10, 40, 49, 50, 200].map(airFor)).toEqual([0, 0, 0, 1, 1]);
  });
});
