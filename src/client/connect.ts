// From a server's paths to a connected socket, starting the server when nobody listens.
// Leaves the start itself to start-server.ts and what is said on the socket to its callers. A socket file without a
// listener is the starting server's to clean up: only who holds the lock may unlink it.

import { createConnection, type Socket } from 'node:net';
import type { Paths } from '../log/paths.js';
import { UserError } from '../text/user-error.js';
import { startServer, type StartOptions } from './start-server.js';

/** A server that won the election listens within a few milliseconds; 2 s is what a user waits for a screen. */
const JOIN_ATTEMPTS = 40;
const JOIN_INTERVAL_MS = 50;

/** undefined: nobody listens. Rejects with a UserError when the socket may not be used. */
export function connect(paths: Paths): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(paths.socketFile);
    const fail = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(undefined);
      else
        reject(
          new UserError(`cannot use socket ${paths.socketFile}: ${error.message}; check its owner and mode`),
        );
    };
    socket.once('error', fail);
    socket.once('connect', () => {
      socket.off('error', fail);
      resolve(socket);
    });
  });
}

/** Rejects with a UserError that carries the server's own message when it cannot start. */
export async function connectOrStart(paths: Paths, options: StartOptions): Promise<Socket> {
  const running = await connect(paths);
  if (running) return running;
  const outcome = await startServer(paths, options);
  // 'joined': another server was elected at the same moment and may not listen yet.
  const attempts = outcome === 'joined' ? JOIN_ATTEMPTS : 1;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const socket = await connect(paths);
    if (socket) return socket;
    if (attempt < attempts) await new Promise((resolve) => setTimeout(resolve, JOIN_INTERVAL_MS));
  }
  throw new UserError(`server ${options.serverName} runs but does not answer; see ${paths.serverLogFile}`);
}
