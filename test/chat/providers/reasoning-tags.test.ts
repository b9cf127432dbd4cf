import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReasoningTags } from '../../../src/chat/providers/reasoning-tags.js';

function split(pieces: readonly string[]): { text: string; reasoning: string } {
  const tags = new ReasoningTags();
  const parts = [...pieces.map((piece) => tags.push(piece)), tags.end()];
  return {
    text: parts.map(({ text }) => text).join(''),
    reasoning: parts.map(({ reasoning }) => reasoning).join(''),
  };
}

const CASES: readonly [whole: string, text: string, reasoning: string][] = [
  ['<think>hm, hm</think>\n\nyes', 'yes', 'hm, hm'],
  ['<think>\n\n</think>\n\nyes', 'yes', '\n\n'],
  ['\n <thinking>a < b</thinking> yes', 'yes', 'a < b'],
  ['[THINK]well[/THINK]yes', 'yes', 'well'],
  ['<think>one</think>\n<think>two</think>yes', 'yes', 'one\n\ntwo'],
  ['<think>a</thin></think>yes', 'yes', 'a</thin>'],
  ['<think>never closed', '', 'never closed'],
  ['<think>cut in the tag </thi', '', 'cut in the tag </thi'],
  ['<think>', '', ''],
  ['<thin air> is thin', '<thin air> is thin', ''],
  ['  <thi', '  <thi', ''],
  ['The tag `<think>` opens, `</think>` closes.', 'The tag `<think>` opens, `</think>` closes.', ''],
  ['<think>a</think>The tag <think>b</think> too', 'The tag <think>b</think> too', 'a'],
  ['```\n<think>x</think>\n```', '```\n<think>x</think>\n```', ''],
  ['<html>', '<html>', ''],
  ['  indented', '  indented', ''],
  ['', '', ''],
  [' \n', ' \n', ''],
];

describe('reasoning between tags', () => {
  it.each(CASES)('of %j leaves %j', (whole, text, reasoning) => {
    expect(split([whole])).toEqual({ text, reasoning });
  });

  it('is told from the answer wherever the pieces are cut', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CASES),
        fc.array(fc.nat({ max: 60 })),
        ([whole, text, reasoning], cuts) => {
          const places = [...new Set([0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length])].sort(
            (a, b) => a - b,
          );
          const pieces = places.slice(1).map((end, index) => whole.slice(places[index], end));
          expect(split(pieces)).toEqual({ text, reasoning });
        },
      ),
    );
  });

  it('holds back only what may be its end', () => {
    const tags = new ReasoningTags();
    tags.push('<think>');
    expect(tags.push('a < b </th').reasoning).toBe('a < b ');
    expect(tags.push('e').reasoning).toBe('</the');
  });

  it('holds nothing back of an answer that has begun', () => {
    const tags = new ReasoningTags();
    tags.push('An answer ');
    expect(tags.push('<thi').text).toBe('<thi');
  });
});
