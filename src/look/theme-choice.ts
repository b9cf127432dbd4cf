// Which theme a client gets (pure): the option, and for `auto` the background of its terminal, as it reported
// it, or as its environment says until it has. Owns that decision. Leaves asking to server/view/.
// Source of COLORFGBG: rxvt.

import type { ColourDepth, ThemeSet } from './colours.js';
import { isLight } from './contrast.js';
import type { RoleName } from './roles.js';
import type { ThemeChoice } from './theme.js';

export const THEMES = ['auto', 'default', 'light', 'high-contrast', 'mono'] as const;
export type ThemeName = (typeof THEMES)[number];

/** The user's own theme, as the config has it: colours are 0xRRGGBB, by role. */
export type ThemeOptions = { base?: ThemeName | undefined } & Partial<Record<RoleName, number | undefined>>;

/** WCAG's level AAA. */
const HIGH_CONTRAST = 7;
/** Of the 16: white and bright white, as backgrounds. */
const LIGHT_BACKGROUNDS = ['7', '15'];

export function chooseTheme(
  { base: name = 'auto', ...own }: ThemeOptions,
  terminal: {
    depth: ColourDepth;
    /** 0xRRGGBB; undefined: not reported yet, unknown: it was not asked and never will be. */
    background: number | 'unknown' | undefined;
    env: Readonly<Record<string, string | undefined>>;
  },
): ThemeChoice {
  const { background, depth, env } = terminal;
  const found = typeof background === 'number' ? background : guessBackground(env['COLORFGBG']);
  const asked: ThemeSet = found !== undefined && isLight(found) ? 'light' : 'dark';
  const isGuess = background === 'unknown' && found === undefined && name !== 'default' && name !== 'light';
  return {
    set: name === 'default' ? 'dark' : name === 'light' ? 'light' : asked,
    // Colours for the wrong background cannot be read.
    depth: name === 'mono' || isGuess ? 'none' : depth,
    leastContrast: name === 'high-contrast' ? HIGH_CONTRAST : undefined,
    own,
  };
}

/** `15;0`, or `15;default;0`: the last is the background. */
function guessBackground(variable: string | undefined): number | undefined {
  const last = variable?.split(';').at(-1);
  if (last === undefined || !/^\d{1,2}$/.test(last)) return undefined;
  return LIGHT_BACKGROUNDS.includes(last) ? 0xffffff : 0x000000;
}
