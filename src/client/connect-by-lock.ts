// A server whose socket is not where it is expected, found by the lock that it holds: it was started in
// another environment, its files were removed, or it is still starting. Owns waiting for it and the errors
// when that fails. Leaves what makes a socket trusted to trusted-socket.ts, and recreating the socket to the
// server.

import { basename } from 'node:path';

import type { Paths } from '../paths/paths.js';
import { describeUnknownHolder, findHolder, type HeldLock } from '../process/lock.js';
import { UserError } from '../text/user-error.js';
import { connectTo, type Connection } from './trusted-socket.js';

const LOOK_INTERVAL_MS = 50;
/**
 * Far more than a server needs to recreate its socket, and about as long as a user waits without a message.
 */
const WAIT_MS = 2_000;
/** A server that restores a thousand sessions on a busy machine takes its time. */
const START_WAIT_MS = 10_000;

/** A server is alive and nobody can talk to it. */
export class UnreachableServer extends UserError {
  constructor(
    message: string,
    readonly pid: number,
  ) {
    super(message);
  }
}

/**
 * undefined: no server holds the lock. Rejects with a UserError if one is alive and cannot be reached; with
 * an UnreachableServer if its process is known.
 */
export async function connectByLock(paths: Paths): Promise<Connection | undefined> {
  const startedAt = performance.now();
  let hasAsked = false;
  let fault: UserError | undefined;
  for (;;) {
    const held = paths.lockDir === '' ? undefined : await findHolder(paths.lockDir, 'server');
    if (!held) return undefined;
    if (held.liveness === 'unknown')
      throw new UserError(
        `server ${basename(paths.serverDir)} is ${describeUnknownHolder(held, Date.now())}`,
      );
    const { pid, socketFile } = held.heldBy;
    const connection =
      socketFile === undefined
        ? undefined
        : await connectTo(besides(socketFile)).catch((error: unknown) => {
            if (!(error instanceof UserError)) throw error;
            fault = error;
          });
    if (connection) return connection;
    if (socketFile !== undefined && !hasAsked) hasAsked = askToListen(pid);
    if (performance.now() - startedAt >= (socketFile === undefined ? START_WAIT_MS : WAIT_MS))
      throw describe(held, paths, fault);
    await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_MS));
  }
}

const besides = (socketFile: string): { socketFile: string; tokenFile: string } => ({
  socketFile,
  tokenFile: socketFile.replace(/\.sock$/, '.token'),
});

/** A server checks its socket on SIGHUP, once its lock names one. */
function askToListen(pid: number): true {
  try {
    process.kill(pid, 'SIGHUP');
  } catch {
    // It has ended meanwhile: the lock will say so at the next look.
  }
  return true;
}

function describe(
  { heldBy: { pid, socketFile } }: HeldLock,
  paths: Paths,
  fault: UserError | undefined,
): UnreachableServer {
  const who = `server ${basename(paths.serverDir)} (process ${pid})`;
  return new UnreachableServer(
    socketFile === undefined
      ? `${who} has been starting for ${START_WAIT_MS / 1000} s and does not listen yet; see ${paths.serverLogFile}`
      : `${who} is running but cannot be reached: ${fault?.message ?? `its socket ${socketFile} is gone`}; ` +
          'qmux kill-server tells it to save and end',
    pid,
  );
}
