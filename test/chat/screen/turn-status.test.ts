import { describe, expect, it } from 'vitest';
import { reduceTranscript } from '../../../src/chat/transcript-reducer.js';
import type { Usage } from '../../../src/chat/model-event.js';
import { contextLeft, turnStatus } from '../../../src/chat/screen/turn-status.js';
import type { TranscriptRecord } from '../../../src/chat/transcript-record.js';

let ids = 0;

const turn = (usage: Usage | undefined, { model = 'openai/m', isOver = true } = {}): TranscriptRecord[] => {
  const id = `t${++ids}`;
  return [
    { type: 'question', id, parent: null, text: 'why?', at: 900 },
    { type: 'begin', id, model, at: 1_000 },
    { type: 'piece', id, text: 'so' },
    ...(usage ? [{ type: 'usage' as const, turn: id, usage, at: 13_000 }] : []),
    ...(isOver ? [{ type: 'finish' as const, id, finish: 'stop' as const, at: 13_500 }] : []),
  ];
};

const status = (...turns: TranscriptRecord[][]): string =>
  turnStatus(reduceTranscript(turns.flat()))
    .map(({ text }) => text)
    .join(' · ');

describe('what is said of the last turn', () => {
  it.each<[Usage, string]>([
    [
      {
        inputTokens: 1234,
        outputTokens: 56,
        used: 1290,
        size: 200_000,
        cost: { amount: 0.00123, currency: 'USD' },
      },
      'm · 12 s · 1.2k in 56 out · $0.0012 · 99 % left',
    ],
    [
      { inputTokens: 12_345, outputTokens: 999, used: 13_344, unpriced: true },
      'm · 12 s · 12k in 999 out · cost unknown',
    ],
    [
      { inputTokens: 9_960, outputTokens: 1_200_000, unpriced: true, cost: { amount: 1.5, currency: 'USD' } },
      'm · 12 s · 10k in 1.2M out · $1.50 + unknown',
    ],
    [{ used: 90, size: 60, cost: { amount: 0.123, currency: 'EUR' } }, 'm · 12 s · 0.12 EUR · 0 % left'],
    [{ inputTokens: 999_600, outputTokens: 0 }, 'm · 12 s · 1.0M in 0 out'],
  ])('%j is %s', (usage, text) => {
    expect(status(turn(usage))).toBe(text);
  });

  it('is that tokens are unknown where nobody counted', () => {
    expect(status(turn(undefined))).toBe('m · 12 s · tokens unknown');
  });

  it('is what stands of the turn before while the next runs', () => {
    const before = turn({
      inputTokens: 10,
      outputTokens: 5,
      used: 15,
      size: 30,
      cost: { amount: 2, currency: 'USD' },
    });
    expect(status(before, turn(undefined, { isOver: false }))).toBe('m · $2.00 · 50 % left');
  });

  it('is what stands of the last turn that was counted, after some that failed', () => {
    const failed = (model: string): TranscriptRecord[] => {
      const [asked, , , ended] = turn(undefined, { model });
      const begun = { type: 'begin' as const, id: `t${ids}`, model, at: 1_000 };
      return asked && ended?.type === 'finish'
        ? [asked, begun, { ...ended, finish: 'error', error: 'no' }]
        : [];
    };
    const before = turn({ inputTokens: 10, outputTokens: 5, used: 15, size: 30 });
    expect(status(before, failed('openai/m'), failed('openai/m'))).toBe('m · 12 s · 10 in 5 out · 50 % left');
    expect(status(before, failed(''))).toBe('m · 12 s · 10 in 5 out · 50 % left');
    // Another model has another window.
    expect(status(before, failed('openai/other'))).toBe('other · 12 s');
    expect(status(failed(''))).toBe('');
  });

  it('is nothing of the guide, or before the first question', () => {
    expect(status(turn(undefined, { model: 'guide' }))).toBe('');
    expect(status()).toBe('');
  });
});

it('is said of the window alone, as it stands', () => {
  const left = (...turns: TranscriptRecord[][]): string | undefined =>
    contextLeft(reduceTranscript(turns.flat()));
  expect(left()).toBeUndefined();
  expect(left(turn({ used: 15, size: 30 }), turn(undefined, { isOver: false }))).toBe('50 % left');
  expect(left(turn({ used: 15, size: 30 }), turn(undefined, { model: 'openai/other' }))).toBeUndefined();
});
