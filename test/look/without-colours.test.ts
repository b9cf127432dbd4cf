// What is told apart by colour is told apart by a sign, a word or an attribute as well.

import { describe, expect, it } from 'vitest';
import { ROLE_NAMES, ROLES, roleStyle, type RoleName } from '../../src/look/roles.js';
import { DEFAULT_STYLE, INVERSE, type CellStyle } from '../../src/text/cell-grid.js';
import { MARK_TEXT } from '../../src/text/mark.js';
import { themeOf } from '../harness/theme.js';

/** On a terminal without colours. */
const shown = (name: RoleName): CellStyle => themeOf('none').resolve(roleStyle(name));

describe('without colours', () => {
  it.each(ROLE_NAMES)('%s has none', (name) => {
    expect(shown(name)).toMatchObject({ fg: 0, bg: 0 });
  });

  it.each<[RoleName, RoleName]>([
    ['focused_title', 'unfocused_title'],
    ['focused_line', 'line'],
    ['focused_line', 'prompt_line'],
    ['bar', 'tab_current'],
    ['hit', 'current_hit'],
    ['selection', 'hit'],
    ['question', 'dim'],
    ['accent', 'dim'],
    ['waiting', 'working'],
    ['failed', 'done'],
  ])('%s differs from %s', (one, other) => {
    expect(shown(one)).not.toEqual(shown(other));
  });

  it('a selected row is one bar, whatever is on it', () => {
    const bars = ROLE_NAMES.filter((name) => ROLES[name].on.includes('selection')).map(
      (name) =>
        themeOf('none').resolve({ ...roleStyle(name), bg: roleStyle('selection').bg }).style & INVERSE,
    );
    expect(new Set(bars)).toEqual(new Set([INVERSE]));
    expect(themeOf('none').resolve(DEFAULT_STYLE)).toEqual(DEFAULT_STYLE);
  });

  it('every mark has a sign of its own; that of an exit is followed by how it ended', () => {
    const { ended, ...others } = MARK_TEXT;
    const signs = Object.values(others);
    expect(new Set(signs).size).toBe(signs.length);
    expect(ended).toBe(others.failed);
  });
});
