// Where all of qmux's files are, from the environment (and whether its runtime directory can be used), and
// how its directories are created. Owns the names below them and their modes; leaves what is in the files to
// config/, store/, server/ and session/. Invariant: QMUX_HOME puts every one of them under one directory, and
// nothing is ever placed in a directory that another user could read or replace.

import { chmodSync, existsSync, lstatSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { UserError } from '../text/user-error.js';

export const DEFAULT_SERVER_NAME = 'default';

/**
 * The room for a socket path in sockaddr_un is 104 bytes on macOS (108 on Linux), including the closing zero;
 * Node silently cuts longer ones.
 */
const MAX_SOCKET_PATH_BYTES = 103;

/** Like a session's name; a socket path has room for little more. */
const MAX_SERVER_NAME_LENGTH = 64;

export interface Paths {
  configFile: string;
  /** Templates of sessions, NAME.toml. */
  templatesDir: string;
  /** Contains one directory per server name, and chatsDir. */
  dataDir: string;
  /** Index, archive, lock and log of this server name. */
  serverDir: string;
  /** One folder per session, named by its id. */
  sessionsDir: string;
  /** Questions ever asked. */
  historyFile: string;
  /** What happened to sessions. */
  eventsFile: string;
  /** What transcripts came to when they were last counted. */
  figuresFile: string;
  /** Transcripts of `qmux chat`, ID.jsonl. */
  chatsDir: string;
  runtimeDir: string;
  /**
   * Where a server puts its socket if runtimeDir cannot be used; the same as runtimeDir if there is no other.
   */
  fallbackRuntimeDir: string;
  socketFile: string;
  tokenFile: string;
  /** Link to the ssh agent of the client used last. */
  agentLink: string;
  /**
   * Beside the data it guards: two logins with different runtime directories still share one server's data.
   */
  /** '' for a server of which only the socket is known. */
  lockDir: string;
  /** A record of each running program, so that what a killed server leaves behind is found. */
  childrenDir: string;
  serverLogFile: string;
  /** For shell prompts: how many sessions need the user, are answering, have unseen output. */
  shortFile: string;
  /** Which project files their user has agreed to. */
  consentsFile: string;
  /** Saved layouts, NAME.toml. */
  layoutsDir: string;
  /** Of the words in all conversations; may be removed at any time. */
  searchIndexFile: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Throws a UserError for a bad server name, and for a socket path that the system would cut. */
export function resolvePaths(env: Environment, options: { serverName: string; uid?: number }): Paths {
  const { serverName, uid = process.getuid?.() ?? 0 } = options;
  checkServerName(serverName);
  const { configFile, dataDir, runtimeDir, fallbackRuntimeDir } = resolveRoots(env, uid);
  const serverDir = join(dataDir, serverName);
  const socketFile = join(runtimeDir, `${serverName}.sock`);
  checkSocketPath(socketFile);
  return {
    configFile,
    templatesDir: join(dirname(configFile), 'templates'),
    dataDir,
    serverDir,
    sessionsDir: join(serverDir, 'sessions'),
    historyFile: join(serverDir, 'history.jsonl'),
    eventsFile: join(serverDir, 'events.jsonl'),
    figuresFile: join(serverDir, 'figures-cache.jsonl'),
    chatsDir: join(dataDir, 'chats'),
    runtimeDir,
    fallbackRuntimeDir,
    socketFile,
    tokenFile: join(runtimeDir, `${serverName}.token`),
    agentLink: join(runtimeDir, `${serverName}.agent`),
    lockDir: join(serverDir, 'lock'),
    childrenDir: join(serverDir, 'children'),
    serverLogFile: join(serverDir, 'server.log'),
    shortFile: join(serverDir, 'short'),
    consentsFile: join(serverDir, 'projects.json'),
    layoutsDir: join(serverDir, 'layouts'),
    searchIndexFile: join(serverDir, 'search', 'index.db'),
  };
}

type Roots = Pick<Paths, 'configFile' | 'dataDir' | 'runtimeDir' | 'fallbackRuntimeDir'>;

function resolveRoots(env: Environment, uid: number): Roots {
  const qmuxHome = env['QMUX_HOME'];
  if (qmuxHome) {
    const root = resolveHome(qmuxHome);
    return {
      configFile: join(root, 'config.toml'),
      dataDir: join(root, 'data'),
      runtimeDir: join(root, 'run'),
      fallbackRuntimeDir: join(root, 'run'),
    };
  }
  const home = env['HOME'] || homedir();
  const config = findAbsolute(env['XDG_CONFIG_HOME']) ?? join(home, '.config');
  const data = findAbsolute(env['XDG_DATA_HOME']) ?? join(home, '.local', 'share');
  // Not TMPDIR: two shells of one user may have different ones, and each would start a server.
  const fallbackRuntimeDir = `/tmp/qmux-${uid}`;
  const runtime = findAbsolute(env['XDG_RUNTIME_DIR']);
  const isUsable = runtime !== undefined && findRuntimeFault(runtime, uid) === undefined;
  return {
    configFile: join(config, 'qmux', 'config.toml'),
    dataDir: join(data, 'qmux'),
    runtimeDir: isUsable ? join(runtime, 'qmux') : fallbackRuntimeDir,
    fallbackRuntimeDir,
  };
}

/**
 * Why XDG_RUNTIME_DIR cannot hold the socket of user `uid`: a clause that follows its path. undefined: it
 * can.
 */
export function findRuntimeFault(directory: string, uid: number): string | undefined {
  const found = statSync(directory, { throwIfNoEntry: false });
  if (!found) return 'does not exist';
  if (!found.isDirectory()) return 'is not a directory';
  return found.uid === uid ? undefined : `belongs to user ${found.uid}, not to you (${uid})`;
}

function resolveHome(qmuxHome: string): string {
  try {
    return resolve(qmuxHome);
  } catch {
    throw new UserError(
      `QMUX_HOME is ${qmuxHome}, relative to a directory that was removed; use an absolute path`,
    );
  }
}

/** The XDG base directory specification: a relative path is invalid and must be ignored. */
const findAbsolute = (path: string | undefined): string | undefined =>
  path && isAbsolute(path) ? path : undefined;

function checkServerName(name: string): void {
  const wayOut = 'use letters, digits, - _ . (first a letter, digit or _)';
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name))
    throw new UserError(`server name ${JSON.stringify(name)} is not allowed; ${wayOut}`, { exitCode: 2 });
  if (name.length > MAX_SERVER_NAME_LENGTH)
    throw new UserError(
      `server name ${name} is longer than ${MAX_SERVER_NAME_LENGTH} characters; shorten it`,
      {
        exitCode: 2,
      },
    );
  // Its data directory would be that of `qmux chat`.
  if (name === 'chats')
    throw new UserError('server name chats is reserved for the transcripts of qmux chat; choose another', {
      exitCode: 2,
    });
}

function checkSocketPath(path: string): void {
  const sizeBytes = Buffer.byteLength(path);
  if (sizeBytes <= MAX_SOCKET_PATH_BYTES) return;
  throw new UserError(
    `socket path ${path} has ${sizeBytes} bytes, the system allows ${MAX_SOCKET_PATH_BYTES}; ` +
      'set QMUX_HOME or XDG_RUNTIME_DIR to a shorter directory, or give a shorter server name with -L',
  );
}

/**
 * Creates the directory and its parents (0700) unless they exist. One of ours that others can enter is closed
 * to them; another user's is refused, and so is an open one under a directory that everyone can write to
 * (/tmp), since somebody may already have put files into it. Throws a UserError.
 */
export function ensureDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    const { message } = findMkdirError(path) ?? (error as Error);
    throw new UserError(
      `cannot make directory ${path}: ${message}; check its parent's owner and mode, and the disk`,
    );
  }
  const sharedParent = (statSync(dirname(path)).mode & 0o002) !== 0;
  const stat = sharedParent ? lstatSync(path) : statSync(path);
  if (!stat.isDirectory()) throw new UserError(`${path} is not a directory; move it away`);
  const uid = process.getuid?.();
  if (uid !== undefined && stat.uid !== uid)
    throw new UserError(
      `${path} belongs to user ${stat.uid}, not to you (${uid}); set QMUX_HOME to a directory of yours`,
    );
  if ((stat.mode & 0o077) === 0) return;
  if (sharedParent)
    throw new UserError(
      `${path} is open to other users; check its contents, then remove it or run chmod 700 on it`,
    );
  chmodSync(path, 0o700);
}

/**
 * On a read-only disk Node says ENOENT for a directory whose parents are missing; the first missing one tells
 * why.
 */
function findMkdirError(path: string): Error | undefined {
  let missing = path;
  while (!existsSync(dirname(missing)) && dirname(missing) !== missing) missing = dirname(missing);
  try {
    mkdirSync(missing, { mode: 0o700 });
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
