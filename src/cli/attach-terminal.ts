// `qmux` and `qmux attach [X]`: this terminal becomes a client. Owns the refusal inside a pane of the same server.
// Leaves the rest to client/; loads nothing else, since attaching is what users wait for.

import { attach } from '../client/attach.js';
import { UserError } from '../text/user-error.js';
import type { Call } from './call.js';
import { keyWord } from '../text/mentions.js';

export async function attachTerminal(call: Call, words: readonly string[]): Promise<number> {
  const readOnly = words.includes('--read-only') || words.includes('-r');
  const targets = words.filter((word) => !word.startsWith('-'));
  const unknown = words.find((word) => word.startsWith('-') && word !== '--read-only' && word !== '-r');
  if (unknown !== undefined)
    throw new UserError(`attach does not know ${unknown}; it has --read-only (-r)`, { exitCode: 2 });
  if (targets.length > 1)
    throw new UserError(`attach takes one session; ${targets.slice(1).join(' ')} is too much`, {
      exitCode: 2,
    });
  await refuseInside(call);
  return attachTo(call, { target: targets[0], readOnly });
}

export function attachTo(
  call: Call,
  options: { target: string | undefined; readOnly: boolean },
): Promise<number> {
  const { target, readOnly } = options;
  const { stdin, stdout } = process;
  return attach({ ...call, stdin, stdout, readOnly, ...(target === undefined ? {} : { target }) });
}

/** A workspace inside a pane of itself would draw itself for ever. */
async function refuseInside(call: Call): Promise<void> {
  if (!isInside(call)) return;
  const { request } = await import('../client/request.js');
  const { stdout } = await request({ ...call, words: ['session-name'], json: false, start: false });
  throw new UserError(
    `already inside qmux, session ${stdout.trim()} (${keyWord('detach')} detaches; -L NAME for another server)`,
  );
}

export const isInside = ({ env, paths }: Call): boolean =>
  env['QMUX_SESSION'] !== undefined && env['QMUX'] === paths.socketFile;
