// Which variables of this machine's environment go to another one, and what becomes of the environment there
// (pure). Owns that list: everything else, keys and tokens first of all, stays here.

import type { Environment } from '../../paths/paths.js';

/** They describe the terminal, which is here whatever the other machine says. */
const OF_TERMINAL: readonly string[] = [
  'TERM',
  'COLORTERM',
  'TERM_PROGRAM',
  'TERM_PROGRAM_VERSION',
  'NO_COLOR',
];
const OF_LOCALE = /^(?:LANG|LC_[A-Z_]+)$/;

export const travelling = (env: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && (OF_TERMINAL.includes(entry[0]) || OF_LOCALE.test(entry[0])),
    ),
  );

/** The environment of the login there, with the terminal and the locale of here. */
export function withTravelled(login: Environment, travelled: Environment): Record<string, string> {
  const kept = Object.entries(login).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !OF_TERMINAL.includes(entry[0]),
  );
  return { ...Object.fromEntries(kept), ...travelling(travelled) };
}
