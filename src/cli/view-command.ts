// `qmux view PATH`: this terminal watches a shared session. Owns its words. Leaves all else to client/; loads
// nothing else, since it starts as attaching does.

import { viewShare } from '../client/view-share.js';
import { UserError } from '../text/user-error.js';
import type { Call } from './call.js';

export async function viewCommand({ env }: Call, words: readonly string[]): Promise<number> {
  const [path, ...others] = words;
  const unknown = words.find((word) => word.startsWith('-'));
  if (unknown !== undefined)
    throw new UserError(
      `view does not know ${unknown}; the token is asked for, or read from standard input`,
      {
        exitCode: 2,
      },
    );
  if (path === undefined)
    throw new UserError('view needs the path that qmux share printed: qmux view PATH', { exitCode: 2 });
  if (others.length > 0)
    throw new UserError(
      `view takes one path; ${others.length === 1 ? 'the second word' : 'the rest'} is too much: the token is asked for, or read from standard input`,
      { exitCode: 2 },
    );
  const { stdin, stdout } = process;
  return viewShare({ path, env, stdin, stdout });
}
