// Starts the server as a process of its own and waits for its message on descriptor 3: one JSON line,
// {"ready":true}, {"joined":true} (another server holds the lock) or {"error":"…"}. Owns that line; leaves
// the election to server/. Invariant: the server outlives its client and holds none of its descriptors or
// directories.

import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, constants, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { tooManyOpenFiles } from '../files/open-files.js';
import { ensureDirectory, type Environment, type Paths } from '../paths/paths.js';
import { isOutOfFiles } from '../text/open-files-limit.js';
import { UserError } from '../text/user-error.js';

export interface StartOptions {
  serverName: string;
  /** Script that Node runs as `ENTRY __server NAME`. */
  entry: string;
  /** The server's environment, which is that of the client that starts it. */
  env: Environment;
}

/** Far longer than any restore; a server that says nothing for so long is hanging. */
const START_TIMEOUT_MS = 15_000;

/**
 * Resolves when a server holds the lock. begun: it was started already, by beginServer(). Rejects with a
 * UserError: the server's message, or where to look.
 */
export async function startServer(
  paths: Paths,
  options: StartOptions,
  begun = beginServer(paths, options),
): Promise<'ready' | 'joined'> {
  const { serverName } = options;
  const fields = parseWord(await begun);
  if (fields?.['ready'] === true) return 'ready';
  if (fields?.['joined'] === true) return 'joined';
  const reason = fields?.['error'];
  if (typeof reason === 'string') throw new UserError(`server ${serverName} cannot start: ${reason}`);
  throw new UserError(`server ${serverName} ended before it was ready; see ${paths.serverLogFile}`);
}

/** Resolves with the line that the server writes, '' if it ends without one. */
export function beginServer(paths: Paths, options: StartOptions): Promise<string> {
  ensureDirectory(dirname(paths.serverLogFile));
  const log = openLog(paths.serverLogFile);
  const child = spawn(process.execPath, [options.entry, '__server', options.serverName], {
    cwd: findDirectory(options.env['HOME']) ?? '/',
    env: serverEnvironment(options.env),
    detached: true,
    stdio: ['ignore', 'ignore', log ?? 'ignore', 'pipe'],
  });
  if (log !== undefined) closeSync(log);
  child.unref();
  return new Promise((resolve, reject) => {
    const fail = (problem: string): void => {
      reject(new UserError(`server ${options.serverName} ${problem}; see ${paths.serverLogFile}`));
    };
    const timer = setTimeout(() => fail(`said nothing for ${START_TIMEOUT_MS / 1000} s`), START_TIMEOUT_MS);
    const settle = (line: string): void => {
      clearTimeout(timer);
      resolve(line);
    };
    child.once('error', (error) => {
      clearTimeout(timer);
      fail(`cannot be started: ${isOutOfFiles(error) ? tooManyOpenFiles() : error.message}`);
    });
    // Where not even its pipes could be opened there are none, and 'error' follows.
    const word = (child.stdio as ChildProcess['stdio'] | undefined)?.[3];
    if (word) readLine(word as Readable, settle);
  });
}

/**
 * undefined: it cannot be written, which the server reports. O_NONBLOCK: a FIFO would wait for its reader.
 */
function openLog(file: string): number | undefined {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;
  try {
    return openSync(file, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o600);
  } catch {
    return undefined;
  }
}

/** Calls back once, with the first line or with what was there at the end, and closes the stream. */
function readLine(stream: Readable, onLine: (line: string) => void): void {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    text += chunk;
    if (text.includes('\n')) stream.destroy();
  });
  stream.once('error', () => stream.destroy());
  stream.once('close', () => onLine(text));
}

function parseWord(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** A relative QMUX_HOME refers to the client's directory, which is not the server's. */
function serverEnvironment(env: Environment): NodeJS.ProcessEnv {
  const home = env['QMUX_HOME'];
  return home ? { ...env, QMUX_HOME: resolve(home) } : { ...env };
}

function findDirectory(path: string | undefined): string | undefined {
  return path && statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : undefined;
}
