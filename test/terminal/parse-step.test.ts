import { describe, expect, it } from 'vitest';

import { stepLength } from '../../src/terminal/flow/parse-step.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a step of parsing', () => {
  it('takes text as it comes', () => {
    expect(stepLength(bytesOf('x'.repeat(20_000)), 16_384)).toBe(16_384);
    expect(stepLength(bytesOf('x'.repeat(100)), 16_384)).toBe(100);
    expect(stepLength(bytesOf('漢'.repeat(1_000)), 16_384)).toBe(3_000);
    expect(stepLength(new Uint8Array(0), 16_384)).toBe(0);
  });

  it('ends before the sequence that is one too many, however it is introduced', () => {
    expect(stepLength(bytesOf('\x1bc'.repeat(8_000)), 16_384)).toBe(512);
    expect(stepLength(bytesOf('\u009b60S'.repeat(3_000)), 16_384)).toBe(256 * 5);
    expect(stepLength(bytesOf(`${'\x1b[m'.repeat(256)}text`), 16_384)).toBe(256 * 3 + 4);
  });
});
