import { describe, expect, it } from 'vitest';

import { recordsOfKept } from '../../../src/chat/branches/kept-turns.js';
import { applyRecord, reduceTranscript } from '../../../src/chat/transcript-reducer.js';
import type { TranscriptRecord } from '../../../src/chat/transcript-record.js';

const turn = (id: string, parent: string | null, text: string): TranscriptRecord[] => [
  { type: 'question', id, parent, text, at: 1 },
  { type: 'begin', id, model: 'm/x', at: 2 },
  { type: 'thought', turn: id, text: 'hm', at: 3 },
  { type: 'piece', id, text: `answer to ${text}` },
  { type: 'usage', turn: id, usage: { inputTokens: 5, outputTokens: 7 }, at: 4 },
  { type: 'finish', id, finish: 'stop', at: 5 },
];
let count = 0;
const stamps = { newId: () => `new-${++count}`, now: () => 9 };

describe('turns of another chat', () => {
  const other = reduceTranscript([
    ...turn('a', null, 'before'),
    ...turn('b', 'a', 'why'),
    ...turn('c', 'b', 'more'),
  ]);

  it('follow under ids of their own, without what they cost, and end with their source', () => {
    const own = reduceTranscript(turn('a', null, 'mine'));
    const { records, last } = recordsOfKept(
      { turns: other.turns.slice(1), parent: 'a', head: 'a', source: 'of #2', isCopy: true },
      stamps,
    );
    for (const record of records) applyRecord(own, record);
    const questions = records.filter(({ type }) => type === 'question');
    expect(questions).toMatchObject([{ copied: true }, { copied: true }]);
    expect(own.turns.map(({ question, answer }) => [question, answer])).toEqual([
      ['mine', 'answer to mine'],
      ['why', 'answer to why'],
      ['more', 'answer to more'],
    ]);
    expect(own.turns.at(-1)?.id).toBe(last);
    expect(new Set(own.turns.map(({ id }) => id)).size).toBe(3);
    expect(own.turns.map(({ usage }) => usage !== undefined)).toEqual([true, false, false]);
    expect(own.turns[1]?.parts.length).toBe(other.turns[1]?.parts.length);
    expect(own.items.at(-1)).toMatchObject({ type: 'note', note: { text: 'of #2' } });
    // The end that it had before brings everything back.
    applyRecord(own, { type: 'head', turn: 'a' });
    expect(own.items.map(({ type }) => type)).toEqual(['turn']);
  });

  it('stand beside a turn of the same question', () => {
    const own = reduceTranscript([...turn('x', null, 'first'), ...turn('y', 'x', 'why')]);
    const { records } = recordsOfKept(
      { turns: other.turns.slice(1, 2), parent: 'x', head: 'y', source: 's', isCopy: false },
      stamps,
    );
    for (const record of records) applyRecord(own, record);
    expect(own.turns.map(({ question }) => question)).toEqual(['first', 'why']);
    expect(own.tree.nodes).toHaveLength(3);
  });
});
