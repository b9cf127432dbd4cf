import { describe, expect, it } from 'vitest';

import type { Area, Direction } from '../../src/panes/geometry.js';
import { neighbourPane, paneInOrder } from '../../src/panes/neighbours.js';
import { applyPreset } from '../../src/panes/presets.js';
import type { Tab } from '../../src/panes/workspace.js';
import { toggleZoom } from '../../src/panes/workspace.js';
import { firstTab, onePane, panesInRow, picture, split } from './build-workspace.js';

const AREA: Area = { rows: 12, cols: 29 };
const DIRECTIONS: readonly Direction[] = ['left', 'right', 'up', 'down'];

const around = (tab: Tab, from: string, recent: string[] = []): (string | undefined)[] =>
  DIRECTIONS.map((direction) => neighbourPane(tab, from, direction, AREA, recent));

describe('the panes left, right, above and below', () => {
  it('of a square go around its edges', () => {
    const square = firstTab(applyPreset(panesInRow(4), 't1', 'tiled'));
    expect(around(square, 'a')).toEqual(['b', 'b', 'c', 'c']);
    expect(around(square, 'b')).toEqual(['a', 'a', 'd', 'd']);
    expect(around(square, 'c')).toEqual(['d', 'd', 'a', 'a']);
    expect(around(square, 'd')).toEqual(['c', 'c', 'b', 'b']);
  });

  it('of a row are the nearest, not the next best', () => {
    const row = firstTab(panesInRow(3));
    expect(around(row, 'a')).toEqual(['c', 'b', undefined, undefined]);
    expect(around(row, 'b')).toEqual(['a', 'c', undefined, undefined]);
    expect(around(row, 'c')).toEqual(['b', 'a', undefined, undefined]);
  });

  it('are the one used last where several touch the edge, else the first', () => {
    const tab = firstTab(applyPreset(panesInRow(5), 't1', 'main-vertical'));
    expect(picture(tab, AREA).split('\n')[3]).toBe(`${'a'.repeat(14)}|${'c'.repeat(14)}`);
    expect(around(tab, 'a')).toEqual(['b', 'b', undefined, undefined]);
    expect(around(tab, 'a', ['a', 'd', 'b'])).toEqual(['d', 'd', undefined, undefined]);
    expect(around(tab, 'd', ['d', 'a'])).toEqual(['a', 'a', 'c', 'e']);
  });

  it('of a pane used last win only among those that touch', () => {
    // b over c on the right of a; d on the right of both.
    const tab = firstTab(
      split(split(split(onePane, 'a', 'right', 'b'), 'b', 'right', 'd'), 'b', 'below', 'c'),
    );
    expect(neighbourPane(tab, 'a', 'right', AREA, ['d', 'c'])).toBe('c');
    expect(neighbourPane(tab, 'd', 'right', AREA, ['b', 'c'])).toBe('a');
  });

  it('of a lone or a zoomed pane are none', () => {
    expect(around(firstTab(onePane), 'a')).toEqual([undefined, undefined, undefined, undefined]);
    const zoomed = firstTab(toggleZoom(panesInRow(3), 'b'));
    expect(around(zoomed, 'b')).toEqual([undefined, undefined, undefined, undefined]);
    expect(neighbourPane(zoomed, 'nowhere', 'left', AREA, [])).toBeUndefined();
  });
});

describe('the next and the previous pane', () => {
  it('go through all in reading order and around', () => {
    const tab = firstTab(split(panesInRow(3), 'a', 'below', 'd'));
    const walk = (step: 1 | -1): string[] => {
      const seen = ['a'];
      for (let at = 0; at < 4; at++) seen.push(paneInOrder(tab, seen.at(-1) ?? '', step) ?? '');
      return seen;
    };
    expect(walk(1)).toEqual(['a', 'd', 'b', 'c', 'a']);
    expect(walk(-1)).toEqual(['a', 'c', 'b', 'd', 'a']);
    expect(paneInOrder(firstTab(onePane), 'a', 1)).toBe('a');
  });
});
