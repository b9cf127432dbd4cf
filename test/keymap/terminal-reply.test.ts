import { describe, expect, it } from 'vitest';

import { parseReply } from '../../src/keymap/terminal-reply.js';

const parse = (text: string): ReturnType<typeof parseReply> => parseReply(new TextEncoder().encode(text));

describe('a reply of the terminal', () => {
  it.each([
    ['\u001b[?5u', { type: 'keyboard-flags', flags: 5 }],
    ['\u001b[?997;1n', { type: 'colours-changed' }],
    ['\u001b[?1;2c', { type: 'device-attributes' }],
    ['\u001b[?c', { type: 'device-attributes' }],
    ['\u001b]11;rgb:0000/8080/ffff\u0007', { type: 'colour', colour: 'background', rgb: 0x0080ff }],
    ['\u001b]10;#fff\u001b\\', { type: 'colour', colour: 'foreground', rgb: 0xf0f0f0 }],
    ['\u001b]4;15;rgb:ff/ff/ff\u001b\\', { type: 'palette-colour', index: 15, rgb: 0xffffff }],
  ])('%j is read', (text, reply) => {
    expect(parse(text)).toEqual(reply);
  });

  it.each([
    '\u001b[>1;2c',
    '\u001b[24;80R',
    '\u001b]13;rgb:00/00/00\u0007',
    '\u001b]11;white\u0007',
    '\u001b]11;rgb:zz/00/00\u0007',
    '\u001b]4;1\u0007',
    `\u001b]11;rgb:00/00/00${' '.repeat(300)}\u0007`,
    '\u001bP>|xterm\u001b\\',
    '',
  ])('%j is none that was asked for', (text) => {
    expect(parse(text)).toBeUndefined();
  });
});
