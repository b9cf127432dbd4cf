// A connection to the socket of this user's server, or none. Owns what must be checked before a byte is sent:
// directory, token and socket belong to this user and nobody else can write there. Leaves finding and
// starting a server to connect.ts.

import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { dirname } from 'node:path';
import type { Paths } from '../paths/paths.js';
import { findFileFault, findPrivacyFault } from '../paths/private-directory.js';
import { UserError } from '../text/user-error.js';

export interface Connection {
  socket: Socket;
  /** What the server wants to see first. */
  token: string;
}

export type SocketPaths = Pick<Paths, 'socketFile' | 'tokenFile'>;

/** undefined: nobody listens there. Rejects with a UserError if what is there may not be used. */
export async function connectTo(paths: SocketPaths): Promise<Connection | undefined> {
  const token = readOwnToken(paths);
  if (token === undefined) return undefined;
  const socket = await openSocket(paths.socketFile);
  return socket && { socket, token };
}

/** false: nobody can listen there. */
export function mayListen(paths: SocketPaths): boolean {
  try {
    return readOwnToken(paths) !== undefined;
  } catch {
    return true;
  }
}

/** Nobody listens, or who did was killed before it took the connection. */
const UNHEARD: ReadonlySet<string | undefined> = new Set(['ECONNREFUSED', 'ECONNRESET']);

function openSocket(file: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(file);
    const fail = (error: NodeJS.ErrnoException): void => {
      if (isMissing(error) || UNHEARD.has(error.code)) resolve(undefined);
      else reject(cannotUse(file, error));
    };
    socket.once('error', fail);
    socket.once('connect', () => {
      socket.off('error', fail);
      resolve(socket);
    });
  });
}

/**
 * The server's token, once everything that leads to it is known to be this user's. undefined: there is no
 * server.
 */
function readOwnToken({ socketFile, tokenFile }: SocketPaths): string | undefined {
  try {
    const directory = dirname(socketFile);
    refuse(directory, findPrivacyFault(directory));
    refuse(socketFile, findFileFault(lstatSync(socketFile), 'socket'));
    return readToken(tokenFile);
  } catch (error) {
    if (isMissing(error as NodeJS.ErrnoException)) return undefined;
    throw error instanceof UserError ? error : cannotUse(socketFile, error as Error);
  }
}

function readToken(file: string): string {
  // The target of a link may belong to anybody; opening a FIFO would wait for its writer.
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    refuse(file, findFileFault(fstatSync(descriptor), 'file'));
    return readFileSync(descriptor, 'utf8').trim();
  } finally {
    closeSync(descriptor);
  }
}

function refuse(path: string, fault: string | undefined): void {
  if (fault !== undefined) throw new UserError(`nothing was sent to the server: ${path} ${fault}`);
}

const isMissing = ({ code }: NodeJS.ErrnoException): boolean => code === 'ENOENT' || code === 'ENOTDIR';

const cannotUse = (file: string, { message }: Error): UserError =>
  new UserError(`cannot use socket ${file}: ${message}; check its owner and mode`);
