// `qmux ssh HOST [X]` and, on the other machine, `qmux relay NAME`. Owns their arguments. Leaves the rest to
// client/remote/; loaded only for these two.

import { existsSync, readFileSync } from 'node:fs';

import { attachRemote, type AttachRemoteOptions, type Forwarded } from '../client/remote/attach-remote.js';
import { listForRelay, runRelay } from '../client/remote/run-relay.js';
import { DEFAULT_SERVER_NAME, resolvePaths } from '../paths/paths.js';
import { sanitiseLine } from '../text/sanitise.js';
import { UserError } from '../text/user-error.js';
import { tellAttached } from '../remote/attached-hosts.js';
import { LIST_ACTION } from '../remote/list-host.js';
import { checkHost, USUAL_COMMAND } from '../remote/ssh-command.js';
import type { Call } from './call.js';
import { print, printText } from './standard-output.js';

/** What the config file says of a host; undefined: it does not name it. */
export type FindHost = (
  configFile: string,
  host: string,
) => Promise<{ command?: string | undefined } | undefined>;

export async function runSsh(call: Call, words: readonly string[], findHost: FindHost): Promise<number> {
  // A host that begins with a dash is refused as such, also where an option was meant.
  const isReadOnly = (word: string): boolean => word === '--read-only' || word === '-r';
  const [name, target, ...more] = words.filter((word) => !isReadOnly(word));
  if (name === undefined) throw new UserError('ssh needs a host: qmux ssh HOST', { exitCode: 2 });
  checkHost(name);
  if (more.length > 0)
    throw new UserError(`ssh takes a host and a session; ${more.join(' ')} is too much`, { exitCode: 2 });
  const { serverName } = call;
  const command = (await findNamed(call, name, findHost))?.command ?? USUAL_COMMAND;
  const place = { readOnly: words.some(isReadOnly), ...(target !== undefined && { target }) };
  return stayThere(call, { host: { name, serverName, command }, ...place }, findHost);
}

/**
 * Where another machine tells this terminal to go. That machine may not be trusted with it: what runs there
 * is said by the config here, and a host that this does not name is asked about.
 */
export async function goOn(call: Call, { from, to }: Forwarded, findHost: FindHost): Promise<number> {
  checkHost(to.host);
  const named = await findNamed(call, to.host, findHost);
  if (!named) {
    const { askYesNo } = await import('./ask-yes-no.js');
    const question = `${from} sends this terminal to ${sanitiseLine(to.host)}. Go there with the ssh of this machine?`;
    if (!(await askYesNo(question))) return printText(`[detached from ${from}]`);
  }
  const { host: name, target, readOnly } = to;
  const host = { name, serverName: DEFAULT_SERVER_NAME, command: named?.command ?? USUAL_COMMAND };
  const place = { ...(target !== undefined && { target }), ...(readOnly && { readOnly }) };
  return stayThere(call, { host, ...place }, findHost);
}

async function stayThere(
  call: Call,
  place: Pick<AttachRemoteOptions, 'host' | 'target' | 'readOnly'>,
  findHost: FindHost,
): Promise<number> {
  const { env, paths } = call;
  const { stdin, stdout } = process;
  const leave = tellAttached(paths, place.host.name);
  const left = await attachRemote({ ...place, env, stdin, stdout }).finally(leave);
  return typeof left === 'number' ? left : goOn(call, left, findHost);
}

async function findNamed({ paths }: Call, name: string, findHost: FindHost): ReturnType<FindHost> {
  // Reading a config takes longer than all the rest here.
  const isPossible = existsSync(paths.configFile) && readFileSync(paths.configFile, 'utf8').includes('hosts');
  return isPossible ? findHost(paths.configFile, name) : undefined;
}

export async function runRelayCommand(call: Call, words: readonly string[]): Promise<number> {
  const isList = words[0] === LIST_ACTION;
  const [serverName, ...more] = words.slice(isList ? 1 : 0);
  if (serverName === undefined || more.length > 0)
    throw new UserError('relay takes the name of a server; qmux ssh runs it', { exitCode: 2 });
  const there = { ...call, serverName, paths: resolvePaths(call.env, { serverName }) };
  return isList ? print(await listForRelay(there)) : runRelay(there);
}
