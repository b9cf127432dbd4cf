import { describe, expect, it } from 'vitest';

import { plainKey } from '../../src/chat/plain-key.js';

const NEW_LINE = '\u001b\r';

describe('plainKey', () => {
  it.each([
    ['Enter', '\u001b[13u', '\r'],
    ['Enter with num lock', '\u001b[13;129u', '\r'],
    ['Enter of the keypad', '\u001b[57414u', '\r'],
    ['Shift-Enter', '\u001b[13;2u', NEW_LINE],
    ['Shift-Enter of xterm', '\u001b[27;2;13~', NEW_LINE],
    ['Ctrl-Enter', '\u001b[13;5u', NEW_LINE],
    ['Ctrl-Shift-Enter of xterm', '\u001b[27;6;13~', NEW_LINE],
    ['Alt-Enter', '\u001b[13;3u', NEW_LINE],
    ['Escape', '\u001b[27u', '\u001b'],
    ['Tab', '\u001b[9u', '\t'],
    ['Shift-Tab', '\u001b[9;2u', '\u001b[Z'],
    ['Backspace', '\u001b[127u', '\u007f'],
    ['Alt-Backspace', '\u001b[127;3u', '\u001b\u007f'],
    ['Ctrl-C', '\u001b[99;5u', '\u0003'],
    ['Ctrl-C of xterm', '\u001b[27;5;99~', '\u0003'],
    ['Ctrl-D with caps lock', '\u001b[100;69u', '\u0004'],
    ['Alt-b', '\u001b[98;3u', '\u001bb'],
    ['Ctrl-Alt-h', '\u001b[104;7u', '\u001b\u0008'],
  ])('%s', (_name, data, plain) => {
    expect(plainKey(data)).toBe(plain);
  });

  it.each([
    'a',
    '\r',
    '\u001b',
    '\u001b[A',
    '\u001b[1;5C',
    '\u001b[3~',
    '\u001b[27;2~',
    '漢',
    '\u001b[13u\u001b[13u',
  ])('leaves %j as it is', (data) => {
    expect(plainKey(data)).toBe(data);
  });
});
