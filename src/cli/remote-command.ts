// `qmux ssh HOST [X]` and, on the other machine, `qmux relay NAME`. Owns their arguments. Leaves the rest to
// client/remote/; loaded only for these two.

import { existsSync, readFileSync } from 'node:fs';

import { attachRemote } from '../client/remote/attach-remote.js';
import { listForRelay, runRelay } from '../client/remote/run-relay.js';
import { resolvePaths } from '../paths/paths.js';
import { UserError } from '../text/user-error.js';
import { tellAttached } from '../remote/attached-hosts.js';
import { LIST_ACTION } from '../remote/list-host.js';
import { checkHost, USUAL_COMMAND } from '../remote/ssh-command.js';
import type { Call } from './call.js';
import { print } from './standard-output.js';

/** What runs qmux on a host, as the config file says. */
export type FindCommand = (configFile: string, host: string) => Promise<string | undefined>;

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
  const leave = tellAttached(paths, name);
  return attachRemote({
    host: { name, serverName, command },
    env,
    stdin,
    stdout,
    readOnly: words.some(isReadOnly),
    ...(target !== undefined && { target }),
  }).finally(leave);
}

export async function runRelayCommand(call: Call, words: readonly string[]): Promise<number> {
  const isList = words[0] === LIST_ACTION;
  const [serverName, ...more] = words.slice(isList ? 1 : 0);
  if (serverName === undefined || more.length > 0)
    throw new UserError('relay takes the name of a server; qmux ssh runs it', { exitCode: 2 });
  const there = { ...call, serverName, paths: resolvePaths(call.env, { serverName }) };
  return isList ? print(await listForRelay(there)) : runRelay(there);
}
