// A chat's text, in which the 256 colours are roles, as text for a terminal (pure). Owns rewriting its SGR
// sequences, also across parts of a text. Leaves what a style becomes to whoever knows the terminal. Source:
// ECMA-48 8.3.117.

import { CONCEAL, DEFAULT_STYLE, type CellStyle } from '../text/cell-grid.js';
import { applySgr } from '../text/sgr-reader.js';
import { sgrBetween } from '../text/sgr.js';
import { namedRole } from './roles.js';

const SGR = new RegExp('\x1b\\[([0-9;:]*)m', 'g');
const encoder = new TextEncoder();

/** show: a style with roles as the terminal has it. No sequence may be cut between two calls. */
export function rewriteSgr(
  show: (style: Readonly<CellStyle>) => Readonly<CellStyle>,
): (text: string) => string {
  const given: CellStyle = { ...DEFAULT_STYLE };
  let sent: Readonly<CellStyle> = DEFAULT_STYLE;
  return (text) =>
    text.replaceAll(SGR, (_, parameters: string) => {
      applySgr(given, encoder.encode(parameters), 0, parameters.length);
      const before = sent;
      sent = show({
        ...given,
        fg: namedRole(given.fg),
        bg: namedRole(given.bg),
        // Whom the text is for (text/unshared.ts) does not matter outside of the workspace.
        style: given.style & ~CONCEAL,
      });
      return sgrBetween(before, sent);
    });
}
