// What every part of the command line knows about its call: which server, where its files are, who calls.

import { basename, dirname } from 'node:path';

import { DEFAULT_SERVER_NAME, resolvePaths, type Environment, type Paths } from '../paths/paths.js';
import { UserError } from '../text/user-error.js';

export interface Call {
  serverName: string;
  /** It was named by `-L`. */
  isNamed: boolean;
  paths: Paths;
  /** Script that starts a server: this program's own file. */
  entry: string;
  env: Environment;
  /** '' if it was removed: most calls do not need it. */
  cwd: string;
}

/** words: of the command line; rest: without `-L NAME`, which comes before the verb, as in tmux. */
export function createCall(words: readonly string[], entry: string): { call: Call; rest: string[] } {
  const { env } = process;
  const named = words[0] === '-L';
  const serverName = named ? words[1] : DEFAULT_SERVER_NAME;
  if (serverName === undefined) throw new UserError('-L needs the name of a server', { exitCode: 2 });
  const paths = resolvePaths(env, { serverName });
  const call = { serverName, isNamed: named, paths, entry, env, cwd: findCurrentDirectory() };
  return { call, rest: words.slice(named ? 2 : 0) };
}

function findCurrentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '';
  }
}

/**
 * The server that a call means: the one named by `-L` or by its own QMUX_HOME, else in a pane the pane's
 * server while it runs, else the default one.
 */
export async function findServer(call: Call): Promise<Call> {
  if (call.isNamed || !call.env['QMUX_SESSION']) return call;
  const inPane = toPaneServer(call);
  if (inPane.paths.socketFile === call.paths.socketFile || namesOtherHome(call)) return call;
  const { connect } = await import('../client/connect.js');
  // What a pane inherited may be out of date.
  const connection = await connect(inPane.paths).catch(() => undefined);
  connection?.socket.destroy();
  return connection ? inPane : call;
}

/** A home that was set in the pane, not inherited from its server, is as good as a name. */
const namesOtherHome = ({ env, paths }: Call): boolean =>
  Boolean(env['QMUX_HOME']) && dirname(env['QMUX'] ?? '') !== paths.runtimeDir;

/**
 * The same call to the server in whose pane it runs, whatever its name and home; outside of panes unchanged.
 */
export function toPaneServer(call: Call): Call {
  const socketFile = call.env['QMUX'];
  if (!socketFile) return call;
  const serverName = basename(socketFile, '.sock');
  if (dirname(socketFile) === call.paths.runtimeDir)
    return { ...call, serverName, paths: resolvePaths(call.env, { serverName }) };
  const tokenFile = socketFile.replace(/\.sock$/, '.token');
  // It has another home, so its lock cannot be found.
  return { ...call, serverName, paths: { ...call.paths, socketFile, tokenFile, lockDir: '' } };
}

/** Whether it runs in a pane of the server that it means. */
export const isInside = ({ env, paths }: Call): boolean =>
  env['QMUX_SESSION'] !== undefined && env['QMUX'] === paths.socketFile;
