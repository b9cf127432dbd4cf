// Every role on every background that it is drawn on, in every theme and at every depth.

import { describe, expect, it } from 'vitest';
import { paletteRgb, type ColourDepth, type ThemeSet } from '../../src/look/colours.js';
import { contrast, LINE_CONTRAST, mix, readableOn, TEXT_CONTRAST } from '../../src/look/contrast.js';
import { GROUND, ROLE_NAMES, ROLES, roleStyle, type RoleName } from '../../src/look/roles.js';
import { ownColour, Theme, type ThemeChoice } from '../../src/look/theme.js';
import {
  COLOUR_MODE_MASK,
  COLOUR_PALETTE,
  DEFAULT_STYLE,
  DIM,
  INVERSE,
  type CellStyle,
} from '../../src/text/cell-grid.js';

/** Black, One Dark, Dracula, Solarized dark, Nord; white, GitHub, Solarized light. */
const BACKGROUNDS: Readonly<Record<ThemeSet, readonly number[]>> = {
  dark: [0x000000, 0x101014, 0x1e1e1e, 0x282c34, 0x282a36, 0x002b36, 0x2e3440],
  light: [0xffffff, 0xf6f8fa, 0xfdf6e3, 0xeee8d5],
};
/** The 16 colours stand for themselves there: what a user of them has is not known, so xterm's two. */
const OF_XTERM: Readonly<Record<ThemeSet, readonly number[]>> = { dark: [0x000000], light: [0xffffff] };
const FOREGROUND: Readonly<Record<ThemeSet, number>> = { dark: 0xe5e5e5, light: 0x000000 };

const choice = (set: ThemeSet, depth: ColourDepth, more: Partial<ThemeChoice> = {}): ThemeChoice => ({
  set,
  depth,
  leastContrast: undefined,
  own: {},
  ...more,
});

/** What is seen of a cell: text and background, 0xRRGGBB. */
function seen(style: CellStyle, set: ThemeSet, background: number): [number, number] {
  const rgbOf = (word: number, unset: number): number => {
    if (word === 0) return unset;
    return (word & COLOUR_MODE_MASK) === COLOUR_PALETTE ? paletteRgb(word & 0xff) : word & 0xffffff;
  };
  const back = rgbOf(style.bg, background);
  const fore = rgbOf(style.fg, FOREGROUND[set]);
  // As xterm shows it: two thirds of the brightness.
  const text = style.style & DIM ? mix(0x000000, fore, 2 / 3) : fore;
  return style.style & INVERSE ? [back, text] : [text, back];
}

/** undefined: the terminal's own background. */
const grounds = (name: RoleName): (RoleName | undefined)[] =>
  ROLES[name].on.map((area) => (area === GROUND ? undefined : (area as RoleName)));

const THEMES: [string, ThemeChoice, number][] = (['dark', 'light'] as const).flatMap((set) => [
  ...(['truecolor', '256', '16', '8', 'none'] as const).map((depth): [string, ThemeChoice, number] => [
    `${set} ${depth}`,
    choice(set, depth),
    TEXT_CONTRAST,
  ]),
  [`high-contrast ${set}`, choice(set, 'truecolor', { leastContrast: 7 }), 7],
]);

describe.each(THEMES)('the theme %s', (_, given, least) => {
  const theme = new Theme(given);
  const isSharp = given.leastContrast !== undefined;
  const few = given.depth === '16' || given.depth === '8' || given.depth === 'none';
  const backgrounds = isSharp || few ? OF_XTERM : BACKGROUNDS;

  it.each(ROLE_NAMES)('can be read: %s', (name) => {
    const wanted = ROLES[name].kind === 'line' ? Math.min(LINE_CONTRAST, least) : least;
    for (const area of grounds(name)) {
      for (const background of backgrounds[given.set]) {
        const style = theme.resolve({ ...roleStyle(name), ...(area ? { bg: roleStyle(area).bg } : {}) });
        const [text, back] = seen(style, given.set, background);
        const where = `${name} on ${area ?? background.toString(16)}`;
        expect({ where, ratio: contrast(text, back) }).toSatisfy(
          ({ ratio }: { ratio: number }) => ratio >= wanted,
        );
      }
    }
  });

  it('makes the colours of types readable', () => {
    for (const rgb of [0xd75f5f, 0x5f87d7, 0xffff00, 0x000000, 0xffffff, 0x0000ff, 0x7f7f7f, 0x5faf5f]) {
      for (const background of backgrounds[given.set]) {
        const [text, back] = seen(
          theme.resolve({ ...DEFAULT_STYLE, fg: ownColour(rgb) }),
          given.set,
          background,
        );
        expect(contrast(text, back)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
      }
    }
  });
});

describe('text of any colour', () => {
  it('is made readable on any background', () => {
    for (let seed = 1; seed < 3_000; seed++) {
      const rgb = (seed * 2_654_435) & 0xffffff;
      const ground = (seed * 40_503_111) & 0xffffff;
      expect(contrast(readableOn(ground, rgb, TEXT_CONTRAST), ground)).toBeGreaterThanOrEqual(TEXT_CONTRAST);
    }
  });
});
