// From roles to the colours of one client's terminal (pure): one of the table's columns, the user's own
// colours, and colours of session types made readable. Owns what a cell with a role becomes. Leaves the
// table to roles.ts, which theme it is to theme-choice.ts, and other colours to colours.ts.

import type { CellStyle } from '../text/cell-grid.js';
import { BOLD, COLOUR_MODE_MASK, COLOUR_ROLE, DIM, paletteColour, rgbColour } from '../text/cell-grid.js';
import { UNSHARED } from '../text/unshared.js';
import { basicHue, paletteRgb, to256, type ColourDepth, type ThemeSet } from './colours.js';
import { contrast, readableOn, TEXT_CONTRAST } from './contrast.js';
import { GROUND, ROLE_NAMES, roleIndex, ROLES, type Pair, type Role, type RoleName } from './roles.js';

export interface ThemeChoice {
  set: ThemeSet;
  /** none: attributes alone. */
  depth: ColourDepth;
  /** Of text and lines, above what the table has. */
  leastContrast: number | undefined;
  /** 0xRRGGBB: the text of a role, the background of an area. */
  own: Readonly<Partial<Record<RoleName, number | undefined>>>;
}

/** What a role is on one terminal: colour words, and the attributes that belong to it. */
interface Look {
  /** 0: the text's own colour. */
  fg: number;
  /** 0: none of its own. */
  bg: number;
  style: number;
  /** As a background it takes the text's colour too. */
  coversText: boolean;
}

/**
 * The grey that is hardest to read on, of the backgrounds that people use: dark ones are not lighter, light
 * ones not darker. Nord's and Solarized's.
 */
const HARDEST_BACKGROUND: Readonly<Record<ThemeSet, number>> = { dark: 0x2e3440, light: 0xeee8d5 };
const CLEAREST_BACKGROUND: Readonly<Record<ThemeSet, number>> = { dark: 0x000000, light: 0xffffff };

/** Set in a role's word: seven bits each of red, green and blue, to be made readable. */
const OWN_COLOUR = 1 << 23;

/** The colour word of a session type's colour, 0xRRGGBB; the lowest bit of each part is lost. */
export const ownColour = (rgb: number): number =>
  COLOUR_ROLE | OWN_COLOUR | (((rgb >> 17) & 0x7f) << 14) | (((rgb >> 9) & 0x7f) << 7) | ((rgb >> 1) & 0x7f);

const isThemed = (word: number): boolean => (word & COLOUR_MODE_MASK) === COLOUR_ROLE;

export class Theme {
  readonly #choice: ThemeChoice;
  readonly #looks = new Map<number, Look>();

  constructor(choice: ThemeChoice) {
    this.#choice = choice;
    for (const name of ROLE_NAMES) this.#looks.set(roleIndex(name), lookOf(name, choice));
  }

  /** The style with colours in place of roles; itself if it has none. */
  resolve(given: Readonly<CellStyle>): Readonly<CellStyle> {
    const style = withoutMark(given);
    const hasText = isThemed(style.fg);
    const hasArea = isThemed(style.bg);
    if (!hasText && !hasArea) return style;
    const text = hasText ? this.#lookAt(style.fg) : undefined;
    const area = hasArea ? this.#lookAt(style.bg) : undefined;
    const isCovered = area?.coversText === true && text !== area;
    const fg = isCovered ? area.fg : (text?.fg ?? style.fg);
    return {
      fg: fg === 0 ? (area?.fg ?? 0) : fg,
      bg: (isCovered ? 0 : (text?.bg ?? 0)) || (area?.bg ?? style.bg),
      style: style.style | ((text?.style ?? 0) & (isCovered ? ~DIM : ~0)) | (area?.style ?? 0),
      underlineColour: style.underlineColour,
    };
  }

  #lookAt(word: number): Look {
    const value = word & 0xffffff;
    let look = this.#looks.get(value);
    if (!look) this.#looks.set(value, (look = ownLook(value, this.#choice)));
    return look;
  }
}

/** Of text/unshared.ts. */
const withoutMark = (style: Readonly<CellStyle>): Readonly<CellStyle> =>
  style.underlineColour === UNSHARED ? { ...style, underlineColour: 0 } : style;

/** Of the table, in the numbers of that depth; not for `none`. */
function pairOf(role: Role, { set, depth }: Pick<ThemeChoice, 'set' | 'depth'>): Pair {
  if (depth === 'truecolor') return role[set];
  if (depth === '256') return set === 'dark' ? role.dark256 : role.light256;
  return set === 'dark' ? role.dark16 : role.light16;
}

function lookOf(name: RoleName, choice: ThemeChoice): Look {
  const role: Role = ROLES[name];
  const { set, depth, leastContrast } = choice;
  if (depth === 'none') return { fg: 0, bg: 0, style: role.mono, coversText: role.coversText };
  const isFew = depth === '16' || depth === '8';
  const style = isFew ? role.attributes16 : role.attributes;
  const own = ownPair(name, role, choice);
  if (own)
    return { fg: wordOf(own.text, 'truecolor'), bg: wordOf(own.back, 'truecolor'), style, coversText: false };
  if (leastContrast !== undefined && !isFew) {
    const { text, back } = sharpened(role, set, leastContrast);
    return { fg: wordOf(text, 'truecolor'), bg: wordOf(back, 'truecolor'), style, coversText: false };
  }
  const { text, back } = pairOf(role, choice);
  return {
    fg: wordOf(text, depth),
    bg: wordOf(back, depth),
    style: isFew && leastContrast !== undefined ? BOLD | style : style,
    coversText: isFew && role.coversText,
  };
}

/** The user's colour: for an area its text is made readable, a text keeps what the user chose. */
function ownPair(name: RoleName, role: Role, { own }: ThemeChoice): Pair | undefined {
  const rgb = own[name];
  if (rgb === undefined) return undefined;
  if (role.kind !== 'area') return { text: rgb };
  return { back: rgb, text: readableOn(rgb, role.dark.text ?? 0xffffff, TEXT_CONTRAST) };
}

/** As far from all that it is drawn on as asked for. */
function sharpened(role: Role, set: ThemeSet, least: number): Pair {
  const { text, back } = role[set];
  if (text === undefined) return back === undefined ? {} : { back };
  const areas = role.on.filter((area) => area !== GROUND);
  const backs = areas.flatMap((area) => ROLES[area as RoleName][set].back ?? []);
  const grounds = back === undefined ? [CLEAREST_BACKGROUND[set], ...backs] : [back];
  const sharp = grounds.reduce((colour, ground) => readableOn(ground, colour, least), text);
  return { text: sharp, ...(back === undefined ? {} : { back }) };
}

function ownLook(value: number, { set, depth, leastContrast }: ThemeChoice): Look {
  const part = (shift: number): number => ((value >> shift) & 0x7f) * 2 + 1;
  const rgb = (part(14) << 16) | (part(7) << 8) | part(0);
  const look = (fg: number): Look => ({ fg, bg: 0, style: 0, coversText: false });
  if ((value & OWN_COLOUR) === 0 || depth === 'none') return look(0);
  if (depth === '16' || depth === '8') {
    const hue = basicHue(rgb, set);
    return look(hue === undefined ? 0 : paletteColour(hue));
  }
  const ground = HARDEST_BACKGROUND[set];
  const least = leastContrast ?? TEXT_CONTRAST;
  if (depth === 'truecolor') return look(rgbColour(readableOn(ground, rgb, least)));
  // Rounding to one of the 256 may cost some of it.
  for (let aim = least; ; aim += 0.5) {
    const reduced = to256(rgbColour(readableOn(ground, rgb, aim)));
    if (aim > MOST_AIMED || contrast(paletteRgb(reduced & 0xff), ground) >= least) return look(reduced);
  }
}

/** More than this no colour has on the hardest background. */
const MOST_AIMED = 12;

const wordOf = (value: number | undefined, depth: ColourDepth): number => {
  if (value === undefined) return 0;
  return depth === 'truecolor' ? rgbColour(value) : paletteColour(value);
};
