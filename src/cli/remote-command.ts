// `qmux ssh HOST [X]` and, on the other machine, `qmux relay NAME`. Owns their arguments. Leaves the rest to
// client/remote/; loaded only for these two.

import { existsSync, readFileSync } from 'node:fs';

import { attachRemote } from '../client/remote/attach-remote.js';
import { checkHost } from '../client/remote/open-ssh.js';
import { runRelay } from '../client/remote/run-relay.js';
import { resolvePaths } from '../paths/paths.js';
import { UserError } from '../text/user-error.js';
import type { Call } from './call.js';

/** What runs qmux on a host, as the config file says. */
export type FindCommand = (configFile: string, host: string) => Promise<string | undefined>;

const USUAL_COMMAND = 'qmux';

export async function runSsh(
  call: Call,
  words: readonly string[],
  findCommand: FindCommand,
): Promise<number> {
  // A host that begins with a dash is refused as such, also where an option was meant.
  const isReadOnly = (word: string): boolean => word === '--read-only' || word === '-r';
  const [name, target, ...more] = words.filter((word) => !isReadOnly(word));
  if (name === undefined) throw new UserError('ssh needs a host: qmux ssh HOST', { exitCode: 2 });
  checkHost(name);
  if (more.length > 0)
    throw new UserError(`ssh takes a host and a session; ${more.join(' ')} is too much`, { exitCode: 2 });
  const { env, serverName, paths } = call;
  // Reading a config takes longer than all the rest here.
  const isNamed = existsSync(paths.configFile) && readFileSync(paths.configFile, 'utf8').includes('hosts');
  const command = (isNamed ? await findCommand(paths.configFile, name) : undefined) ?? USUAL_COMMAND;
  const { stdin, stdout } = process;
  return attachRemote({
    host: { name, serverName, command },
    env,
    stdin,
    stdout,
    readOnly: words.some(isReadOnly),
    ...(target !== undefined && { target }),
  });
}

export async function runRelayCommand(call: Call, words: readonly string[]): Promise<number> {
  const [serverName, ...more] = words;
  if (serverName === undefined || more.length > 0)
    throw new UserError('relay takes the name of a server; qmux ssh runs it', { exitCode: 2 });
  return runRelay({ ...call, serverName, paths: resolvePaths(call.env, { serverName }) });
}
