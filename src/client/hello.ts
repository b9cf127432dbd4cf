// The first message on every connection: who the client is and what its terminal can do.
// Owns reading the token and, from the environment, the terminal's colours.

import { readFileSync } from 'node:fs';
import { PROTOCOL_VERSION, type ClientMessage, type TerminalTraits } from '../protocol/messages.js';
import { VERSION } from '../protocol/version.js';
import type { Environment, Paths } from '../log/paths.js';
import { UserError } from '../text/user-error.js';

export type Hello = Extract<ClientMessage, { type: 'hello' }>;
export type HelloOptions = Pick<Hello, 'role' | 'terminal' | 'readOnly' | 'target' | 'cwd'> & {
  env: Environment;
};

/** Throws a UserError when the server's token cannot be read. */
export function createHello(paths: Paths, options: HelloOptions): Hello {
  const { env, ...rest } = options;
  return {
    type: 'hello',
    protocol: PROTOCOL_VERSION,
    version: VERSION,
    token: readToken(paths.tokenFile),
    pid: process.pid,
    ...rest,
    env: Object.fromEntries(
      Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  };
}

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const { message } = error as Error;
    throw new UserError(
      `cannot read the server's token: ${message}; end the server (kill-server as its owner)`,
    );
  }
}

/** Terminals that show 24-bit colours and do not all say so in COLORTERM, least of all through ssh. */
const TRUECOLOR_TERMS =
  /^(?:xterm-kitty|(?:xterm-)?ghostty|alacritty|foot|wezterm|contour|rio|iterm2?)\b|-direct\b/;

/** NO_COLOR as no-color.org says: any value but the empty one. */
export function detectColours(env: Environment): TerminalTraits['colours'] {
  const term = env['TERM'] ?? '';
  if (env['NO_COLOR']) return 'none';
  if (/^(?:truecolor|24bit)$/i.test(env['COLORTERM'] ?? '') || TRUECOLOR_TERMS.test(term)) return 'truecolor';
  return term.includes('256color') ? '256' : '16';
}
