import { describe, expect, it } from 'vitest';

import { parseColour } from '../../src/text/terminal-colours.js';

describe('a colour as terminals write it', () => {
  it.each([
    ['rgb:ffff/8080/0000', 0xff8000],
    ['rgb:ff/80/00', 0xff8000],
    ['rgb:f/8/0', 0xff8800],
    ['rgb:fff/800/000', 0xff8000],
    ['rgba:1234/5678/9abc/ffff', 0x12569a],
    ['RGB:FF/FF/FF', 0xffffff],
    ['#f80', 0xf08000],
    ['#ff8000', 0xff8000],
    ['#ffff80800000', 0xff8000],
  ])('%s is read', (text, rgb) => {
    expect(parseColour(text)?.toString(16)).toBe(rgb.toString(16));
  });

  it.each(['', '?', 'red', '#ff', '#ff800', 'rgb:ff/80', 'rgb:12345/0/0', 'rgb:g/0/0'])(
    '%j is none',
    (text) => {
      expect(parseColour(text)).toBeUndefined();
    },
  );
});
