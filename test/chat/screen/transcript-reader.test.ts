import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { LiveRegion } from '../../../src/chat/screen/chat-screen.js';
import { ConversationView } from '../../../src/chat/screen/render.js';
import type { TranscriptRecord } from '../../../src/chat/transcript-record.js';
import { TranscriptReader } from '../../../src/chat/screen/transcript-reader.js';
import { applyRecord, reduceTranscript } from '../../../src/chat/transcript-reducer.js';

const live: LiveRegion = { lines: ['> '], fixed: 1, caret: { row: 0, col: 2 } };

const turn = (id: string, answer: string, finish = true): TranscriptRecord[] => [
  { type: 'question', id, parent: null, text: `question ${id} 漢字`, at: 0 },
  { type: 'begin', id, model: 'openai/x', at: 0 },
  { type: 'piece', id, text: answer },
  ...(finish ? [{ type: 'finish', id, finish: 'stop', at: 0 } as const] : []),
];

const note = (text: string): TranscriptRecord => ({ type: 'note', text, level: 'info', at: 0 });

const everyLine = (reader: TranscriptReader): string[] => {
  while (reader.makeOlder());
  return Array.from(
    { length: reader.liveRow - reader.firstRow },
    (_, at) => reader.line(reader.firstRow + at) ?? '',
  );
};

/** One turn, to its end. */
const WHOLE = { items: 1, answerLength: Infinity, parts: 0, isEnded: true };

describe('who reads a transcript back', () => {
  const answer = fc
    .array(
      fc.constantFrom(
        'a paragraph of some words. ',
        '\n\n',
        '- item\n',
        '```sh\nls\n```\n',
        '漢字 👩‍💻 ',
        '> quoted\n',
      ),
      {
        maxLength: 30,
      },
    )
    .map((parts) => parts.join(''));
  const item = fc.oneof(
    { weight: 3, arbitrary: answer.map((text) => (id: string) => turn(id, text)) },
    fc.constantFrom(() => [note('a note that is rather long for a narrow pane')]),
    fc.constantFrom((): TranscriptRecord[] => [{ type: 'seen', at: 0 }]),
  );

  it('gets each line once, as in one go, whatever the screen had, and what is added later', () => {
    fc.assert(
      fc.property(
        fc.array(item, { minLength: 1, maxLength: 12 }),
        answer,
        fc.integer({ min: 20, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        (items, last, cols, most) => {
          const records = [...items.flatMap((make, at) => make(`t${at}`)), ...turn('last', last, false)];
          const conversation = reduceTranscript(records);
          const leftOff = conversation.seen.items > 0 ? conversation.seen : undefined;
          const view = new ConversationView(conversation, { cols, leftOff });
          const written = view.restart(most);
          const reader = new TranscriptReader({
            conversation,
            look: { cols, leftOff },
            rows: 10,
            air: 0,
            written,
            shown: view.shown,
            live,
          });
          reader.makeOlder();
          for (const record of [
            { type: 'piece', id: 'last', text: 'more\n\nand more\n\n' },
            { type: 'finish', id: 'last', finish: 'stop', at: 0 },
            ...turn('new', 'new answer\n\n'),
          ] as TranscriptRecord[]) {
            applyRecord(conversation, record);
            reader.add(view.advance(), live);
          }
          expect(everyLine(reader)).toEqual(
            new ConversationView(conversation, { cols, leftOff }).restart(Infinity),
          );
          const questions = conversation.turns.length;
          expect(reader.turnRows).toHaveLength(questions);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('gets a long answer in many pieces', () => {
    const conversation = reduceTranscript(turn('a', 'words and more words\n\n'.repeat(5000)));
    const reader = new TranscriptReader({
      conversation,
      look: { cols: 40 },
      rows: 10,
      air: 0,
      written: [],
      shown: WHOLE,
      live,
    });
    let pieces = 0;
    while (reader.makeOlder()) pieces++;
    expect(pieces).toBeGreaterThan(10);
    expect(reader.liveRow - reader.firstRow).toBeGreaterThan(9_999);
    expect(reader.turnRows).toEqual([reader.firstRow]);
  });

  it('numbers lines from the place where it began, and the live region behind them', () => {
    const conversation = reduceTranscript(turn('a', 'answer\n\n'));
    const written = new ConversationView(conversation, { cols: 40 }).restart(3);
    const reader = new TranscriptReader({
      conversation,
      look: { cols: 40 },
      rows: 10,
      air: 0,
      written,
      shown: WHOLE,
      live,
    });
    expect([reader.firstRow, reader.liveRow, reader.endRow]).toEqual([-3, 0, 1]);
    expect(reader.line(0)).toBe('> ');
    reader.add(['new'], live);
    expect([reader.line(0), reader.line(1), reader.caret]).toEqual(['new', '> ', { row: 1, col: 2 }]);
  });
});
