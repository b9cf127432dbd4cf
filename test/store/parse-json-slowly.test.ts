import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseJsonSlowly } from '../../src/store/parse-json-slowly.js';

const ROUNDS = process.env['QMUX_TEST_LONG'] ? 20_000 : 500;

/** The value, or that it is not JSON. */
async function outcome(parse: () => unknown): Promise<unknown> {
  try {
    return { value: await parse() };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return 'no JSON';
  }
}

const slowly = (text: string, pieceBytes: number): Promise<unknown> =>
  outcome(() => parseJsonSlowly(Buffer.from(text), { pieceBytes }));
const atOnce = (text: string): Promise<unknown> => outcome(() => JSON.parse(text) as unknown);

describe('parsing JSON in pieces', () => {
  it('gives what JSON.parse gives, wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue({ maxDepth: 6 }),
        fc.nat(40),
        fc.constantFrom(0, 2),
        async (value, size, gap) => {
          const text = JSON.stringify(value, undefined, gap);
          expect(await slowly(text, size)).toEqual({ value: JSON.parse(text) as unknown });
        },
      ),
      { numRuns: ROUNDS },
    );
  });

  it('refuses what JSON.parse refuses', async () => {
    const damage = fc.record({
      at: fc.nat(60),
      cut: fc.nat(3),
      put: fc.constantFrom('', ',', ']', '}', '"', ':', '{', '\\'),
    });
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), damage, async (value, { at, cut, put }) => {
        const whole = JSON.stringify(value);
        const text = whole.slice(0, at) + put + whole.slice(at + cut);
        expect(await slowly(text, 4)).toEqual(await atOnce(text));
      }),
      { numRuns: ROUNDS },
    );
  });

  it.each([
    '[1,]',
    '[,1]',
    '{"a"}',
    '{"a":1,}',
    '[1}',
    '{"a":1]',
    '[[1]',
    '[1]x',
    '["a]',
    '{1:2}',
    '',
    '[1 2]',
  ])('refuses %j', async (text) => {
    expect(await slowly(text, 0)).toBe('no JSON');
  });

  it.each([
    '[ ]',
    '{ }',
    ' [ [ ] , { } ] ',
    '["\\\\"]',
    '["\\"", "]"]',
    '{"__proto__": {"a": 1}, "a:b": [1]}',
  ])('reads %j', async (text) => {
    expect(await slowly(text, 0)).toEqual({ value: JSON.parse(text) as unknown });
  });

  it('lets the event loop turn meanwhile', async () => {
    const text = JSON.stringify(Array.from({ length: 40_000 }, (_, at) => ({ at, text: 'x'.repeat(100) })));
    let turns = 0;
    let running = true;
    const count = (): void => {
      turns++;
      if (running) setImmediate(count);
    };
    setImmediate(count);
    const value = await parseJsonSlowly(Buffer.from(text));
    running = false;
    expect((value as unknown[]).length).toBe(40_000);
    expect(turns).toBeGreaterThan(3);
  });
});
