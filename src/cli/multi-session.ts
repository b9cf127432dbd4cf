// Whether `qmux chat` means the workspace (pure): Q_MULTI_SESSION, then the config, then the flags; the last
// one wins. Leaves asking for a terminal to chat-command.ts.

import { UserError } from '../text/user-error.js';

const ON = ['1', 'true', 'yes', 'on'];
const OFF = ['', '0', 'false', 'no', 'off'];

export interface MultiSessionWishes {
  /** Q_MULTI_SESSION. */
  variable: string | undefined;
  configured: boolean | undefined;
  /** In the order of the command line. */
  words: readonly string[];
}

/** Throws a UserError (exit code 2) if the variable is neither on nor off. */
export function wantsWorkspace({ variable, configured, words }: MultiSessionWishes): boolean {
  const flag = words.findLast((word) => word === '--multi-session' || word === '--no-multi-session');
  if (flag !== undefined) return flag === '--multi-session';
  return configured ?? parseVariable(variable);
}

function parseVariable(text = ''): boolean {
  const word = text.trim().toLowerCase();
  if (ON.includes(word)) return true;
  if (OFF.includes(word)) return false;
  throw new UserError(
    `Q_MULTI_SESSION is ${JSON.stringify(text)}; make it 1, true, yes or on, or 0, false, no or off`,
    { exitCode: 2 },
  );
}
