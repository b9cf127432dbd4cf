// Lines of an agent's output: at any split, with garbage between, and too long to hold.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { MessageLines, type Line } from '../../src/process/message-lines.js';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function linesOf(bytes: Uint8Array, sizes: readonly number[], maxBytes?: number): Line[] {
  const lines = new MessageLines(maxBytes);
  const found: Line[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    found.push(...lines.push(bytes.slice(at, at + size)));
    at += size;
  }
  return [...found, ...lines.end()];
}

describe('lines', () => {
  it('are messages, whatever chunks they come in', () => {
    const words = fc.string({ unit: 'binary' });
    const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 });
    fc.assert(
      fc.property(
        fc.array(fc.record({ words })),
        sizes,
        fc.constantFrom('\n', '\r\n', '\n\n'),
        (messages, cuts, end) => {
          const sent = messages.map((message) => JSON.stringify(message) + end).join('');
          expect(linesOf(encode(sent), cuts)).toEqual(
            messages.map((message) => ({
              type: 'message',
              message: JSON.parse(JSON.stringify(message)) as object,
            })),
          );
        },
      ),
    );
  });

  it('are garbage when they are not an object, and do not disturb what follows', () => {
    const sent = 'Debugger attached.\n[1]\n"text"\nnull\n{"a":1}\n{"b":';
    expect(linesOf(encode(sent), [3]).map(({ type }) => type)).toEqual([
      'garbage',
      'garbage',
      'garbage',
      'garbage',
      'message',
      'garbage',
    ]);
    expect(linesOf(encode(`${'x'.repeat(1000)}\n`), [100])).toEqual([
      { type: 'garbage', start: 'x'.repeat(200) },
    ]);
  });

  it('are skipped to their end when they are too long', () => {
    const sent = `{"a":"${'x'.repeat(100)}"}\n{"b":2}\n`;
    for (const size of [1, 7, 64, 1000])
      expect(linesOf(encode(sent), [size], 64)).toEqual([
        { type: 'too-long' },
        { type: 'message', message: { b: 2 } },
      ]);
  });

  it('may be exactly as long as is allowed', () => {
    const line = JSON.stringify({ a: 'x'.repeat(50) });
    expect(linesOf(encode(`${line}\n`), [10], line.length).map(({ type }) => type)).toEqual(['message']);
    expect(linesOf(encode(`${line}\n`), [10], line.length - 1).map(({ type }) => type)).toEqual(['too-long']);
  });
});
