import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { createGrid, rowText } from '../../src/text/cell-grid.js';

const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';

describe('a program that holds its frame', () => {
  let emulator: Emulator;
  beforeEach(() => {
    vi.useFakeTimers();
    emulator = createEmulator({ rows: 4, cols: 20, scrollbackLines: 10 });
  });
  afterEach(() => {
    emulator.dispose();
    vi.useRealTimers();
  });

  const write = (text: string): void => emulator.write(Buffer.from(text));
  const shown = (): string[] => {
    const grid = createGrid(emulator.rows, emulator.cols);
    return Array.from({ length: emulator.rows }, (_, row) => {
      emulator.copyRow(row, emulator.cols, grid, row, 0);
      return rowText(grid, row);
    });
  };
  /** As a client's frame does: the rows above the version that was seen. */
  const follow = () => {
    let seen = emulator.version;
    return (): number[] => {
      const rows = shown().flatMap((_, row) => (emulator.rowVersion(row) > seen ? [row] : []));
      seen = emulator.version;
      return rows;
    };
  };

  it('shows its last complete picture until the frame is whole, wherever a read ends', () => {
    write('one\r\ntwo');
    const bytes = `${BEGIN}\x1b[H\x1b[2Jnew ${END}`;
    for (let cut = BEGIN.length; cut < bytes.length; cut++) {
      write(`\x1b[H\x1b[2Jone\r\ntwo${bytes.slice(0, cut)}`);
      expect(shown()).toEqual(['one', 'two', '', '']);
      expect(emulator.cursor).toMatchObject({ row: 1, col: 3 });
      write(bytes.slice(cut));
      expect(shown()).toEqual(['new', '', '', '']);
      expect(emulator.cursor).toMatchObject({ row: 0, col: 4 });
    }
  });

  it('shows what came before the frame in the same read, and the last of several frames', () => {
    write(`before${BEGIN}\x1b[2J\x1b[Htorn`);
    expect(shown()[0]).toBe('before');
    write(`${END}${BEGIN}\x1b[2J\x1b[Hnext`);
    expect(shown()[0]).toBe('torn');
    write(END);
    expect(shown()[0]).toBe('next');
  });

  it('calls only the rows changed that the frame changed', () => {
    write('one\r\ntwo\r\nthree\x1b[H');
    const changedRows = follow();
    write(`\x1b[1;1HONE${BEGIN}\x1b[2;1HTW`);
    expect(changedRows()).toEqual([0]);
    write('!');
    expect(changedRows()).toEqual([]);
    write(END);
    expect(changedRows()).toEqual([0, 1]);
    expect(shown()).toEqual(['ONE', 'TW!', 'three', '']);
    expect(changedRows()).toEqual([]);
  });

  it('shows the unfinished frame after a second, and tells that it changed', () => {
    const changes = vi.fn();
    emulator.onChange(changes);
    write(`one${BEGIN}\x1b[2J\x1b[Hhalf`);
    const changedRows = follow();
    vi.advanceTimersByTime(600);
    write(BEGIN);
    vi.advanceTimersByTime(399);
    expect(emulator.holdsFrame).toBe(true);
    expect(shown()[0]).toBe('one');
    changes.mockClear();
    vi.advanceTimersByTime(1);
    expect(changes).toHaveBeenCalledTimes(1);
    expect(emulator.holdsFrame).toBe(false);
    expect(shown()[0]).toBe('half');
    expect(changedRows()).toEqual([0, 1, 2, 3]);
    write(END);
    expect(shown()[0]).toBe('half');
  });

  it.each([
    ['its sequence', END],
    ['a reset', '\x1bc'],
    ['its sequence beside another mode', '\x1b[?25;2026l'],
  ])('leaves no timer behind after %s', (_name, end) => {
    write(BEGIN);
    expect(vi.getTimerCount()).toBe(1);
    write(end);
    expect(vi.getTimerCount()).toBe(0);
    expect(emulator.holdsFrame).toBe(false);
  });

  it('obeys the other modes of the same sequence', () => {
    write('\x1b[?2004;2026;1h');
    expect(emulator.inputModes).toMatchObject({ bracketedPaste: true, applicationCursorKeys: true });
    expect(emulator.holdsFrame).toBe(true);
  });

  it('keeps its picture in another size, and shows the frame whole after it', () => {
    write(`one\r\ntwo${BEGIN}\x1b[2J\x1b[Hhalf`);
    const changedRows = follow();
    emulator.resize(6, 10);
    expect(changedRows()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(shown()).toEqual(['one', 'two', '', '', '', '']);
    vi.advanceTimersByTime(1000);
    expect(changedRows()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(shown()[0]).toBe('half');
  });
});
