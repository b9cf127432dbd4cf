// Which turns of an agent's session were made elsewhere: whatever the agent has dropped, joined or repeated.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ReplayedTurn } from '../../src/chat/agents/replayed-turns.js';
import { findFetched, recordsOfFetched } from '../../src/chat/fetched-turns.js';
import { reducing } from '../../src/chat/transcript-reducer.js';
import { finishNow } from '../../src/loop/in-turns.js';

const turn = (...asked: string[]): ReplayedTurn => ({
  asked,
  events: [{ type: 'text', text: `answer to ${asked.join()}` }],
});
const questions = (turns: readonly ReplayedTurn[]): string[] => turns.map(({ asked }) => asked.join('+'));

describe('the turns made elsewhere', () => {
  it('are those after our last question', () => {
    const replay = ['a', 'b', 'c', 'd'].map((text) => turn(text));
    expect(questions(findFetched(replay, ['a', 'b'], 2))).toEqual(['c', 'd']);
    expect(findFetched(replay, ['a', 'b', 'c', 'd'], 4)).toEqual([]);
  });

  it('may repeat our words', () => {
    const replay = ['go on', 'go on', 'go on', 'go on'].map((text) => turn(text));
    expect(findFetched(replay, ['go on', 'go on'], 2)).toHaveLength(2);
    expect(findFetched(replay, ['go on'], 1)).toHaveLength(3);
    expect(findFetched(replay, ['go on', 'go on', 'go on', 'go on'], 4)).toHaveLength(0);
  });

  it('are found though prompts began with other words', () => {
    const replay = [turn('Be brief.', 'a'), turn('quoted words\nb'), turn('c')];
    expect(questions(findFetched(replay, ['a', 'b'], 2))).toEqual(['c']);
  });

  it('are found though the agent has dropped some of ours, or never had them', () => {
    expect(questions(findFetched([turn('a'), turn('c'), turn('d')], ['a', 'b', 'c'], 3))).toEqual(['d']);
    expect(questions(findFetched([turn('a'), turn('d')], ['a', 'b', 'c'], 3))).toEqual(['d']);
    expect(questions(findFetched([turn('earlier'), turn('a'), turn('d')], ['a'], 1))).toEqual(['d']);
  });

  it('may follow a question of ours that has no answer', () => {
    expect(questions(findFetched([turn('a'), turn('b', 'c')], ['a', 'b'], 2))).toEqual(['c']);
  });

  it('are counted where no words are known', () => {
    expect(questions(findFetched([turn('x'), turn('y'), turn('z')], ['a', 'b'], 2))).toEqual(['z']);
    expect(questions(findFetched([turn('x'), turn('y')], [], 0))).toEqual(['x', 'y']);
  });

  it('are all of them, and none of ours, for any words', () => {
    const word = fc.constantFrom('a', 'b', 'go on');
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 12 }),
        fc.array(word, { maxLength: 6 }),
        (ours, theirs) => {
          const replay = [...ours, ...theirs].map((text) => turn(text));
          expect(questions(findFetched(replay, ours, ours.length))).toEqual(theirs);
        },
      ),
    );
  });
});

it('are turns like all others in the transcript', () => {
  let ids = 0;
  const records = recordsOfFetched(
    [
      {
        asked: ['first'],
        events: [
          { type: 'thought', text: 'hm' },
          { type: 'text', text: 'one' },
          {
            type: 'tool',
            update: { id: 't', kind: 'execute', title: 'ls', status: 'completed', output: 'x' },
          },
          { type: 'text', text: 'two' },
          { type: 'plan', entries: [{ text: 'all', status: 'completed' }] },
        ],
      },
      { asked: ['second'], events: [] },
    ],
    { newId: () => `id-${++ids}`, now: 5, model: 'fake', parent: 'before' },
  );
  const { turns, queued } = finishNow(reducing([{ type: 'version', version: 2 }, ...records]));
  expect(queued).toEqual([]);
  expect(turns).toMatchObject([
    { id: 'id-1', parent: null, question: 'first', answer: 'one\n\ntwo', finish: 'stop', model: 'fake' },
    { id: 'id-2', parent: 'id-1', question: 'second', answer: '', finish: 'stop' },
  ]);
  expect(turns[0]?.parts.map(({ part }) => part.type)).toEqual(['thought', 'tool']);
  expect(turns[0]?.plan).toEqual([{ text: 'all', status: 'completed' }]);
});
