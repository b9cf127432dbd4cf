import { describe, expect, it } from 'vitest';

import { createEmulator } from '../../src/terminal/emulator/emulator.js';

/** What a program wrote to the clipboard and what it was told, by its bytes. */
function program(bytes: string): { written: string[]; replies: string[]; text: string } {
  const emulator = createEmulator({ rows: 3, cols: 20, scrollbackLines: 0 });
  const written: string[] = [];
  const replies: string[] = [];
  emulator.onClipboardWrite((text) => written.push(text));
  emulator.onReply((reply) => replies.push(reply));
  emulator.write(new TextEncoder().encode(bytes));
  return { written, replies, text: emulator.captureText({ lines: undefined, ansi: false }) };
}

describe('a program that writes to the clipboard', () => {
  it('is understood in UTF-8, with any selection', () => {
    expect(program('\x1b]52;c;5ryi5a2X\u0007\x1b]52;;eA==\x1b\\')).toEqual({
      written: ['漢字', 'x'],
      replies: [],
      text: '',
    });
  });

  it.each([
    ['a question', 'c;?'],
    ['no base64', 'c;a b'],
    ['nothing', 'c;'],
    ['too much', `c;${'QUFB'.repeat(25_001)}`],
    ['a selection that is none', '$(id);eA=='],
  ])('gets no answer and has no effect with %s', (_, data) => {
    expect(program(`\x1b]52;${data}\u0007`)).toEqual({ written: [], replies: [], text: '' });
  });
});
