import { describe, expect, it } from 'vitest';

import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { ChatScreen } from '../../src/chat/screen/chat-screen.js';

const numbered = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, at) => `line ${from + at}`).join('\r\n');

function start(text: string, { rows = 10, scrollbackLines = 10_000 } = {}) {
  const emulator = createEmulator({ rows, cols: 40, scrollbackLines });
  const write = (more: string): void => emulator.write(new TextEncoder().encode(more));
  write(text);
  return { emulator, write };
}

const all = (emulator: Emulator): string => emulator.captureText({ lines: 20_000, ansi: false });
const screen = (emulator: Emulator): string => emulator.captureText({ lines: undefined, ansi: false });

describe('clearing the screen', () => {
  for (const [name, clear] of Object.entries({
    'Ctrl-L of a shell': '\x1b[H\x1b[2J',
    'from home': '\x1b[H\x1b[J',
    'from home, with the 0': '\x1b[1;1H\x1b[0J',
    'with the cursor where it is': '\x1b[2J\x1b[H',
    'as kitty': '\x1b[H\x1b[22J',
    'within margins and a coloured background': '\x1b[3;5r\x1b[44m\x1b[H\x1b[2J\x1b[m\x1b[r',
  }))
    it(`scrolls what stands on it into the scrollback: ${name}`, () => {
      const { emulator, write } = start(`\x1b[31m${numbered(0, 7)}\x1b[m`);
      const before = emulator.captureText({ lines: 100, ansi: true });
      write(`${clear}$ `);
      expect(screen(emulator)).toBe('$');
      expect(emulator.historyRows).toBe(7);
      expect(emulator.captureText({ lines: 100, ansi: true })).toContain(before);
      expect(emulator.cursor).toMatchObject({ row: 0, col: 2 });
      expect([emulator.scrolledLines, emulator.clearedLines]).toEqual([7, 7]);
    });

  it('keeps the order with what scrolled before and after, also far beyond the emulator', () => {
    const { emulator, write } = start('');
    for (let at = 0; at < 400; at++) write(`\x1b[H\x1b[2J${numbered(at * 12, at * 12 + 12)}`);
    expect(all(emulator)).toBe(numbered(0, 4_800).replaceAll('\r', ''));
    expect(emulator.scrolledLines - emulator.clearedLines).toBe(400 * 2);
  });

  it('scrolls nothing from an empty screen, from elsewhere than home, or below the text', () => {
    const { emulator, write } = start('\x1b[2J\x1b[H\x1b[2J\x1b[J');
    expect(emulator.historyRows).toBe(0);
    write(`${numbered(0, 3)}\x1b[1;2H\x1b[J`);
    expect(emulator.historyRows).toBe(0);
    write('\x1b[2;1H\x1b[J\x1b[1J');
    expect(emulator.historyRows).toBe(0);
  });

  it('leaves none with ED 3 after it, as clear(1) does', () => {
    const { emulator, write } = start(numbered(0, 30));
    write('\x1b[H\x1b[2J\x1b[3J');
    expect(emulator.historyRows).toBe(0);
    expect(all(emulator)).toBe('');
  });

  it('scrolls nothing on the alternate screen, and nothing behind it', () => {
    const { emulator, write } = start(numbered(0, 5));
    write('\x1b[?1049h\x1b[H\x1b[2Jfull screen\x1b[H\x1b[J\x1b[?1049l');
    expect(emulator.historyRows).toBe(0);
    expect(all(emulator)).toBe(numbered(0, 5).replaceAll('\r', ''));
  });

  it('leaves the saved cursor where it is on the screen', () => {
    const { emulator, write } = start(numbered(0, 6));
    write('\x1b[4;7H\x1b7\x1b[2J\x1b8');
    expect(emulator.cursor).toMatchObject({ row: 3, col: 6 });
    const full = start(numbered(0, 6), { scrollbackLines: 3 });
    full.write('\x1b[4;7H\x1b7\x1b[2J\x1b8');
    expect(full.emulator.cursor).toMatchObject({ row: 3, col: 6 });
    expect(all(full.emulator)).toBe('line 3\nline 4\nline 5');
  });

  it('keeps prompts with their lines', () => {
    const { emulator, write } = start('\x1b]133;A\u0007$ one\r\nout\r\n\x1b]133;A\u0007$ two');
    write('\x1b[H\x1b[2J\x1b]133;A\u0007$ three');
    expect(emulator.promptRows).toEqual([0, 2, 3]);
  });

  it('is not what a chat does to the live part at the top of its screen', () => {
    const { emulator, write } = start('');
    const chat = new ChatScreen();
    const live = (text: string) => ({
      lines: [text, 'hint'],
      fixed: 2,
      caret: { row: 0, col: 1 },
    });
    write(chat.begin([], live('a')));
    for (const text of ['ab', 'abc', 'abcd']) write(chat.update([], live(text)));
    expect(emulator.historyRows).toBe(0);
    expect(screen(emulator)).toBe('abcd\nhint');
  });
});
