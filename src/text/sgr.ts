// Select Graphic Rendition (ECMA-48 8.3.117): from a cell's style to the bytes that set it.
// Owns colour reduction for terminals with fewer colours. Leaves reading SGR to the emulator.

import type { CellStyle } from './cell-grid.js';
import {
  BLINK,
  BOLD,
  COLOUR_MODE_MASK,
  COLOUR_PALETTE,
  CONCEAL,
  DIM,
  INVERSE,
  ITALIC,
  OVERLINE,
  STRIKE,
  UNDERLINE_MASK,
  UNDERLINE_SHIFT,
} from './cell-grid.js';

export type ColourDepth = 'none' | '16' | '256' | 'truecolor';

const ATTRIBUTES = [
  [BOLD, '1'],
  [DIM, '2'],
  [ITALIC, '3'],
  [BLINK, '5'],
  [INVERSE, '7'],
  [CONCEAL, '8'],
  [STRIKE, '9'],
  [OVERLINE, '53'],
] as const;

/** The sequence after which a terminal in style `from` is in style `to`; '' when they look the same. */
export function sgrChange(from: Readonly<CellStyle>, to: Readonly<CellStyle>, depth: ColourDepth): string {
  if (sameStyle(from, to)) return '';
  if (sameStyle(to, PLAIN)) return '\x1b[m';
  const removes = (from.style & ~to.style) !== 0 || ((from.style ^ to.style) & UNDERLINE_MASK) !== 0;
  const base = removes ? PLAIN : from;
  const codes: string[] = removes ? ['0'] : [];
  for (const [flag, code] of ATTRIBUTES) if (to.style & flag && !(base.style & flag)) codes.push(code);
  const underline = (to.style & UNDERLINE_MASK) >> UNDERLINE_SHIFT;
  const rich = depth === 'truecolor' || depth === '256';
  if (underline !== (base.style & UNDERLINE_MASK) >> UNDERLINE_SHIFT)
    codes.push(underline <= 1 || !rich ? '4' : `4:${underline}`);
  if (to.fg !== base.fg) push(codes, colourCode(to.fg, '3', '9', depth));
  if (to.bg !== base.bg) push(codes, colourCode(to.bg, '4', '10', depth));
  if (to.underlineColour !== base.underlineColour && rich)
    codes.push(to.underlineColour === 0 ? '59' : underlineColourCode(to.underlineColour, depth));
  return codes.length === 0 ? '' : `\x1b[${codes.join(';')}m`;
}

const PLAIN: Readonly<CellStyle> = { fg: 0, bg: 0, style: 0, underlineColour: 0 };

const sameStyle = (a: Readonly<CellStyle>, b: Readonly<CellStyle>): boolean =>
  a.fg === b.fg && a.bg === b.bg && a.style === b.style && a.underlineColour === b.underlineColour;

const push = (codes: string[], code: string): void => {
  if (code !== '') codes.push(code);
};

/** normal: '3' or '4'; bright: '9' or '10', for the palette's entries 8 to 15. */
function colourCode(colour: number, normal: string, bright: string, depth: ColourDepth): string {
  if (depth === 'none') return '';
  const mode = colour & COLOUR_MODE_MASK;
  const value = colour & 0xffffff;
  if (mode === 0) return `${normal}9`;
  if (mode === COLOUR_PALETTE) {
    const index = depth === '16' ? nearestOf16(paletteRgb(value), value) : value;
    return paletteCode(index, normal, bright);
  }
  if (depth === 'truecolor') return `${normal}8;2;${value >> 16};${(value >> 8) & 255};${value & 255}`;
  return paletteCode(depth === '256' ? nearestOf256(value) : nearestOf16(value), normal, bright);
}

const paletteCode = (index: number, normal: string, bright: string): string =>
  index < 8 ? `${normal}${index}` : index < 16 ? `${bright}${index - 8}` : `${normal}8;5;${index}`;

function underlineColourCode(colour: number, depth: ColourDepth): string {
  const value = colour & 0xffffff;
  if ((colour & COLOUR_MODE_MASK) === COLOUR_PALETTE) return `58:5:${value}`;
  return depth === 'truecolor'
    ? `58:2::${value >> 16}:${(value >> 8) & 255}:${value & 255}`
    : `58:5:${nearestOf256(value)}`;
}

/** Levels of xterm's 6x6x6 colour cube (entries 16 to 231). */
const CUBE = [0, 95, 135, 175, 215, 255] as const;

/** xterm's default colours of the entries 0 to 15. */
const BASE_16 = [
  0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000,
  0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
] as const;

function paletteRgb(index: number): number {
  if (index < 16) return BASE_16[index] as number;
  if (index >= 232) return (8 + (index - 232) * 10) * 0x010101;
  const at = index - 16;
  const level = (step: number): number => CUBE[Math.floor(at / step) % 6] as number;
  return (level(36) << 16) | (level(6) << 8) | level(1);
}

function nearestOf256(rgb: number): number {
  const cubeIndex = (level: number): number =>
    level < 48 ? 0 : level < 115 ? 1 : Math.floor((level - 35) / 40);
  const [r, g, b] = [cubeIndex(rgb >> 16), cubeIndex((rgb >> 8) & 255), cubeIndex(rgb & 255)];
  const cube = 16 + 36 * r + 6 * g + b;
  const average = ((rgb >> 16) + ((rgb >> 8) & 255) + (rgb & 255)) / 3;
  const grey = 232 + Math.max(0, Math.min(23, Math.round((average - 8) / 10)));
  return distance(rgb, paletteRgb(grey)) < distance(rgb, paletteRgb(cube)) ? grey : cube;
}

/** index: taken as it is when it already is one of the 16. */
function nearestOf16(rgb: number, index = 16): number {
  if (index < 16) return index;
  let best = 0;
  for (let at = 1; at < 16; at++)
    if (distance(rgb, BASE_16[at] as number) < distance(rgb, BASE_16[best] as number)) best = at;
  return best;
}

const distance = (a: number, b: number): number =>
  ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2;
