// SGR sequences: the shortest way from one style to another. Leaves reducing to what a terminal can show to
// frame/style-reducer.ts, reading SGR to the emulator. Source: ECMA-48 8.3.117; colon forms of 4 and 58:
// kitty's underline protocol, as in VTE, WezTerm and iTerm2.

import type { CellStyle } from './cell-grid.js';
import {
  BLINK,
  BOLD,
  COLOUR_MODE_MASK,
  COLOUR_RGB,
  CONCEAL,
  DIM,
  INVERSE,
  ITALIC,
  OVERLINE,
  STRIKE,
  UNDERLINE_MASK,
  UNDERLINE_SHIFT,
} from './cell-grid.js';

/** Flag, code that sets it, code that resets it. 22 resets bold and dim together. */
const FLAGS = [
  [BOLD, '1', '22'],
  [DIM, '2', '22'],
  [ITALIC, '3', '23'],
  [BLINK, '5', '25'],
  [INVERSE, '7', '27'],
  [CONCEAL, '8', '28'],
  [STRIKE, '9', '29'],
  [OVERLINE, '53', '55'],
] as const;

export const RESET_SGR = '\x1b[m';

const SGR = new RegExp('\x1b\\[[0-9;:]*m', 'g');

export const withoutSgr = (text: string): string => text.replaceAll(SGR, '');

const isDefault = ({ fg, bg, style, underlineColour }: CellStyle): boolean =>
  fg === 0 && bg === 0 && style === 0 && underlineColour === 0;

/** '' when they are equal. */
export function sgrBetween(from: CellStyle, to: CellStyle): string {
  const steps = codesBetween(from, to);
  if (steps.length === 0) return '';
  if (isDefault(to)) return RESET_SGR;
  const stepwise = steps.join(';');
  if ((from.style & ~to.style) === 0) return `\x1b[${stepwise}m`;
  const afresh = ['0', ...codesBetween(NOTHING, to)].join(';');
  return `\x1b[${afresh.length < stepwise.length ? afresh : stepwise}m`;
}

const NOTHING: CellStyle = { fg: 0, bg: 0, style: 0, underlineColour: 0 };

function codesBetween(from: CellStyle, to: CellStyle): string[] {
  const codes: string[] = [];
  let had = from.style;
  for (const [flag, , unset] of FLAGS) {
    if (!(had & flag) || to.style & flag) continue;
    codes.push(unset);
    had &= unset === '22' ? ~(BOLD | DIM) : ~flag;
  }
  for (const [flag, set] of FLAGS) if (to.style & flag && !(had & flag)) codes.push(set);
  const underline = to.style & UNDERLINE_MASK;
  if ((from.style & UNDERLINE_MASK) !== underline) codes.push(underlineCode(underline >>> UNDERLINE_SHIFT));
  if (from.fg !== to.fg) codes.push(colourCode(to.fg, 30));
  if (from.bg !== to.bg) codes.push(colourCode(to.bg, 40));
  if (from.underlineColour !== to.underlineColour) codes.push(underlineColourCode(to.underlineColour));
  return codes;
}

/** Codes that set the flags of a style. */
export const flagCodes = (style: number): string[] =>
  FLAGS.flatMap(([flag, set]) => (style & flag ? [set] : []));

const underlineCode = (style: number): string => (style === 0 ? '24' : style === 1 ? '4' : `4:${style}`);

/** base: 30 foreground, 40 background; 60 more for the bright eight. */
function colourCode(colour: number, base: 30 | 40): string {
  if (colour === 0) return String(base + 9);
  const value = colour & 0xffffff;
  if ((colour & COLOUR_MODE_MASK) === COLOUR_RGB) {
    return `${base + 8};2;${value >> 16};${(value >> 8) & 0xff};${value & 0xff}`;
  }
  if (value < 8) return String(base + value);
  return value < 16 ? String(base + 60 + value - 8) : `${base + 8};5;${value}`;
}

/** Colons only: a terminal that does not know 58 would take what follows a semicolon for other attributes. */
function underlineColourCode(colour: number): string {
  if (colour === 0) return '59';
  const value = colour & 0xffffff;
  return (colour & COLOUR_MODE_MASK) === COLOUR_RGB
    ? `58:2::${value >> 16}:${(value >> 8) & 0xff}:${value & 0xff}`
    : `58:5:${value & 0xff}`;
}
