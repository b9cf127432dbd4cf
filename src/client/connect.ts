// From a server's paths to a connected socket, starting the server if nobody listens. Leaves what makes a
// socket trusted to trusted-socket.ts, the start itself to start-server.ts and what is sent over the socket
// to its callers. A socket file without a listener is the starting server's to clean up: only who holds the
// lock may unlink it.

import type { Paths } from '../paths/paths.js';
import { UserError } from '../text/user-error.js';
import type { StartOptions } from './start-server.js';
import { connectTo, type Connection } from './trusted-socket.js';

/** A server that won the election listens within a few milliseconds; users wait 2 s for a screen. */
const JOIN_ATTEMPTS = 40;
const JOIN_INTERVAL_MS = 50;

/**
 * undefined: no server is running. Rejects with a UserError if one is running but cannot or may not be used.
 */
export async function connect(paths: Paths): Promise<Connection | undefined> {
  const direct = await connectTo(paths).catch((error: unknown) => {
    if (error instanceof UserError) return error;
    throw error;
  });
  if (direct && !(direct instanceof UserError)) return direct;
  // Started in another environment, or its files were removed: its lock says where it listens.
  const { connectByLock } = await import('./connect-by-lock.js');
  const connection = await connectByLock(paths);
  if (!connection && direct) throw direct;
  return connection;
}

/**
 * begun: a server was started already. Rejects with a UserError that carries the server's own message if it
 * cannot start.
 */
export async function connectOrStart(
  paths: Paths,
  options: StartOptions,
  begun?: Promise<string>,
): Promise<Connection> {
  const running = begun ? undefined : await connect(paths);
  if (running) return running;
  const { startServer } = await import('./start-server.js');
  const outcome = await startServer(paths, options, begun);
  // 'joined': another server was elected at the same moment and may not listen yet.
  const attempts = outcome === 'joined' ? JOIN_ATTEMPTS : 1;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const connection = await connect(paths);
    if (connection) return connection;
    if (attempt < attempts) await new Promise((resolve) => setTimeout(resolve, JOIN_INTERVAL_MS));
  }
  throw new UserError(await describeSilent(options.serverName, paths));
}

async function describeSilent(serverName: string, { lockDir, serverLogFile }: Paths): Promise<string> {
  const { findHolder } = await import('../process/lock.js');
  const held = lockDir === '' ? undefined : await findHolder(lockDir, 'server').catch(() => undefined);
  const who = held ? `server ${serverName} (process ${held.heldBy.pid})` : `server ${serverName}`;
  return `${who} is running but does not answer; see ${serverLogFile}`;
}
