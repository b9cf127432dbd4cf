// What every part of the command line knows of its call: which server, where its files are, who calls.

import { basename } from 'node:path';

import { DEFAULT_SERVER_NAME, resolvePaths, type Environment, type Paths } from '../log/paths.js';
import { UserError } from '../text/user-error.js';

export interface Call {
  serverName: string;
  paths: Paths;
  /** Script that starts a server: this program's own file. */
  entry: string;
  env: Environment;
  cwd: string;
}

/** words: of the command line; rest: without `-L NAME`, which stands before the verb, as in tmux. */
export function createCall(words: readonly string[], entry: string): { call: Call; rest: string[] } {
  const { env } = process;
  const named = words[0] === '-L';
  const serverName = named ? words[1] : DEFAULT_SERVER_NAME;
  if (serverName === undefined) throw new UserError('-L needs the name of a server', { exitCode: 2 });
  const call = { serverName, paths: resolvePaths(env, { serverName }), entry, env, cwd: process.cwd() };
  return { call, rest: words.slice(named ? 2 : 0) };
}

/** The same call to the server in whose pane it runs, whatever its name and home; outside of panes as it is. */
export function toPaneServer(call: Call): Call {
  const socketFile = call.env['QMUX'];
  if (!socketFile) return call;
  const tokenFile = socketFile.replace(/\.sock$/, '.token');
  return {
    ...call,
    serverName: basename(socketFile, '.sock'),
    paths: { ...call.paths, socketFile, tokenFile },
  };
}
