import { describe, expect, it } from 'vitest';

import { describeBytes, describeSize, describeSizeShort } from '../../src/text/text-size.js';

describe('a size', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [1_023, '1023 bytes'],
    [2_048, '2 KB'],
    [1_572_864, '1.5 MB'],
    [12_582_912, '12 MB'],
    [5_000 * 1024 * 1024, '5,000 MB'],
  ])('of %d bytes is %s', (bytes, text) => expect(describeBytes(bytes)).toBe(text));

  it.each([
    ['', '0 characters', '0 chars'],
    ['\u{1F600}', '1 character', '1 char'],
    ['a\nb', '2 lines', '2 lines'],
  ])('of the text %j is %s, in a list %s', (text, size, short) => {
    expect([describeSize(text), describeSizeShort(text)]).toEqual([size, short]);
  });
});
