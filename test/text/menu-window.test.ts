import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { menuWindow } from '../../src/text/menu-window.js';

describe('the window on a menu', () => {
  it('says what is beyond it only where not all entries fit', () => {
    expect(menuWindow(6, 5, 6)).toEqual({ first: 0, count: 6, more: undefined });
    expect(menuWindow(47, 0, 6)).toEqual({ first: 0, count: 5, more: '… 42 more' });
    expect(menuWindow(47, 46, 6)).toEqual({ first: 42, count: 5, more: '… 42 above' });
    expect(menuWindow(47, 9, 6)).toEqual({ first: 7, count: 5, more: '… 35 more, 7 above' });
    expect(menuWindow(47, 9, 1)).toEqual({ first: 9, count: 1, more: undefined });
  });

  it('always holds the selected entry, and no more rows than there are', () => {
    const place = fc.record({
      entries: fc.integer({ min: 1, max: 60 }),
      at: fc.nat(),
      rows: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(place, ({ entries, at, rows }) => {
        const selected = at % entries;
        const { first, count, more } = menuWindow(entries, selected, rows);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(first + count).toBeLessThanOrEqual(entries);
        expect(selected).toBeGreaterThanOrEqual(first);
        expect(selected).toBeLessThan(first + count);
        expect(count + (more === undefined ? 0 : 1)).toBeLessThanOrEqual(rows);
      }),
    );
  });
});
