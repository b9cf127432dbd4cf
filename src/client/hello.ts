// The first message on every connection: who the client is and what its terminal can do.
// Owns how much of the environment is sent and, derived from it, the terminal's colours.

import { PROTOCOL_VERSION, type ClientMessage, type TerminalTraits } from '../protocol/messages.js';
import { VERSION } from '../protocol/version.js';
import type { Environment } from '../paths/paths.js';

export type Hello = Extract<ClientMessage, { type: 'hello' }>;
export type HelloOptions = Pick<
  Hello,
  'token' | 'role' | 'terminal' | 'readOnly' | 'target' | 'cwd' | 'link'
> & {
  env: Environment;
  /**
   * The whole environment is sent: something may be started in it. Otherwise only what names the pane of the
   * call.
   */
  sendsEnvironment: boolean;
};

/** From which pane of which server a call comes. */
const PANE_VARIABLES = ['QMUX', 'QMUX_SESSION'];

export function createHello(options: HelloOptions): Hello {
  const { env, sendsEnvironment, ...rest } = options;
  return {
    type: 'hello',
    protocol: PROTOCOL_VERSION,
    version: VERSION,
    pid: process.pid,
    ...rest,
    env: definedVariables(
      sendsEnvironment ? env : Object.fromEntries(PANE_VARIABLES.map((name) => [name, env[name]])),
    ),
  };
}

export const definedVariables = (env: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

/** Terminals that show 24-bit colours but do not always say so in COLORTERM, especially over ssh. */
const TRUECOLOR_TERMS =
  /^(?:xterm-kitty|(?:xterm-)?ghostty|alacritty|foot|wezterm|contour|rio|iterm2?)\b|-direct\b/;

/** NO_COLOR as no-color.org says: any value but the empty one. */
export function detectColours(env: Environment): TerminalTraits['colours'] {
  const term = env['TERM'] ?? '';
  if (env['NO_COLOR']) return 'none';
  if (/^(?:truecolor|24bit)$/i.test(env['COLORTERM'] ?? '') || TRUECOLOR_TERMS.test(term)) return 'truecolor';
  return term.includes('256color') ? '256' : '16';
}
