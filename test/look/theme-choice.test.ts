import { describe, expect, it } from 'vitest';
import { contrast, TEXT_CONTRAST } from '../../src/look/contrast.js';
import { ROLE_NAMES, ROLES, roleStyle } from '../../src/look/roles.js';
import { chooseTheme, THEMES, type ThemeOptions } from '../../src/look/theme-choice.js';
import { Theme } from '../../src/look/theme.js';
import { BOLD, DEFAULT_STYLE, paletteColour, rgbColour } from '../../src/text/cell-grid.js';

const DARK = 0x101014;
const LIGHT = 0xfdf6e3;
const choose = (
  options: ThemeOptions,
  background?: number | 'unknown',
  env: Record<string, string> = {},
): ReturnType<typeof chooseTheme> => chooseTheme(options, { depth: '256', background, env });

describe('the choice of a theme', () => {
  it.each<[string, ThemeOptions, number | 'unknown' | undefined, Record<string, string>, string, string]>([
    ['auto, dark', {}, DARK, {}, 'dark', '256'],
    ['auto, light', {}, LIGHT, {}, 'light', '256'],
    ['auto, no answer yet', {}, undefined, {}, 'dark', '256'],
    ['auto, as the environment says', {}, undefined, { COLORFGBG: '0;15' }, 'light', '256'],
    ['auto, of three parts', {}, undefined, { COLORFGBG: '0;default;7' }, 'light', '256'],
    ['auto, another form', {}, undefined, { COLORFGBG: 'default;default' }, 'dark', '256'],
    ['the terminal before the environment', {}, DARK, { COLORFGBG: '0;15' }, 'dark', '256'],
    ['auto, never asked', {}, 'unknown', {}, 'dark', 'none'],
    ['named, never asked', { base: 'light' }, 'unknown', {}, 'light', '256'],
    ['default on white', { base: 'default' }, LIGHT, {}, 'dark', '256'],
    ['light on black', { base: 'light' }, DARK, {}, 'light', '256'],
    ['mono', { base: 'mono' }, LIGHT, {}, 'light', 'none'],
    ['high-contrast on white', { base: 'high-contrast' }, LIGHT, {}, 'light', '256'],
  ])('is for %s', (_, options, background, env, set, depth) => {
    expect(choose(options, background, env)).toMatchObject({ set, depth });
  });

  it.each(THEMES)('%s is complete', (base) => {
    const theme = new Theme(choose({ base }));
    for (const name of ROLE_NAMES) expect(theme.resolve(roleStyle(name)).fg >>> 24).not.toBe(3);
  });
});

describe('colours of the user', () => {
  it('are the text of a role, and the background of an area, whose text can be read on it', () => {
    for (let seed = 1; seed < 400; seed++) {
      const rgb = (seed * 2_654_435) & 0xffffff;
      const theme = new Theme({ ...choose({ accent: rgb, bar: rgb }), depth: 'truecolor' });
      expect(theme.resolve(roleStyle('accent')).fg).toBe(rgbColour(rgb));
      const { fg, bg } = theme.resolve(roleStyle('bar'));
      expect(bg).toBe(rgbColour(rgb));
      expect(contrast(fg & 0xffffff, bg & 0xffffff)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
    }
  });

  it('leave attributes and the other roles as they are', () => {
    const theme = new Theme(choose({ focused_title: 0x123456 }));
    expect(theme.resolve(roleStyle('focused_title')).style).toBe(BOLD);
    expect(theme.resolve(roleStyle('accent')).fg).toBe(paletteColour(ROLES.accent.dark256.text ?? 0));
  });
});

it('cells without a role are nobody\u2019s business', () => {
  const program = { ...DEFAULT_STYLE, fg: paletteColour(177), bg: rgbColour(0x123456), style: BOLD };
  expect(new Theme(choose({})).resolve(program)).toBe(program);
});
