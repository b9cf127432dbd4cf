// `qmux` and `qmux attach [X]`: this terminal becomes a client. Owns the refusal inside a pane of the same
// server. Leaves the rest to client/; loads nothing else, since attaching is what users wait for.

import { attach, type AttachOptions } from '../client/attach.js';
import { UserError } from '../text/user-error.js';
import { findServer, isInside, type Call } from './call.js';
import { keyWord } from '../text/mentions.js';
import type { FindHost } from './remote-command.js';

/** findHost: for another machine that this terminal goes to. */
export async function attachTerminal(
  asked: Call,
  words: readonly string[],
  findHost: FindHost,
): Promise<number> {
  const readOnly = words.includes('--read-only') || words.includes('-r');
  const targets = words.filter((word) => !word.startsWith('-'));
  const unknown = words.find((word) => word.startsWith('-') && word !== '--read-only' && word !== '-r');
  if (unknown !== undefined)
    throw new UserError(`attach does not know ${unknown}; it has --read-only (-r)`, { exitCode: 2 });
  if (targets.length > 1)
    throw new UserError(`attach takes one session; ${targets.slice(1).join(' ')} is too much`, {
      exitCode: 2,
    });
  return attachTo(asked, {
    findHost,
    target: targets[0],
    readOnly,
    findServer: async () => {
      const call = await findServer(asked);
      await refuseInside(call);
      return call;
    },
  });
}

export async function attachTo(
  call: Call,
  options: { target: string | undefined; readOnly: boolean; findHost: FindHost } & Pick<
    AttachOptions,
    'findServer'
  >,
): Promise<number> {
  const { target, findHost, ...others } = options;
  const { stdin, stdout } = process;
  const left = await attach({
    ...call,
    ...others,
    stdin,
    stdout,
    ...(target === undefined ? {} : { target }),
  });
  if (typeof left === 'number') return left;
  const { goOn } = await import('./remote-command.js');
  return goOn(call, left, findHost);
}

/** A workspace inside a pane of its own would draw itself forever. */
async function refuseInside(call: Call): Promise<void> {
  if (!isInside(call)) return;
  const [{ connect }, { request }] = await Promise.all([
    import('../client/connect.js'),
    import('../client/request.js'),
  ]);
  // A shell may outlive the server of its pane, which is then started again.
  const connection = await connect(call.paths);
  if (!connection) return;
  connection.socket.destroy();
  const { stdout } = await request({ ...call, words: ['session-name'], json: false, start: false });
  throw new UserError(
    `already inside qmux, session ${stdout.trim()} (${keyWord('detach')} detaches; -L NAME for another server)`,
  );
}
