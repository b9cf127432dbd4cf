import { describe, expect, it } from 'vitest';

import { parseReply } from '../../src/keymap/terminal-reply.js';

const parse = (text: string): ReturnType<typeof parseReply> => parseReply(new TextEncoder().encode(text));

describe('a reply of the terminal', () => {
  it.each([
    ['\x1b[?5u', { type: 'keyboard-flags', flags: 5 }],
    ['\x1b[?997;1n', { type: 'colours-changed' }],
    ['\x1b]7501;?\x1b\\', { type: 'status-read' }],
    ['\x1b[?1;2c', { type: 'device-attributes' }],
    ['\x1b[?c', { type: 'device-attributes' }],
    ['\x1b]11;rgb:0000/8080/ffff\u0007', { type: 'colour', colour: 'background', rgb: 0x0080ff }],
    ['\x1b]10;#fff\x1b\\', { type: 'colour', colour: 'foreground', rgb: 0xf0f0f0 }],
    ['\x1b]4;15;rgb:ff/ff/ff\x1b\\', { type: 'palette-colour', index: 15, rgb: 0xffffff }],
  ])('%j is read', (text, reply) => {
    expect(parse(text)).toEqual(reply);
  });

  it.each([
    '\x1b[>1;2c',
    '\x1b[24;80R',
    '\x1b]13;rgb:00/00/00\u0007',
    '\x1b]11;white\u0007',
    '\x1b]11;rgb:zz/00/00\u0007',
    '\x1b]4;1\u0007',
    `\x1b]11;rgb:00/00/00${' '.repeat(300)}\u0007`,
    '\x1bP>|xterm\x1b\\',
    '',
  ])('%j is none that was asked for', (text) => {
    expect(parse(text)).toBeUndefined();
  });
});
