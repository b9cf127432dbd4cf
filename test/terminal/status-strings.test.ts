import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { screenOf } from './compare-emulators.js';
import { styledPiece } from './styled-piece.js';

function start() {
  const emulator = createEmulator({ rows: 24, cols: 80, scrollbackLines: 0 });
  const replies: string[] = [];
  emulator.onReply((reply) => replies.push(reply));
  const write = (text: string): void => emulator.write(new TextEncoder().encode(text));
  return {
    emulator,
    write,
    ask(setting: string): string {
      replies.length = 0;
      write(`\x1bP$q${setting}\x1b\\`);
      expect(replies).toHaveLength(1);
      return (replies[0] as string).replace('\x1bP', '').replace('\x1b\\', '');
    },
  };
}

/** The setting after some sequences. */
function after(sequences: string, setting: string): string {
  const { write, ask } = start();
  write(sequences);
  return ask(setting);
}

describe('a setting that a program asks for', () => {
  it.each([
    ['', '0'],
    ['31;1', '0;1;31'],
    ['2;3;5;7;8;9;53', '0;2;3;5;7;8;9;53'],
    ['4', '0;4'],
    ['21', '0;4:2'],
    ['4:3;58;5;9', '0;4:3;58:5:9'],
    ['4;58:2::1:2:3', '0;4;58:2::1:2:3'],
    ['38;2;1;2;3;48;2;250;0;9', '0;38:2::1:2:3;48:2::250:0:9'],
    ['38;5;1;48;5;15', '0;31;107'],
    ['38;5;16;48;5;255', '0;38:5:16;48:5:255'],
    ['97;100', '0;97;100'],
    ['1;31;22;39', '0'],
  ])('is the attributes that hold: %s', (set, told) => {
    expect(after(`\x1b[${set}m`, 'm')).toBe(`1$r${told}m`);
  });

  it('is a sequence of attributes that makes the same cells', () => {
    fc.assert(
      fc.property(fc.array(styledPiece, { maxLength: 20 }), (pieces) => {
        const { emulator, write, ask } = start();
        write(`${pieces.join('')}\x1b]8;;\x1b\\`);
        const told = ask('m').replace('1$r', '');
        write('\x1bc\x1b[m');
        write(`${pieces.join('')}\x1b]8;;\x1b\\\x1b[20;1Hx`);
        const expected = screenOf(emulator);
        write(`\x1bc${pieces.join('')}\x1b]8;;\x1b\\\x1b[m\x1b[${told}\x1b[20;1Hx`);
        expect(screenOf(emulator)).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['', 'r', '1;24r'],
    ['\x1b[5;10r', 'r', '5;10r'],
    ['\x1b[5;10r\x1b[!p', 'r', '1;24r'],
    ['\x1b[5;10r\x1bc', 'r', '1;24r'],
    ['\x1b[5;10r\x1b#8', 'r', '1;24r'],
    ['\x1b[?1049h\x1b[5;10r\x1b[?1049l', 'r', '1;24r'],
    ['', '"p', '61;1"p'],
    ['', '"q', '0"q'],
    ['\x1b[1"q', '"q', '1"q'],
    ['\x1b[1"q\x1b[2"q', '"q', '0"q'],
    ['', ' q', '0 q'],
    ['\x1b[0 q', ' q', '0 q'],
    ['\x1b[1 q', ' q', '1 q'],
    ['\x1b[2 q', ' q', '2 q'],
    ['\x1b[3 q', ' q', '3 q'],
    ['\x1b[4 q', ' q', '4 q'],
    ['\x1b[5 q', ' q', '5 q'],
    ['\x1b[6 q', ' q', '6 q'],
    ['\x1b[6 q\x1b[!p', ' q', '0 q'],
    ['', 't', '24t'],
    ['', '$|', '80$|'],
    ['', '*|', '24*|'],
    ['\x1b[31m\x1b[!p', 'm', '0m'],
    ['\x1b[31m\x1bc', 'm', '0m'],
  ])('after %j, %j is %j', (sequences, setting, told) => {
    expect(after(sequences, setting)).toBe(`1$r${told}`);
  });

  it('is refused where there is none', () => {
    for (const setting of ['', 'x', 'mm', 's', 'toString', ';r']) expect(after('', setting)).toBe('0$r');
  });
});

describe('a reset', () => {
  it('DECALN fills the whole screen and lets go of the margins', () => {
    const { emulator, write } = start();
    write('\x1b[5;10r\x1b[?6h\x1b#8');
    expect(emulator.cursor).toMatchObject({ row: 0, col: 0 });
    const rows = emulator.captureText({ lines: undefined, ansi: false }).split('\n');
    expect(rows).toEqual(Array.from({ length: 24 }, () => 'E'.repeat(80)));
    write('\x1b[24;1H\nlast');
    expect(emulator.captureText({ lines: undefined, ansi: false }).split('\n').at(-1)).toBe('last');
  });

  it('RIS shows the cursor', () => {
    const { emulator, write } = start();
    write('\x1b[?25l\x1bc');
    expect(emulator.cursor.visible).toBe(true);
  });
});
