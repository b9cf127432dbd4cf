import { expect, it } from 'vitest';
import { LazyArray, spellJson } from '../../src/text/spell-json.js';

const spell = (value: unknown): string => [...spellJson(value)].join('');

it.each([
  [{}],
  [[]],
  [null],
  ['text "quoted"\n\u0000'],
  [{ a: [], b: {}, c: undefined, d: [{ e: 1.5, f: [true, null, 'x'] }, []] }],
  [[undefined, 1]],
  [{ 'a"b': '\ud800 lone, 𝒳 pair, \u2028' }],
])('is what JSON.stringify gives for %j', (value) => {
  expect(spell(value)).toBe(JSON.stringify(value, null, 2));
});

it('spells items that are made one by one as an array', () => {
  const lazy = { turns: new LazyArray(new Set([1, { b: 2 }])), none: new LazyArray([]) };
  expect(spell(lazy)).toBe(JSON.stringify({ turns: [1, { b: 2 }], none: [] }, null, 2));
});

it('cuts a long text into parts, but no character', () => {
  const text = `x${'𝒳"'.repeat(100_000)}`;
  const parts = [...spellJson({ text })];
  expect(parts.join('')).toBe(JSON.stringify({ text }, null, 2));
  expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(200_000);
});
