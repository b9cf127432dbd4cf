import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { EMACS_COPY_BINDINGS, VI_COPY_BINDINGS } from '../../src/keymap/copy-keys.js';
import { EmulatorRows } from '../../src/copy-mode/emulator-rows.js';
import { openCopyPane, type CopyPane } from './copy-pane.js';

const lines = (count: number): string => Array.from({ length: count }, (_, at) => `line ${at}`).join('\r\n');

/** Cursor after each of the keys, from the beginning of the screen. */
function walk(
  text: string,
  keys: readonly string[],
  options: Parameters<typeof openCopyPane>[1] = {},
): number[][] {
  const pane = openCopyPane(text, options);
  pane.press('g');
  return keys.map((key) => {
    pane.press(key);
    return pane.at();
  });
}

describe('vi motions', () => {
  it.each([
    ['w', 'ab  cd(ef) 漢字 x', ['w', 'w', 'w', 'w', 'w', 'w'], [4, 6, 7, 9, 11, 16]],
    ['W', 'ab  cd(ef) 漢字 x', ['W', 'W', 'W'], [4, 11, 16]],
    ['e', 'ab  cd(ef) 漢字 x', ['e', 'e', 'e', 'e', 'e', 'e', 'e'], [1, 5, 6, 8, 9, 13, 16]],
    ['E', 'ab  cd(ef) 漢字 x', ['E', 'E', 'E'], [1, 9, 13]],
    ['b', 'ab  cd(ef) 漢字 x', ['$', 'b', 'b', 'b', 'b', 'b', 'b'], [16, 11, 9, 7, 6, 4, 0]],
    ['B', 'ab  cd(ef) 漢字 x', ['$', 'B', 'B', 'B'], [16, 11, 4, 0]],
    ['0 ^ $', '  ab c', ['$', '0', '^'], [5, 0, 2]],
    ['h l over wide characters', 'a漢👩‍💻b', ['l', 'l', 'l', 'h', 'h'], [1, 3, 5, 3, 1]],
    ['e over emoji', 'a 🙂 b', ['e', 'e'], [2, 5]],
  ])('%s', (_, text, keys, cols) => {
    expect(walk(text, keys).map(([, col]) => col)).toEqual(cols);
  });

  it('f F t T ; , jump within the line and take counts', () => {
    const pane = openCopyPane('a.b.c.d.e');
    pane.press('g', 'f', '.');
    expect(pane.at()).toEqual([0, 1]);
    pane.press('2', ';');
    expect(pane.at()).toEqual([0, 5]);
    pane.press(',');
    expect(pane.at()).toEqual([0, 3]);
    pane.press('t', 'e');
    expect(pane.at()).toEqual([0, 7]);
    pane.press('T', '.');
    expect(pane.at()).toEqual([0, 6]);
    pane.press(';');
    expect(pane.at()).toEqual([0, 4]);
    pane.press('F', 'a', 'f', '漢');
    expect(pane.at()).toEqual([0, 0]);
  });

  it('go through soft wraps as through one line', () => {
    expect(walk('one two three four five', ['$', '0'], { cols: 10 })).toEqual([
      [2, 2],
      [0, 0],
    ]);
    expect(walk('aaaaaaaaaabbbbb cc', ['w', 'e'], { cols: 10 })).toEqual([
      [1, 6],
      [1, 7],
    ]);
  });

  it('keep their column over shorter lines', () => {
    expect(walk('long line\r\nab\r\nlong line', ['7', 'l', 'j', 'j'])).toEqual([
      [0, 0],
      [0, 7],
      [1, 1],
      [2, 7],
    ]);
    expect(walk('ab\r\nlong line\r\nabc', ['$', 'j', 'j'])).toEqual([
      [0, 1],
      [1, 8],
      [2, 2],
    ]);
  });

  it('{ and } stop at empty lines', () => {
    const text = 'a\r\nb\r\n\r\nc\r\nd\r\n\r\ne';
    expect(walk(text, ['}', '}', '{', '{'], { rows: 8 }).map(([row]) => row)).toEqual([2, 5, 2, 0]);
  });

  it('scroll by pages, half pages and rows, and H M L stay in view', () => {
    const pane = openCopyPane(lines(100), { rows: 10 });
    const view = (): [number, number] => [pane.mode.rowsBelow, pane.at()[0] + pane.mode.rowsBelow];
    pane.press('C-b');
    expect(view()).toEqual([8, 9]);
    pane.press('C-u');
    expect(view()).toEqual([13, 9]);
    pane.press('H');
    expect(view()).toEqual([13, 0]);
    pane.press('M');
    expect(view()).toEqual([13, 4]);
    pane.press('2', 'L');
    expect(view()).toEqual([13, 8]);
    pane.press('C-y');
    expect(view()).toEqual([14, 9]);
    pane.press('2', 'C-e');
    expect(view()).toEqual([12, 7]);
    pane.press('g');
    expect(view()).toEqual([90, 0]);
    pane.press('G');
    expect(view()).toEqual([0, 9]);
    pane.run('goto-line', { text: '30' });
    expect(view()).toEqual([30, 0]);
    expect(pane.run('goto-line', { text: 'x' })).toEqual([
      { type: 'say', text: 'give a number of rows above the end, not x' },
    ]);
  });
});

describe('a selection', () => {
  it('of characters joins soft wraps, keeps hard line feeds and drops blanks at line ends', () => {
    const pane = openCopyPane('0123456789abcde   \r\n\r\nlast line', { cols: 10 });
    expect(pane.copy('g', 'l', 'v', 'G', '0', '3', 'l', 'y')).toBe('123456789abcde\n\nlast');
  });

  it('keeps the spaces at which a line was wrapped', () => {
    expect(openCopyPane('12345678  90', { cols: 10 }).copy('g', 'v', 'G', '$', 'y')).toBe('12345678  90');
  });

  it('never halves a wide character, also where one did not fit into the row', () => {
    expect(openCopyPane('123456789漢字', { cols: 10 }).copy('g', 'v', '$', 'y')).toBe('123456789漢字');
    expect(openCopyPane('漢字👩‍💻e\u0301x').copy('g', 'l', 'v', '2', 'l', 'y')).toBe('字👩‍💻e\u0301');
  });

  it('is the same from either end', () => {
    const pane = openCopyPane('one two\r\nthree');
    expect(pane.copy('g', 'w', 'v', 'j', 'o', 'h', 'y')).toBe(' two\nthree');
    expect(pane.copy('G', '0', 'v', 'k', 'y')).toBe('one two\nt');
  });

  it('of lines takes whole lines, wherever in them it began', () => {
    const pane = openCopyPane('0123456789abc\r\nsecond\r\nthird', { cols: 10 });
    expect(pane.copy('g', 'j', 'V', 'y')).toBe('0123456789abc');
    expect(pane.copy('G', 'V', 'k', 'y')).toBe('second\nthird');
  });

  it('of a block keeps its columns', () => {
    const pane = openCopyPane('abcdef\r\n  x\r\n\r\na漢字z\r\nabcdef', { rows: 6 });
    expect(pane.copy('g', '2', 'l', 'C-v', '4', 'j', 'l', 'y')).toBe('cd\nx\n\n 字\ncd');
    expect(pane.copy('g', 'C-v', '4', 'j', 'l', 'y')).toBe('ab\n\n\na漢\nab');
    expect(pane.copy('g', 'l', 'C-v', '4', 'j', 'y')).toBe('b\n\n\n漢\nb');
  });

  it('changes its kind, ends by the same key, and is told to be nothing', () => {
    const pane = openCopyPane('abc');
    pane.press('g', 'v', 'V');
    expect(pane.mode.selected?.kind).toBe('line');
    pane.press('V');
    expect(pane.mode.selected).toBeUndefined();
    expect(pane.press('y')).toEqual([{ type: 'say', text: 'nothing is selected yet' }]);
    expect(pane.copy('g', 'l', 'D')).toBe('bc');
  });

  it('is left first by Escape, then the hits, then copy mode', () => {
    const pane = openCopyPane('abc');
    pane.run('search-forward', { text: 'b' });
    pane.press('v');
    expect(pane.press('Escape')).toEqual([]);
    expect(pane.mode.selected).toBeUndefined();
    expect(pane.press('Escape')).toEqual([]);
    expect(pane.mode.search).toBeUndefined();
    expect(pane.press('Escape')).toEqual([{ type: 'leave' }]);
  });

  it('is copied and left by Enter, which leaves without one too', () => {
    const pane = openCopyPane('abc');
    expect(pane.press('g', 'v', 'Enter')).toEqual([
      { type: 'copy', text: 'a', name: undefined },
      { type: 'leave' },
    ]);
    expect(pane.press('Enter')).toEqual([{ type: 'leave' }]);
  });

  it('stays where it is while the program prints, scrolls and forgets', () => {
    const pane = openCopyPane(lines(20), { rows: 5, scrollbackLines: 30 });
    pane.press('k', '0', 'V');
    pane.write(`\r\n${lines(20)}`);
    expect(pane.mode.rowsBelow).toBe(20);
    expect(pane.copy('y')).toBe('line 18');
    pane.write(`\r\n${lines(100)}`);
    expect(pane.mode.rowsBelow).toBe(30);
    expect(pane.mode.cursor.row).toBe(pane.mode.reading.firstRow);
  });

  it('is found again after a resize', () => {
    const text = Array.from({ length: 30 }, (_, at) => `${at}: ${'abcdefghij'.repeat(at % 4)}`).join('\r\n');
    const pane = openCopyPane(`${text}\r\n$ `, { rows: 8, cols: 40 });
    pane.run('search-backward', { text: '17: ' });
    pane.press('v', '8', 'l');
    for (const [rows, cols] of [
      [8, 13],
      [20, 60],
      [4, 25],
    ] as const) {
      pane.resize(rows, cols);
      expect(pane.mode.top).toBeLessThanOrEqual(pane.mode.cursor.row);
      expect(pane.mode.cursor.row).toBeLessThan(pane.mode.top + rows);
    }
    expect(pane.copy('y')).toBe('17: abcde');
  });
});

describe('a search', () => {
  const text = 'Foo bar\r\nfoo 漢字 foo\r\nbar FOO\r\nend';

  it('ignores capitals unless it has some', () => {
    const pane = openCopyPane(text);
    pane.run('search-forward', { text: 'foo' });
    expect(pane.mode.search?.hits(pane.mode.reading)).toHaveLength(4);
    pane.run('search-forward', { text: 'Foo' });
    expect(pane.mode.search?.hits(pane.mode.reading)).toHaveLength(1);
  });

  it('goes round both ends, both ways', () => {
    const pane = openCopyPane(text);
    pane.press('g');
    pane.run('search-forward', { text: 'foo' });
    const places = [pane.at()];
    for (const key of ['n', 'n', 'n', 'n', 'N', 'N']) {
      pane.press(key);
      places.push(pane.at());
    }
    expect(places).toEqual([
      [1, 0],
      [1, 9],
      [2, 4],
      [0, 0],
      [1, 0],
      [0, 0],
      [2, 4],
    ]);
    expect(pane.mode.search?.numberAt(pane.mode.reading, pane.mode.cursor)).toBe(4);
  });

  it('moves while it is typed, and back when it is given up', () => {
    const pane = openCopyPane(lines(200), { rows: 5 });
    const before = pane.at();
    expect(pane.press('?')).toEqual([{ type: 'ask', for: 'search-backward' }]);
    pane.run('search-backward', { text: 'line 1', incremental: true });
    expect(pane.at()).toEqual([4, 0]);
    pane.run('search-backward', { text: 'line 12', incremental: true });
    expect(pane.at()).toEqual([129 - 195, 0]);
    pane.run('search-backward', { text: 'line 1', incremental: true });
    expect(pane.at()).toEqual([4, 0]);
    pane.run('search-cancel');
    expect(pane.at()).toEqual(before);
    expect(pane.mode.search).toBeUndefined();
  });

  it('finds over soft wraps, and what was printed since', () => {
    const pane = openCopyPane('12345678needle', { cols: 10 });
    pane.run('search-forward', { text: 'needle' });
    expect(pane.mode.search?.hits(pane.mode.reading)).toEqual([
      { start: { row: 0, col: 8 }, end: { row: 1, col: 4 } },
    ]);
    pane.write(`\r\n${lines(50)}\r\nneedle\r\n${lines(50)}`);
    pane.press('n');
    expect(pane.mode.search?.hits(pane.mode.reading)).toHaveLength(2);
  });

  it('says that nothing matches', () => {
    expect(openCopyPane('abc').run('search-forward', { text: 'x' })).toEqual([
      { type: 'say', text: 'nothing matches x' },
    ]);
    expect(openCopyPane('abc').press('n')).toEqual([
      { type: 'say', text: 'nothing has been searched for yet' },
    ]);
  });

  it('takes the word under the cursor', () => {
    const pane = openCopyPane(text);
    pane.press('g', '*');
    expect(pane.mode.search?.pattern.text).toBe('Foo');
    pane.press('G', '0');
    pane.press('#');
    expect(pane.at()).toEqual([3, 0]);
  });

  it('counts ten thousand hits and no more', () => {
    const pane = openCopyPane(`${'e'.repeat(20)}\r\n`.repeat(900));
    pane.run('search-backward', { text: 'e' });
    expect(pane.mode.search?.isCapped).toBe(true);
    expect(pane.mode.search?.isDone(pane.mode.reading)).toBe(true);
  });
});

describe('prompts marked by OSC 133', () => {
  const prompt = (command: string): string => `\x1b]133;A\u0007$ ${command}\r\n`;

  it('are what [ and ] jump between', () => {
    const pane = openCopyPane(
      `${prompt('one')}${lines(10)}\r\n${prompt('two')}${lines(10)}\r\n${prompt('')}`,
    );
    const row = (): number => pane.mode.cursor.row;
    pane.press('[');
    pane.press('[');
    expect(row()).toBe(11);
    pane.press('[');
    expect(row()).toBe(0);
    pane.press('2', ']');
    expect(row()).toBe(22);
  });

  it('are where their lines are after a resize', () => {
    const pane = openCopyPane(
      `${prompt('one')}${'x'.repeat(55)}\r\n${prompt('two')}${'y'.repeat(30)}\r\n$ `,
      {
        rows: 10,
      },
    );
    pane.resize(10, 7);
    pane.press('g', ']');
    expect(pane.mode.reading.rowText(pane.mode.cursor.row).text).toBe('$ two');
  });

  it('go up with their lines where the screen was cleared', () => {
    const pane = openCopyPane(`${prompt('one')}${prompt('two')}\x1b[H\x1b[2J${prompt('three')}`);
    expect(pane.emulator.promptRows).toEqual([0, 1, 2]);
  });

  it('are forgotten where a prompt is drawn again above them', () => {
    const pane = openCopyPane(`${prompt('one')}${prompt('two')}\x1b[H\x1b[K${prompt('three')}`);
    expect(pane.emulator.promptRows).toEqual([0]);
  });
});

describe('emacs keys', () => {
  it('select up to the cursor, without the character under it', () => {
    const pane = openCopyPane('one two three', { style: 'emacs' });
    expect(pane.copy('C-a', 'M-f', 'C-Space', 'M-f', 'M-w')).toBe(' two');
    expect(pane.copy('C-a', 'C-Space', 'C-e', 'C-w')).toBe('one two three');
    expect(pane.copy('C-a', 'M-2', 'C-f', 'C-k')).toBe('e two three');
  });
});

describe('whatever is pressed', () => {
  const pressed = (pane: CopyPane, keys: readonly string[]): void => {
    for (const key of keys) {
      if (key === 'more') pane.write(`\r\nmore 漢字 ${'z'.repeat(30)}\x1b]133;A\u0007`);
      else if (key === 'clear') pane.write('\x1b[H\x1b[2J\x1b[3J');
      else if (key === 'reset') pane.write('\x1bc');
      else if (key === 'alternate') pane.write('\x1b[?1049h');
      else if (key === 'narrow') pane.resize(4, 9);
      else if (key === 'wide') pane.resize(7, 30);
      else if (key === 'search') pane.run('search-backward', { text: 'more' });
      else pane.press(key);
      const { cursor, top, reading } = pane.mode;
      expect(cursor.row).toBeGreaterThanOrEqual(reading.firstRow);
      expect(cursor.row).toBeLessThan(reading.endRow);
      expect(top).toBeGreaterThanOrEqual(reading.firstRow);
      expect(top).toBeLessThanOrEqual(reading.screenRow);
      expect(cursor.col).toBeGreaterThanOrEqual(0);
      expect(cursor.col).toBeLessThan(reading.cols);
    }
  };

  it.each([
    ['vi', VI_COPY_BINDINGS],
    ['emacs', EMACS_COPY_BINDINGS],
  ] as const)('with %s keys the cursor is on a row that is there', (style, bindings) => {
    const key = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...bindings.map((binding) => binding.key), '3', '9', 'M-3') },
      fc.constantFrom('more', 'clear', 'reset', 'alternate', 'narrow', 'wide', 'search'),
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), (keys) => {
        pressed(openCopyPane(lines(12), { style, scrollbackLines: 20 }), keys);
      }),
      { numRuns: 100 },
    );
  });
});

it('finds more in one line than a call takes arguments', () => {
  const pane = openCopyPane('a'.repeat(300_000), { rows: 400, cols: 1000 });
  pane.run('search-backward', { text: 'a' });
  expect(pane.mode.search?.hits(new EmulatorRows(pane.emulator)).length).toBeGreaterThan(100_000);
});
