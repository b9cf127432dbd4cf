// What a client's terminal can do (pure): from the table of families, its environment, and then its replies.
// Owns what is decided for frames alone, and why. Leaves the table to text/terminal-family.ts, asking to
// server/, the terminal's own colours to client/hello.ts. terminfo is not read: it describes a name on the
// server's machine.

import { abilitiesOf, takesUtf8, type Sequences } from '../text/terminal-family.js';
import type { ColourDepth } from '../look/colours.js';

export interface TerminalFeatures extends Sequences {
  /** Left and right margins (DECLRMM, DECSLRM). */
  margins: boolean;
  /** DEC private mode 2026. */
  synchronisedOutput: boolean;
  /** Double, curly, dotted and dashed underlines, and their colours. */
  underlineStyles: boolean;
  /** Characters beyond ASCII. */
  utf8: boolean;
}

/**
 * Underline styles are written with colons. Terminals that do not support them drop the whole sequence, print
 * its rest (GNU screen) or blink (Terminal.app), so they are sent only to those known to support them. Inside
 * tmux they are safe: tmux draws what its own terminal supports.
 */
const STYLED_UNDERLINE_TERMS =
  /^(?:xterm-kitty|(?:xterm-)?ghostty|alacritty|foot|wezterm|contour|rio|mintty|tmux)\b/;
const STYLED_UNDERLINE_PROGRAMS = new Set([
  'iTerm.app',
  'WezTerm',
  'ghostty',
  'vscode',
  'mintty',
  'tmux',
  'rio',
  'qmux',
]);
/** VTE 0.52 and Konsole 22.04. */
const VTE_WITH_UNDERLINE_STYLES = 5200;
const KONSOLE_WITH_UNDERLINE_STYLES = 220400;

export function featuresFor(
  env: Readonly<Record<string, string | undefined>>,
  colours: ColourDepth,
): TerminalFeatures {
  const { family: _, colours: most, utf8, ...sequences } = abilitiesOf(env);
  return {
    ...sequences,
    margins: false,
    synchronisedOutput: false,
    underlineStyles:
      most === 'truecolor' && (colours === 'truecolor' || colours === '256') && hasUnderlineStyles(env),
    utf8: takesUtf8(env, { utf8 }),
  };
}

const DEPTHS: readonly ColourDepth[] = ['none', '8', '16', '256', 'truecolor'];

/**
 * wanted: what the client asks for, by NO_COLOR, COLORTERM and TERM; its terminal's family may have fewer.
 */
export function coloursFor(
  env: Readonly<Record<string, string | undefined>>,
  wanted: ColourDepth,
): ColourDepth {
  const { colours: most } = abilitiesOf(env);
  return DEPTHS.indexOf(wanted) < DEPTHS.indexOf(most) ? wanted : most;
}

function hasUnderlineStyles(env: Readonly<Record<string, string | undefined>>): boolean {
  return (
    STYLED_UNDERLINE_TERMS.test(env['TERM'] ?? '') ||
    STYLED_UNDERLINE_PROGRAMS.has(env['TERM_PROGRAM'] ?? '') ||
    env['KITTY_WINDOW_ID'] !== undefined ||
    env['WT_SESSION'] !== undefined ||
    Number(env['VTE_VERSION'] ?? 0) >= VTE_WITH_UNDERLINE_STYLES ||
    Number(env['KONSOLE_VERSION'] ?? 0) >= KONSOLE_WITH_UNDERLINE_STYLES
  );
}
