import { describe, expect, it } from 'vitest';

import { StyleReducer } from '../../src/frame/style-reducer.js';
import {
  BOLD,
  DEFAULT_STYLE,
  INVERSE,
  ITALIC,
  paletteColour,
  rgbColour,
  STRIKE,
  UNDERLINE_SHIFT,
} from '../../src/text/cell-grid.js';
import { themeOf } from '../harness/theme.js';

describe('the style reducer', () => {
  const features = { underlineStyles: true };
  const red = {
    ...DEFAULT_STYLE,
    fg: rgbColour(0xff0000),
    style: 3 << UNDERLINE_SHIFT,
    underlineColour: rgbColour(0x00ff00),
  };
  it.each([
    ['truecolor', red],
    ['256', { ...red, fg: paletteColour(196), underlineColour: paletteColour(46) }],
    ['16', { ...red, fg: paletteColour(9), style: 1 << UNDERLINE_SHIFT, underlineColour: 0 }],
    ['none', { ...red, fg: 0, style: 1 << UNDERLINE_SHIFT, underlineColour: 0 }],
  ] as const)('shows what %s can', (depth, shown) => {
    expect(
      new StyleReducer({
        colours: depth,
        theme: themeOf(depth),
        features: { underlineStyles: depth === 'truecolor' || depth === '256' },
      }).reduce(red),
    ).toEqual(shown);
  });

  it('shows a plain underline where there are no others', () => {
    const reducer = new StyleReducer({
      colours: 'truecolor',
      theme: themeOf('truecolor'),
      features: { underlineStyles: false },
    });
    expect(reducer.reduce(red)).toEqual({ ...red, style: 1 << UNDERLINE_SHIFT, underlineColour: 0 });
  });

  it('leaves the default colour and the palette alone', () => {
    expect(
      new StyleReducer({ colours: '256', theme: themeOf('256'), features }).reduce({
        ...DEFAULT_STYLE,
        bg: paletteColour(17),
      }),
    ).toEqual({
      ...DEFAULT_STYLE,
      bg: paletteColour(17),
    });
    expect(
      new StyleReducer({ colours: '16', theme: themeOf('16'), features }).reduce({
        ...DEFAULT_STYLE,
        bg: paletteColour(231),
      }).bg,
    ).toBe(paletteColour(15));
  });

  it('has the eight colours alone, bold for their bright twins, on a console', () => {
    const reducer = new StyleReducer({
      colours: '8',
      theme: themeOf('8'),
      features: { underlineStyles: false, fullSgr: false },
    });
    const shown = (fg: number, bg: number, style: number) =>
      reducer.reduce({ ...DEFAULT_STYLE, fg, bg, style });
    expect(shown(paletteColour(9), paletteColour(12), 0)).toMatchObject({
      fg: paletteColour(1),
      bg: paletteColour(4),
      style: BOLD,
    });
    expect(shown(paletteColour(1), 0, ITALIC | STRIKE | INVERSE)).toMatchObject({
      fg: paletteColour(1),
      bg: 0,
      style: INVERSE,
    });
    expect(shown(paletteColour(8), paletteColour(8), 0)).toMatchObject({
      fg: paletteColour(7),
      bg: paletteColour(0),
      style: 0,
    });
    for (let index = 0; index < 256; index++) {
      const { fg, bg } = shown(paletteColour(index), rgbColour(index * 0x10101), 0);
      expect(Math.max(fg & 0xff, bg & 0xff)).toBeLessThan(8);
    }
  });
});
