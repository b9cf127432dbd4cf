import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { RowMarks } from '../../src/frame/row-marks.js';
import { applyScroll, findScroll as findMarkedScroll } from '../../src/frame/scroll.js';
import type { Box } from '../../src/panes/geometry.js';
import { createGrid, rowText, setCell, type CellGrid } from '../../src/text/cell-grid.js';

const gridOf = (rows: readonly string[], cols = 12): CellGrid => {
  const grid = createGrid(rows.length, cols);
  rows.forEach((text, row) => [...text].forEach((character, col) => setCell(grid, row, col, character, 1)));
  return grid;
};
const textOf = (grid: CellGrid): string[] =>
  Array.from({ length: grid.rows }, (_, row) => rowText(grid, row));
const whole = (grid: CellGrid) => ({ row: 0, col: 0, rows: grid.rows, cols: grid.cols });
const findScroll = (shown: CellGrid, next: CellGrid, box: Box) =>
  findMarkedScroll(shown, next, box, new RowMarks(next.rows));
const find = (before: readonly string[], after: readonly string[]) => {
  const [shown, next] = [gridOf(before), gridOf(after)];
  const scroll = findScroll(shown, next, whole(shown));
  return scroll && { top: scroll.box.row, rows: scroll.box.rows, count: scroll.count };
};

describe('the search for scrolled rows', () => {
  it.each([
    ['one line up', 'abcdef', 'bcdefg', { top: 0, rows: 6, count: 1 }],
    ['three lines up', 'abcdefgh', 'defghxyz', { top: 0, rows: 8, count: 3 }],
    ['down', 'abcdef', 'xabcde', { top: 0, rows: 6, count: -1 }],
    ['above a status line that stays', 'abcdeS', 'bcdefS', { top: 0, rows: 5, count: 1 }],
    ['above a status line that changes', 'abcdeS', 'bcdefT', { top: 0, rows: 5, count: 1 }],
    ['below a header', 'HGabcde', 'HGbcdef', { top: 2, rows: 5, count: 1 }],
    ['around a line that changed', 'abcdefgh', 'bcdXfghi', { top: 0, rows: 8, count: 1 }],
    ['over blank lines', 'ab  cdef', 'b  cdefg', { top: 0, rows: 8, count: 1 }],
  ])('finds %s', (_name, before, after, scroll) => {
    expect(find([...before], [...after])).toEqual(scroll);
  });

  it.each([
    ['nothing changed', 'abcdef', 'abcdef'],
    ['one line changed', 'abcdef', 'abXdef'],
    ['all is new', 'abcdef', 'uvwxyz'],
    ['only one line is kept', 'abcdef', 'fuvwxy'],
    ['all lines are alike', 'yyyyyy', 'yyyyyy'],
    ['it would make as many rows wrong as right', 'abPQRS', 'XYPQab'],
  ])('finds none when %s', (_name, before, after) => {
    expect(find([...before], [...after])).toBeUndefined();
  });

  it('looks only at its columns', () => {
    const before = gridOf(['a|1', 'b|2', 'c|3', 'd|4']);
    const after = gridOf(['b|1', 'c|2', 'd|3', 'e|4']);
    const box = { row: 0, col: 0, rows: 4, cols: 1 };
    expect(findScroll(before, after, box)).toEqual({ box, count: 1 });
    expect(findScroll(before, after, { ...box, col: 1, cols: 11 })).toBeUndefined();
  });

  it('leaves a region alone whose side a wide character crosses', () => {
    const grids = [gridOf(['a', 'b', 'c', 'd', 'e']), gridOf(['b', 'c', 'd', 'e', 'f'])] as const;
    setCell(grids[0], 2, 3, '漢', 2);
    setCell(grids[0], 2, 4, '', 0);
    expect(findScroll(grids[0], grids[1], { row: 0, col: 0, rows: 5, cols: 4 })).toBeUndefined();
    expect(findScroll(grids[0], grids[1], { row: 0, col: 0, rows: 5, cols: 3 })?.count).toBe(1);
  });

  it('moves cells as a terminal does, clusters too', () => {
    const grid = gridOf(['a', 'b', 'c', 'd']);
    setCell(grid, 2, 0, 'e\u0301', 1);
    applyScroll(grid, { box: { row: 1, col: 0, rows: 3, cols: 12 }, count: 1 });
    expect(textOf(grid)).toEqual(['a', 'e\u0301', 'd', '']);
    applyScroll(grid, { box: whole(grid), count: -2 });
    expect(textOf(grid)).toEqual(['', '', 'a', 'e\u0301']);
    expect(grid.clusters.size).toBe(1);
  });

  it('saves rows whatever moved, and never reaches beyond its box', () => {
    const rows = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', ''), { minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(rows, fc.integer({ min: -4, max: 4 }), fc.nat(5), (before, count, changed) => {
        const after = before.map((_, at) => before[at + count] ?? `new ${at}`);
        if (changed < after.length) after[changed] = 'changed';
        const [shown, next] = [gridOf(before), gridOf(after)];
        const scroll = findScroll(shown, next, whole(shown));
        if (!scroll) return;
        expect(scroll.box.row).toBeGreaterThanOrEqual(0);
        expect(scroll.box.row + scroll.box.rows).toBeLessThanOrEqual(before.length);
        const wrong = (): number => textOf(shown).filter((text, row) => text !== after[row]).length;
        const wrongBefore = wrong();
        applyScroll(shown, scroll);
        expect(wrong()).toBeLessThanOrEqual(wrongBefore - 2);
      }),
    );
  });
});
