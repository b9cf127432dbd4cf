// What every part of the command line knows of its call: which server, where its files are, who calls.

import { basename, dirname } from 'node:path';

import { DEFAULT_SERVER_NAME, resolvePaths, type Environment, type Paths } from '../paths/paths.js';
import { UserError } from '../text/user-error.js';

export interface Call {
  serverName: string;
  /** `-L` named it. */
  isNamed: boolean;
  paths: Paths;
  /** Script that starts a server: this program's own file. */
  entry: string;
  env: Environment;
  /** '' where it was removed: most calls need none. */
  cwd: string;
}

/** words: of the command line; rest: without `-L NAME`, which stands before the verb, as in tmux. */
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
 * The server that a call means: the one that `-L` or a QMUX_HOME of its own names, else in a pane that of the pane while it
 * runs, else the default one.
 */
export async function findServer(call: Call): Promise<Call> {
  if (call.isNamed || !call.env['QMUX_SESSION']) return call;
  const inPane = toPaneServer(call);
  if (inPane.paths.socketFile === call.paths.socketFile || namesOtherHome(call)) return call;
  const { connect } = await import('../client/connect.js');
  // What a pane inherited may be anything by now.
  const connection = await connect(inPane.paths).catch(() => undefined);
  connection?.socket.destroy();
  return connection ? inPane : call;
}

/** A home that was chosen in the pane, not inherited from its server: it is as good as a name. */
const namesOtherHome = ({ env, paths }: Call): boolean =>
  Boolean(env['QMUX_HOME']) && dirname(env['QMUX'] ?? '') !== paths.runtimeDir;

/** The same call to the server in whose pane it runs, whatever its name and home; outside of panes as it is. */
export function toPaneServer(call: Call): Call {
  const socketFile = call.env['QMUX'];
  if (!socketFile) return call;
  const serverName = basename(socketFile, '.sock');
  if (dirname(socketFile) === call.paths.runtimeDir)
    return { ...call, serverName, paths: resolvePaths(call.env, { serverName }) };
  const tokenFile = socketFile.replace(/\.sock$/, '.token');
  // Of another home: where its lock is, is not known.
  return { ...call, serverName, paths: { ...call.paths, socketFile, tokenFile, lockDir: '' } };
}

/** Whether it runs in a pane of the server that it means. */
export const isInside = ({ env, paths }: Call): boolean =>
  env['QMUX_SESSION'] !== undefined && env['QMUX'] === paths.socketFile;
