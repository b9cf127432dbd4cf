import { expect, it } from 'vitest';

import { createEmulator } from '../../src/terminal/emulator/emulator.js';

function start() {
  const emulator = createEmulator({ rows: 4, cols: 20, scrollbackLines: 0 });
  const replies: string[] = [];
  emulator.onReply((reply) => replies.push(reply));
  return { emulator, replies, write: (text: string) => emulator.write(new TextEncoder().encode(text)) };
}

it('an encoding of the mouse holds until another is set or it is taken back', () => {
  const { emulator, write } = start();
  const after = (text: string): string => {
    write(text);
    return emulator.inputModes.mouseEncoding;
  };
  expect(after('\x1b[?1015h')).toBe('urxvt');
  expect(after('\x1b[?1005h')).toBe('utf8');
  expect(after('\x1b[?1005;1015;1006h')).toBe('sgr');
  expect(after('\x1b[?1006;1015h')).toBe('urxvt');
  expect(after('\x1b[?1015l')).toBe('default');
  expect(after('\x1b[?1005h\x1b[?1005l')).toBe('default');
  expect(after('\x1b[?1015h\x1bc')).toBe('default');
});

it('an encoding of the mouse is told when it is asked for', () => {
  const { replies, write } = start();
  write('\x1b[?1015$p\x1b[?1015h\x1b[?1015$p\x1b[?1005$p\x1b[?1006$p');
  expect(replies).toEqual(['\x1b[?1015;2$y', '\x1b[?1015;1$y', '\x1b[?1005;2$y', '\x1b[?1006;2$y']);
});
