// bash edits a line in another script in a pane: its count of columns and ours must be the same, or it draws
// letters into the wrong cells.

import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { beforeAll, describe, it } from 'vitest';

import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { loadProgramPty, type SpawnProgram } from '../../src/terminal/pty/program-pty.js';
import { createGrid, rowText } from '../../src/text/cell-grid.js';
import { textWidth } from '../../src/text/width.js';
import { waitUntil } from '../harness/wait-until.js';

let spawn: SpawnProgram;
beforeAll(async () => {
  spawn = await loadProgramPty();
});

const hasBash = spawnSync('bash', ['-c', 'LC_ALL=C.UTF-8 locale charmap'], {
  encoding: 'utf8',
}).stdout.includes('UTF-8');
const COLS = 30;
const PROMPT = '$ ';
const [HOME, END, LEFT, ERASE] = ['\u0001', '\u0005', '\x1b[D', '\u007f'];

describe.runIf(hasBash)('a line that bash edits', () => {
  it.each([
    ['Thai', 'กำลังทำน้ำ'],
    ['Devanagari', 'हिन्दी में'],
    ['Tamil', 'தமிழ் மொழி'],
    ['Khmer', 'ភាសាខ្មែរ'],
    ['Lao', 'ພາສາລາວນໍ້າ'],
    ['Burmese', 'မြန်မာဘာသာ'],
    ['half-width kana', 'ｶﾞｷﾞﾊﾟ'],
    ['Korean jamo', '\u1112\u1161\u11ab\u1100\u116e\u11a8'],
    ['Chinese', '漢字かな交じり文'],
    ['accents', 'e\u0301a\u0308o\u0323\u0302'],
  ])('is right on the screen in %s, over the edge of the pane too', async (_, word) => {
    const pty = spawn({
      command: 'bash',
      args: ['--norc', '--noprofile', '-i'],
      cwd: tmpdir(),
      env: {
        PATH: process.env['PATH'] ?? '/bin',
        TERM: 'xterm-256color',
        LC_ALL: 'C.UTF-8',
        PS1: PROMPT,
        HISTFILE: '',
      },
      rows: 8,
      cols: COLS,
    });
    const emulator = createEmulator({ rows: 8, cols: COLS, scrollbackLines: 100 });
    emulator.onReply((reply) => pty.write(reply));
    pty.onData((bytes) => emulator.write(bytes));
    const screen = (): string => {
      const grid = createGrid(emulator.rows, emulator.cols);
      return Array.from({ length: emulator.rows }, (_row, row) => {
        emulator.copyRow(row, COLS, grid, row, 0);
        return rowText(grid, row).trimEnd();
      })
        .join('')
        .trimEnd();
    };
    const describe = screen;
    const shows = (line: string, cursorAt: string): Promise<unknown> =>
      waitUntil(
        `the line is ${line}, the cursor behind ${cursorAt}`,
        () => {
          const { row, col } = emulator.cursor;
          const at = textWidth(PROMPT + cursorAt);
          return screen() === (PROMPT + line).trimEnd() && row * COLS + col === at && true;
        },
        { describe },
      );
    await shows('', '');
    pty.write(word);
    await shows(word, word);
    pty.write(`${HOME}x`);
    await shows(`x${word}`, 'x');
    pty.write(`${END}y${LEFT}z`);
    await shows(`x${word}zy`, `x${word}z`);
    pty.write(`${END}${ERASE}${ERASE}${HOME}\u0004`);
    await shows(word, '');
    // Wide characters that do not fit leave a cell empty: then the sum of the columns is not the position.
    if (!/[\u1100-\u11ff\u3000-\u9fff]/.test(word)) {
      const long = `${word}${word}${word}${word}`;
      pty.write(`${END}${word}${word}${word}`);
      await shows(long, long);
      pty.write(`${HOME}--${END}`);
      await shows(`--${long}`, `--${long}`);
    }
    await pty.hangUp(0);
    emulator.dispose();
  });
});
