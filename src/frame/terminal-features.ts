// What a client's terminal can do beyond what all can (pure): from its environment, then from what it answers.
// Owns the decision and its reasons. Leaves asking to server/, colours to client/hello.ts. terminfo is not read: it
// says what a name once meant on the server's machine, and a terminal behind ssh is named `xterm-256color` anyway.

import type { ColourDepth } from './palette.js';

export interface TerminalFeatures {
  /** SU and SD; without them a region is scrolled by LF and RI at its ends. */
  scrollCounts: boolean;
  /** Left and right margins (DECLRMM, DECSLRM). */
  margins: boolean;
  /** DEC private mode 2026. */
  synchronisedOutput: boolean;
  /** Double, curly, dotted and dashed underlines, and their colours. */
  underlineStyles: boolean;
  /** OSC strings: window title and links; and cursor shapes (DECSCUSR). */
  modernSequences: boolean;
}

/** Consoles and terminals of old that print what they do not know, or take it for something else. */
const OLD_TERMS = /^(?:linux|dumb|ansi|cons25|cygwin|sun|wyse|vt\d|unknown|$)/;

/**
 * Underline styles are written with colons. Terminals that do not know them drop the whole sequence, print its rest
 * (GNU screen) or blink (Terminal.app), so they are sent only to those that are known to have them. Inside tmux they
 * are safe: tmux draws what its own terminal has.
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

export function featuresFor(env: Readonly<Record<string, string>>, colours: ColourDepth): TerminalFeatures {
  const isOld = OLD_TERMS.test(env['TERM'] ?? '');
  return {
    scrollCounts: !isOld,
    margins: false,
    synchronisedOutput: false,
    underlineStyles: !isOld && (colours === 'truecolor' || colours === '256') && hasUnderlineStyles(env),
    modernSequences: !isOld,
  };
}

function hasUnderlineStyles(env: Readonly<Record<string, string>>): boolean {
  return (
    STYLED_UNDERLINE_TERMS.test(env['TERM'] ?? '') ||
    STYLED_UNDERLINE_PROGRAMS.has(env['TERM_PROGRAM'] ?? '') ||
    env['KITTY_WINDOW_ID'] !== undefined ||
    env['WT_SESSION'] !== undefined ||
    Number(env['VTE_VERSION'] ?? 0) >= VTE_WITH_UNDERLINE_STYLES ||
    Number(env['KONSOLE_VERSION'] ?? 0) >= KONSOLE_WITH_UNDERLINE_STYLES
  );
}
