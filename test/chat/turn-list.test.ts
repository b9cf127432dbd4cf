// What lists say of a conversation.

import { describe, expect, it } from 'vitest';
import type { TranscriptRecord } from '../../src/chat/transcript-record.js';
import { reduceTranscript } from '../../src/chat/transcript-reducer.js';
import { findLastLine } from '../../src/chat/turn-list.js';

const answered = (text: string): string | undefined => {
  const records: TranscriptRecord[] = [
    { type: 'question', id: 'q', parent: null, text: '?', at: 1 },
    { type: 'begin', id: 'q', model: 'x/y', at: 1 },
    { type: 'piece', id: 'q', text, at: 1 },
  ];
  return findLastLine(reduceTranscript(records));
};

describe('the last line of an answer', () => {
  it.each([
    ['one\ntwo', 'two'],
    ['one\ntwo\n\n', 'two'],
    ['see\n```js\nconst a = 1;\n```\n', 'const a = 1;'],
    ['end\n\n---\n', 'end'],
    ['Heading\n=======', 'Heading'],
    ['is it so\n?', '?'],
    ['二つ目 😀  \n  ', '二つ目 😀'],
    ['😀', '😀'],
    ['', undefined],
    ['```\n```', undefined],
  ])('of %j is %j', (text, line) => {
    expect(answered(text)).toBe(line);
  });
});
