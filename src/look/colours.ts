// Reduces a colour word to what a client's terminal can show. Owns the nearest-colour search. Source of the
// 256 palette's values: xterm, 256colres.pl; of the 16: xterm's defaults.

import { COLOUR_MODE_MASK, COLOUR_PALETTE, COLOUR_RGB, paletteColour } from '../text/cell-grid.js';

/** For which background. */
export type ThemeSet = 'dark' | 'light';

/** What a terminal can show. 8: SGR 30 to 37, with bold for their bright variants. */
export type ColourDepth = 'none' | '8' | '16' | '256' | 'truecolor';

const BASIC_RGB = [
  0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000,
  0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
];
const CUBE_LEVELS = [0, 95, 135, 175, 215, 255];
const CUBE_START = 16;
const GREYS_START = 232;
const GREY_COUNT = 24;

/** One program has few reduced colours; more than this is a picture, whose colours are not worth keeping. */
const MAX_KNOWN = 4096;

/** A function from colour word to colour word; 0, the default colour, stays 0. */
export function colourReducer(depth: ColourDepth): (colour: number) => number {
  if (depth === 'truecolor') return (colour) => colour;
  if (depth === 'none') return () => 0;
  const reduce = depth === '256' ? to256 : depth === '16' ? to16 : to8;
  const known = new Map<number, number>();
  return (colour) => {
    if (colour === 0) return 0;
    let reduced = known.get(colour);
    if (reduced === undefined) {
      if (known.size >= MAX_KNOWN) known.clear();
      known.set(colour, (reduced = reduce(colour)));
    }
    return reduced;
  };
}

export function to256(colour: number): number {
  if ((colour & COLOUR_MODE_MASK) !== COLOUR_RGB) return colour;
  const rgb = colour & 0xffffff;
  const [red, green, blue] = parts(rgb).map(nearestLevel) as [number, number, number];
  const cube = CUBE_START + 36 * red + 6 * green + blue;
  const grey = GREYS_START + nearestGrey(rgb);
  return paletteColour(distance(rgb, paletteRgb(grey)) < distance(rgb, paletteRgb(cube)) ? grey : cube);
}

function to16(colour: number): number {
  if ((colour & COLOUR_MODE_MASK) === COLOUR_PALETTE && (colour & 0xff) < CUBE_START) return colour;
  const rgb = (colour & COLOUR_MODE_MASK) === COLOUR_RGB ? colour & 0xffffff : paletteRgb(colour & 0xff);
  let nearest = 0;
  for (let index = 1; index < BASIC_RGB.length; index++) {
    if (distance(rgb, paletteRgb(index)) < distance(rgb, paletteRgb(nearest))) nearest = index;
  }
  return paletteColour(nearest);
}

const LIGHT_GREY = 7;
const DARK_GREY = 8;

/** Without the bright variants. */
function to8(colour: number): number {
  return paletteColour(to16(colour) & 7);
}

/** A text colour on a console with eight colours: if it was bright, bold makes it bright again. */
export function consoleText(colour: number): { fg: number; isBold: boolean } {
  if (colour === 0) return { fg: 0, isBold: false };
  const index = to16(colour) & 0xff;
  // Bold black is grey on some consoles, and black on the others.
  if (index === DARK_GREY) return { fg: paletteColour(LIGHT_GREY), isBold: false };
  return { fg: to8(colour), isBold: index >= 8 };
}

/** 0xRRGGBB of one of the 256, as xterm has them. */
export function paletteRgb(index: number): number {
  if (index < CUBE_START) return BASIC_RGB[index] as number;
  if (index >= GREYS_START) return (8 + 10 * (index - GREYS_START)) * 0x010101;
  const cube = index - CUBE_START;
  const level = (at: number): number => CUBE_LEVELS[at] as number;
  return (level(Math.floor(cube / 36)) << 16) | (level(Math.floor(cube / 6) % 6) << 8) | level(cube % 6);
}

const parts = (rgb: number): [number, number, number] => [rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff];

function nearestLevel(value: number): number {
  let nearest = 0;
  CUBE_LEVELS.forEach((level, at) => {
    if (Math.abs(level - value) < Math.abs((CUBE_LEVELS[nearest] as number) - value)) nearest = at;
  });
  return nearest;
}

function nearestGrey(rgb: number): number {
  const average = parts(rgb).reduce((sum, part) => sum + part, 0) / 3;
  return Math.max(0, Math.min(GREY_COUNT - 1, Math.round((average - 8) / 10)));
}

/** Square of the distance, its parts weighted by how well the eye distinguishes them. */
function distance(one: number, other: number): number {
  const [red, green, blue] = parts(one).map((part, at) => part - (parts(other)[at] as number)) as [
    number,
    number,
    number,
  ];
  return 3 * red * red + 6 * green * green + blue * blue;
}

/** Least difference of a colour's parts for it not to be a grey. */
const LEAST_CHROMA = 40;
/** Of the 16 by sixths of the circle of hues, from red on; on white only those that can be read. */
const HUES: Readonly<Record<ThemeSet, readonly (number | undefined)[]>> = {
  dark: [9, 11, 10, 14, 14, 13],
  light: [1, undefined, undefined, undefined, 4, 5],
};

/** The one of the 16 that has this colour's hue; undefined: none that can be read there. */
export function basicHue(rgb: number, set: ThemeSet): number | undefined {
  const [red, green, blue] = parts(rgb);
  const most = Math.max(red, green, blue);
  const chroma = most - Math.min(red, green, blue);
  if (chroma < LEAST_CHROMA) return undefined;
  const sixth =
    most === red
      ? (green - blue) / chroma
      : most === green
        ? 2 + (blue - red) / chroma
        : 4 + (red - green) / chroma;
  return HUES[set][Math.round((sixth + 6) % 6) % 6];
}
