import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReasoningTags } from '../../../src/chat/providers/reasoning-tags.js';

function split(pieces: readonly string[]): { text: string; hasReasoning: boolean } {
  const tags = new ReasoningTags();
  const parts = pieces.map((piece) => tags.push(piece));
  return {
    text: parts.map(({ text }) => text).join('') + tags.end(),
    hasReasoning: parts.some(({ hasReasoning }) => hasReasoning),
  };
}

const CASES: readonly [whole: string, text: string, hasReasoning: boolean][] = [
  ['<think>hm, hm</think>\n\nyes', 'yes', true],
  ['<think>\n\n</think>\n\nyes', 'yes', true],
  ['\n <thinking>a < b</thinking> yes', 'yes', true],
  ['[THINK]well[/THINK]yes', 'yes', true],
  ['<think>one</think>\n<think>two</think>yes', 'yes', true],
  ['<think>a</thin></think>yes', 'yes', true],
  ['<think>never closed', '', true],
  ['<think>', '', true],
  ['<thin air> is thin', '<thin air> is thin', false],
  ['  <thi', '  <thi', false],
  ['The tag `<think>` opens, `</think>` closes.', 'The tag `<think>` opens, `</think>` closes.', false],
  ['<think>a</think>The tag <think>b</think> too', 'The tag <think>b</think> too', true],
  ['```\n<think>x</think>\n```', '```\n<think>x</think>\n```', false],
  ['<html>', '<html>', false],
  ['  indented', '  indented', false],
  ['', '', false],
  [' \n', ' \n', false],
];

describe('reasoning between tags', () => {
  it.each(CASES)('of %j leaves %j', (whole, text, hasReasoning) => {
    expect(split([whole])).toEqual({ text, hasReasoning });
  });

  it('is told from the answer wherever the pieces are cut', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CASES), fc.array(fc.nat({ max: 60 })), ([whole, text, has], cuts) => {
        const places = [...new Set([0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length])].sort(
          (a, b) => a - b,
        );
        const pieces = places.slice(1).map((end, index) => whole.slice(places[index], end));
        expect(split(pieces)).toEqual({ text, hasReasoning: has });
      }),
    );
  });

  it('holds nothing back of an answer that has begun', () => {
    const tags = new ReasoningTags();
    tags.push('An answer ');
    expect(tags.push('<thi').text).toBe('<thi');
  });
});
