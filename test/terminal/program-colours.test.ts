import { describe, expect, it } from 'vitest';

import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { BG, COLOUR_RGB, createGrid, FG, WORDS } from '../../src/text/cell-grid.js';
import type { TerminalColours } from '../../src/text/terminal-colours.js';

const ST = '\x1b\\';
const LIGHT: TerminalColours = {
  foreground: 0x222222,
  background: 0xfdf6e3,
  palette: new Map([[1, 0xdc322f]]),
};
const DARK: TerminalColours = {
  foreground: 0xeeeeee,
  background: 0x002b36,
  cursor: 0xff0000,
  palette: new Map(),
};

function start(first: TerminalColours = { palette: new Map() }) {
  let outer = first;
  const emulator = createEmulator({ rows: 3, cols: 10, scrollbackLines: 0, outerColours: () => outer });
  const replies: string[] = [];
  emulator.onReply((reply) => replies.push(reply));
  return {
    emulator,
    ask(text: string): string[] {
      replies.length = 0;
      emulator.write(new TextEncoder().encode(text));
      return [...replies];
    },
    look(colours: TerminalColours): string[] {
      replies.length = 0;
      outer = colours;
      emulator.outerColoursChanged();
      return [...replies];
    },
    /** Foreground and background of the first cells. */
    cells(count: number): [number, number][] {
      const grid = createGrid(1, 10);
      emulator.copyRow(0, 10, grid, 0, 0);
      return Array.from({ length: count }, (_, at) => [
        grid.cells[at * WORDS + FG] ?? 0,
        grid.cells[at * WORDS + BG] ?? 0,
      ]);
    },
  };
}

describe('the colours a program is told', () => {
  it('are those of the terminal that looks at it, and follow it', () => {
    const { ask, look } = start(LIGHT);
    expect(ask(`\x1b]10;?;?;?${ST}\x1b]4;1;?${ST}\x1b]4;2;?${ST}`)).toEqual([
      `\x1b]10;rgb:2222/2222/2222${ST}`,
      `\x1b]11;rgb:fdfd/f6f6/e3e3${ST}`,
      `\x1b]12;rgb:2222/2222/2222${ST}`,
      `\x1b]4;1;rgb:dcdc/3232/2f2f${ST}`,
      `\x1b]4;2;rgb:0000/cdcd/0000${ST}`,
    ]);
    look(DARK);
    expect(ask(`\x1b]11;?${ST}\x1b]12;?${ST}`)).toEqual([
      `\x1b]11;rgb:0000/2b2b/3636${ST}`,
      `\x1b]12;rgb:ffff/0000/0000${ST}`,
    ]);
  });

  it('are dark or light, and a change is announced to who asked for that', () => {
    const { ask, look } = start(LIGHT);
    expect(ask('\x1b[?996n')).toEqual(['\x1b[?997;2n']);
    expect(look(DARK)).toEqual([]);
    ask('\x1b[?2031h');
    expect(look(DARK)).toEqual([]);
    expect(look(LIGHT)).toEqual(['\x1b[?997;2n']);
    expect(look({ ...LIGHT, foreground: 0 })).toEqual([]);
    expect(ask(`\x1b]11;#000000${ST}\x1b[?996n`)).toEqual(['\x1b[?997;1n']);
  });
});

describe('the colours a program sets', () => {
  it('are what it is told then, and go with a reset', () => {
    const { ask } = start(LIGHT);
    expect(ask(`\x1b]11;#102030;rgb:ff/00/00${ST}\x1b]11;?${ST}\x1b]12;?${ST}`)).toEqual([
      `\x1b]11;rgb:1010/2020/3030${ST}`,
      `\x1b]12;rgb:ffff/0000/0000${ST}`,
    ]);
    expect(ask(`\x1b]111${ST}\x1b]112${ST}\x1b]11;?${ST}\x1b]12;?${ST}`)).toEqual([
      `\x1b]11;rgb:fdfd/f6f6/e3e3${ST}`,
      `\x1b]12;rgb:2222/2222/2222${ST}`,
    ]);
    expect(ask(`\x1b]4;1;#010203;300;#000000;2;?${ST}\x1b]4;1;?${ST}`)).toEqual([
      `\x1b]4;2;rgb:0000/cdcd/0000${ST}`,
      `\x1b]4;1;rgb:0101/0202/0303${ST}`,
    ]);
    expect(ask(`\x1b]104;1${ST}\x1b]4;1;?${ST}`)).toEqual([`\x1b]4;1;rgb:dcdc/3232/2f2f${ST}`]);
    ask(`\x1b]4;1;#010203${ST}\x1b]10;#445566${ST}`);
    expect(ask(`\x1bc\x1b]4;1;?${ST}\x1b]10;?${ST}`)).toEqual([
      `\x1b]4;1;rgb:dcdc/3232/2f2f${ST}`,
      `\x1b]10;rgb:2222/2222/2222${ST}`,
    ]);
  });

  it('are shown in its cells, and all of its rows are drawn again', () => {
    const { ask, cells, emulator } = start();
    ask('a\x1b[31mb\x1b[38;2;1;2;3mc');
    const before = emulator.rowVersion(0);
    const plain = cells(4);
    expect(plain[0]).toEqual([0, 0]);
    ask(`\x1b]10;#111111${ST}\x1b]11;#222222${ST}\x1b]4;1;#333333${ST}`);
    expect(emulator.rowVersion(0)).toBeGreaterThan(before);
    const bg = COLOUR_RGB | 0x222222;
    expect(cells(4)).toEqual([
      [COLOUR_RGB | 0x111111, bg],
      [COLOUR_RGB | 0x333333, bg],
      [COLOUR_RGB | 0x010203, bg],
      [COLOUR_RGB | 0x111111, bg],
    ]);
    ask(`\x1b]110${ST}\x1b]111${ST}\x1b]104${ST}`);
    expect(cells(4)).toEqual(plain);
  });
});
