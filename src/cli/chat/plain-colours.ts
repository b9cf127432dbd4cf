// A chat's text as a terminal outside the workspace can show it: in the theme for its background, and in the
// colours that it has. Owns putting the two together.

import { StyleReducer } from '../../frame/style-reducer.js';
import { coloursFor, featuresFor } from '../../frame/terminal-features.js';
import { rewriteSgr } from '../../look/rewrite-sgr.js';
import { chooseTheme, type ThemeOptions } from '../../look/theme-choice.js';
import { Theme } from '../../look/theme.js';
import type { TerminalTraits } from '../../protocol/messages.js';
import type { Environment } from '../../paths/paths.js';

export interface ColoursOfTerminal {
  env: Environment;
  /** What its environment says that it can show. */
  wanted: TerminalTraits['colours'];
  theme: ThemeOptions;
  /** 0xRRGGBB; undefined: it did not report it, unknown: it was not asked. */
  background: number | 'unknown' | undefined;
}

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
  return rewriteSgr((style) => reducer.reduce(style));
}
