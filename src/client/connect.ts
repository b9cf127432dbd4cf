// From a server's paths to a connected socket, starting the server when nobody listens. Owns what must hold before a byte
// is sent: directory, token and socket belong to this user and nobody else can write there.
// Leaves the start itself to start-server.ts and what is said on the socket to its callers. A socket file without a
// listener is the starting server's to clean up: only who holds the lock may unlink it.

import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { dirname } from 'node:path';
import type { Paths } from '../log/paths.js';
import { findFileFault, findPrivacyFault } from '../log/private-directory.js';
import { UserError } from '../text/user-error.js';
import { startServer, type StartOptions } from './start-server.js';

/** A server that won the election listens within a few milliseconds; 2 s is what a user waits for a screen. */
const JOIN_ATTEMPTS = 40;
const JOIN_INTERVAL_MS = 50;

export interface Connection {
  socket: Socket;
  /** What the server wants to see first. */
  token: string;
}

export type SocketPaths = Pick<Paths, 'socketFile' | 'tokenFile'>;

/** undefined: nobody listens. Rejects with a UserError when the socket may not be used. */
export async function connect(paths: SocketPaths): Promise<Connection | undefined> {
  const token = readOwnToken(paths);
  if (token === undefined) return undefined;
  const socket = await openSocket(paths.socketFile);
  return socket && { socket, token };
}

/** Rejects with a UserError that carries the server's own message when it cannot start. */
export async function connectOrStart(paths: Paths, options: StartOptions): Promise<Connection> {
  const running = await connect(paths);
  if (running) return running;
  const outcome = await startServer(paths, options);
  // 'joined': another server was elected at the same moment and may not listen yet.
  const attempts = outcome === 'joined' ? JOIN_ATTEMPTS : 1;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const connection = await connect(paths);
    if (connection) return connection;
    if (attempt < attempts) await new Promise((resolve) => setTimeout(resolve, JOIN_INTERVAL_MS));
  }
  throw new UserError(`server ${options.serverName} runs but does not answer; see ${paths.serverLogFile}`);
}

function openSocket(file: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(file);
    const fail = (error: NodeJS.ErrnoException): void => {
      if (isMissing(error) || error.code === 'ECONNREFUSED') resolve(undefined);
      else reject(new UserError(`cannot use socket ${file}: ${error.message}; check its owner and mode`));
    };
    socket.once('error', fail);
    socket.once('connect', () => {
      socket.off('error', fail);
      resolve(socket);
    });
  });
}

/** The server's token, once all that leads to it is known to be this user's. undefined: there is no server. */
function readOwnToken({ socketFile, tokenFile }: SocketPaths): string | undefined {
  try {
    const directory = dirname(socketFile);
    const fault = findPrivacyFault(directory);
    if (fault !== undefined) throw notUsing(directory, fault);
    const socketFault = findFileFault(lstatSync(socketFile), 'socket');
    if (socketFault !== undefined) throw notUsing(socketFile, socketFault);
    return readToken(tokenFile);
  } catch (error) {
    if (isMissing(error as NodeJS.ErrnoException)) return undefined;
    if (error instanceof UserError) throw error;
    throw new UserError(
      `cannot use socket ${socketFile}: ${(error as Error).message}; check its owner and mode`,
    );
  }
}

function readToken(file: string): string {
  // Of a link the target may be anybody's; opening a FIFO would wait for its writer.
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const fault = findFileFault(fstatSync(descriptor), 'file');
    if (fault !== undefined) throw notUsing(file, fault);
    return readFileSync(descriptor, 'utf8').trim();
  } finally {
    closeSync(descriptor);
  }
}

const isMissing = ({ code }: NodeJS.ErrnoException): boolean => code === 'ENOENT' || code === 'ENOTDIR';

const notUsing = (path: string, fault: string): UserError =>
  new UserError(`nothing was sent to the server: ${path} ${fault}`);
