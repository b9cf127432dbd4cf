// One server per name: the lock, then the socket. Owns taking both and releasing both.
// Leaves the socket's files to listening-socket.ts. Invariant: only the holder of the lock opens one.

import type { Socket } from 'node:net';
import { basename, dirname, join } from 'node:path';

import type { Paths } from '../paths/paths.js';
import { randomHex } from '../files/random-bytes.js';
import { keepSpareFiles } from '../files/spare-file.js';
import { acquireLock, describeUnknownHolder } from '../process/lock.js';
import { UserError } from '../text/user-error.js';
import { ListeningSocket } from './listening-socket.js';

export interface Elected {
  /** What a client must send: it proves that it may read the owner's files. */
  readonly token: string;
  /** Opens the socket: from now on clients can connect. */
  listen(options: {
    onConnection: (socket: Socket) => void;
    onProblem: (what: string, error: unknown) => void;
  }): Promise<void>;
  /** Recreates the socket if it is gone. */
  lookAfterSocket(): void;
  /** Accepts no more clients, removes the socket and lets the next server in. */
  resign(): Promise<void>;
  /** Resolves when the last client has taken what was sent to it, or after a second. */
  connectionsEnded(): Promise<void>;
}

/** undefined: another server holds the name. Rejects with a UserError if that cannot be known. */
export async function elect(paths: Paths): Promise<Elected | undefined> {
  const lock = await acquireLock(paths.lockDir, 'server');
  if ('heldBy' in lock) {
    if (lock.liveness === 'running') return undefined;
    throw new UserError(`the server's lock is ${describeUnknownHolder(lock, Date.now())}`);
  }
  const token = randomHex(32);
  let socket: ListeningSocket | undefined;
  return {
    token,
    async listen({ onConnection, onProblem }) {
      socket = new ListeningSocket({
        places: [paths.runtimeDir, paths.fallbackRuntimeDir].map((directory) => ({
          socketFile: join(directory, basename(paths.socketFile)),
          tokenFile: join(directory, basename(paths.tokenFile)),
        })),
        token,
        onConnection,
        onOpened: ({ socketFile }) => lock.record({ socketFile }),
        onProblem,
      });
      await socket.open();
      // For a start on a full disk: the lock is written twice, the token once.
      keepSpareFiles(paths.lockDir, 2);
      keepSpareFiles(dirname(paths.tokenFile), 1);
    },
    lookAfterSocket: () => void socket?.look(),
    async resign() {
      socket?.close();
      await lock.release();
    },
    connectionsEnded: async () => socket?.connectionsEnded(),
  };
}
