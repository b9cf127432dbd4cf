// A chat's text as a terminal outside the workspace can show it. Owns rewriting its SGR sequences, across
// writes. Leaves what its roles look like to look/ and what the terminal has to frame/style-reducer.ts.
// Source: ECMA-48 8.3.117.

import { StyleReducer } from '../../frame/style-reducer.js';
import { coloursFor, featuresFor } from '../../frame/terminal-features.js';
import { namedRole } from '../../look/roles.js';
import { chooseTheme, type ThemeOptions } from '../../look/theme-choice.js';
import { Theme } from '../../look/theme.js';
import type { TerminalTraits } from '../../protocol/messages.js';
import type { Environment } from '../../paths/paths.js';
import { DEFAULT_STYLE, type CellStyle } from '../../text/cell-grid.js';
import { applySgr } from '../../text/sgr-reader.js';
import { sgrBetween } from '../../text/sgr.js';

export interface ColoursOfTerminal {
  env: Environment;
  /** What its environment says that it can show. */
  wanted: TerminalTraits['colours'];
  theme: ThemeOptions;
  /** 0xRRGGBB; undefined: it did not report it, unknown: it was not asked. */
  background: number | 'unknown' | undefined;
}

const SGR = new RegExp('\x1b\\[([0-9;:]*)m', 'g');

/** A function from text to text; sequences may not be cut between two calls. */
export function colourAdapter({
  env,
  wanted,
  theme,
  background,
}: ColoursOfTerminal): (text: string) => string {
  const depth = coloursFor(env, wanted);
  const reducer = new StyleReducer({
    colours: depth,
    features: featuresFor(env, wanted),
    theme: new Theme(chooseTheme(theme, { depth, background, env })),
  });
  const given: CellStyle = { ...DEFAULT_STYLE };
  let sent: CellStyle = { ...DEFAULT_STYLE };
  return (text) =>
    text.replaceAll(SGR, (_, parameters: string) => {
      applySgr(given, Buffer.from(parameters), 0, parameters.length);
      const before = sent;
      sent = reducer.reduce({ ...given, fg: namedRole(given.fg), bg: namedRole(given.bg) });
      return sgrBetween(before, sent);
    });
}
