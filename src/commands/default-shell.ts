// The shell that opens if no command is given: the user's, by default as a login shell, as in tmux.
// Leaves running it to the coordinator.

import { userInfo } from 'node:os';
import { basename } from 'node:path';

/** Those that take -l; for others it is unknown what makes them login shells. */
const TAKES_LOGIN_FLAG: ReadonlySet<string> = new Set([
  'ash',
  'bash',
  'csh',
  'dash',
  'fish',
  'ksh',
  'mksh',
  'nu',
  'sh',
  'tcsh',
  'zsh',
]);

/** Its words. env: of the caller. */
export function defaultShell(
  env: Readonly<Record<string, string | undefined>>,
  { login }: { login: boolean },
): string[] {
  const shell = env['SHELL'] || shellOfUser() || '/bin/sh';
  return login && TAKES_LOGIN_FLAG.has(basename(shell)) ? [shell, '-l'] : [shell];
}

function shellOfUser(): string | null | undefined {
  try {
    return userInfo().shell;
  } catch {
    // A user without an entry in the system's list.
    return undefined;
  }
}
