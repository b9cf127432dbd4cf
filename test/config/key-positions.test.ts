import * as fc from 'fast-check';
import { parse, stringify } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { findKeyPositions, keyOf } from '../../src/config/key-positions.js';

const positionsOf = (toml: string): string[] =>
  [...findKeyPositions(toml)].map(
    ([key, { line, column }]) => `${line}:${column} ${key.split('\0').join('/')}`,
  );

describe('findKeyPositions', () => {
  it('finds keys at top level, in tables, inline tables and dotted paths', () => {
    expect(
      positionsOf('a = 1\n  b.c = 2 # x = 3\n[d.e]\n"f g" = { h = 1, i = [ { j = 2 } ] }\n[[k]]\nl = 1\n'),
    ).toEqual([
      '1:1 a',
      '2:3 b',
      '2:5 b/c',
      '3:2 d',
      '3:4 d/e',
      '4:1 d/e/f g',
      '4:11 d/e/f g/h',
      '4:18 d/e/f g/i',
      '4:26 d/e/f g/i/j',
      '5:3 k',
      '6:1 k/l',
    ]);
  });

  it('does not take the inside of values for keys', () => {
    const texts = [
      '"x = 1"',
      "'y = \\'",
      '"""\nq = "1"\n\\"""\n"""',
      "'''\nr = 1\n'''",
      '[\n "s = 1", # t = 2\n]',
      '2026-01-01 10:00:00',
    ];
    for (const text of texts)
      expect(positionsOf(`a = ${text}\nb = 1`).map((found) => found.split(' ')[1])).toEqual(['a', 'b']);
  });

  it('knows keys with escapes by their meaning', () => {
    expect(positionsOf('"a\\u0062" = 1\n\'c\\d\' = 2')).toEqual(['1:1 ab', '2:1 c\\d']);
  });

  it('finds every key of any TOML', () => {
    const name = fc.string({ minLength: 1, maxLength: 6 }).filter((text) => text !== '__proto__');
    const leaf = fc.oneof(fc.string({ unit: 'binary-ascii' }), fc.integer(), fc.boolean());
    const table = fc.dictionary(name, fc.oneof(leaf, fc.array(leaf), fc.dictionary(name, leaf)));
    fc.assert(
      fc.property(table, (value) => {
        const text = stringify(value);
        const positions = findKeyPositions(text);
        for (const [key, below] of Object.entries(parse(text))) {
          expect(positions.has(keyOf([key]))).toBe(true);
          if (typeof below !== 'object' || Array.isArray(below)) continue;
          for (const inner of Object.keys(below)) expect(positions.has(keyOf([key, inner]))).toBe(true);
        }
      }),
    );
  });

  it('takes no longer for paths and lists that nobody writes', () => {
    expect(findKeyPositions(`${'a.'.repeat(16_000)}b = 1\nc = 1`).size).toBe(65);
    expect(findKeyPositions(`${'['.repeat(200)}1`.replace('[', 'a = ['), { indexed: true }).size).toBe(64);
    expect(findKeyPositions(`a = [${'1,'.repeat(16_000)}]`, { indexed: true }).size).toBe(10_000);
  });

  it('ends for any text', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('[', ']', '{', '}', '"', "'", '=', ',', '.', '#', '\n', ' ', 'a', '\\'),
        }),
        (text) => {
          expect(findKeyPositions(text)).toBeInstanceOf(Map);
        },
      ),
    );
  });
});
