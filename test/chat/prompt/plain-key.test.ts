import { describe, expect, it } from 'vitest';

import { plainKey } from '../../../src/chat/prompt/plain-key.js';

const NEW_LINE = '\x1b\r';

describe('plainKey', () => {
  it.each([
    ['Enter', '\x1b[13u', '\r'],
    ['Enter with num lock', '\x1b[13;129u', '\r'],
    ['Enter of the keypad', '\x1b[57414u', '\r'],
    ['Shift-Enter', '\x1b[13;2u', NEW_LINE],
    ['Shift-Enter of xterm', '\x1b[27;2;13~', NEW_LINE],
    ['Ctrl-Enter', '\x1b[13;5u', NEW_LINE],
    ['Ctrl-Shift-Enter of xterm', '\x1b[27;6;13~', NEW_LINE],
    ['Alt-Enter', '\x1b[13;3u', NEW_LINE],
    ['Escape', '\x1b[27u', '\x1b'],
    ['Tab', '\x1b[9u', '\t'],
    ['Shift-Tab', '\x1b[9;2u', '\x1b[Z'],
    ['Backspace', '\x1b[127u', '\u007f'],
    ['Alt-Backspace', '\x1b[127;3u', '\x1b\u007f'],
    ['Ctrl-C', '\x1b[99;5u', '\u0003'],
    ['Ctrl-C of xterm', '\x1b[27;5;99~', '\u0003'],
    ['Ctrl-D with caps lock', '\x1b[100;69u', '\u0004'],
    ['Alt-b', '\x1b[98;3u', '\x1bb'],
    ['Ctrl-Alt-h', '\x1b[104;7u', '\x1b\u0008'],
  ])('%s', (_name, data, plain) => {
    expect(plainKey(data)).toBe(plain);
  });

  it.each(['a', '\r', '\x1b', '\x1b[A', '\x1b[1;5C', '\x1b[3~', '\x1b[27;2~', '漢', '\x1b[13u\x1b[13u'])(
    'leaves %j as it is',
    (data) => {
      expect(plainKey(data)).toBe(data);
    },
  );
});
