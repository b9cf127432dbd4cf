// One server per name: the lock, then the socket. Owns taking both and giving both back.
// Invariant: only the holder of the lock binds; a socket file of a dead server is replaced in one step.

import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';

import type { Paths } from '../log/paths.js';
import { ensureDirectory } from '../log/paths.js';
import { findPrivacyFault } from '../log/private-directory.js';
import { acquireLock } from '../session/lock.js';
import { UserError } from '../text/user-error.js';

export interface Elected {
  /** What a client must show: it proves that it may read the owner's files. */
  readonly token: string;
  /** Opens the socket: from now on clients come. */
  listen(onConnection: (socket: Socket) => void): Promise<void>;
  /** Takes no more clients, removes the socket, if it is still ours, and lets the next server in. */
  resign(): Promise<void>;
  /** Resolves when the last client has taken what was sent to it, or after a second. */
  connectionsEnded(): Promise<void>;
}

/** A client that is stopped or gone must not keep the process. */
const CLOSE_TIMEOUT_MS = 1_000;

/** undefined: another server holds the name. */
export async function elect(paths: Paths): Promise<Elected | undefined> {
  const lock = await acquireLock(paths.lockDir, 'server');
  if ('heldBy' in lock) return undefined;
  const token = randomBytes(32).toString('hex');
  let listener: Server | undefined;
  let ours: { dev: number; ino: number } | undefined;
  let closed: Promise<unknown> = Promise.resolve();
  return {
    token,
    async listen(onConnection) {
      ensureDirectory(paths.runtimeDir);
      const fault = findPrivacyFault(paths.runtimeDir);
      if (fault !== undefined) throw new UserError(`${paths.runtimeDir} ${fault}`);
      rmSync(paths.tokenFile, { force: true });
      writeFileSync(paths.tokenFile, token, { mode: 0o600 });
      listener = createServer(onConnection);
      ours = await bind(listener, paths.socketFile);
    },
    async resign() {
      closed = new Promise((resolve) => (listener ? listener.close(resolve) : resolve(undefined)));
      const now = statSync(paths.socketFile, { throwIfNoEntry: false });
      if (ours && now?.dev === ours.dev && now.ino === ours.ino) rmSync(paths.socketFile, { force: true });
      await lock.release();
    },
    async connectionsEnded() {
      const timeout = new Promise((resolve) => setTimeout(resolve, CLOSE_TIMEOUT_MS).unref());
      await Promise.race([closed, timeout]);
    },
  };
}

/**
 * Bound under another name and renamed: libuv unlinks the name it bound when it closes, which by then may be the
 * socket of another server.
 */
async function bind(listener: Server, socketFile: string): Promise<{ dev: number; ino: number }> {
  const bound = join(dirname(socketFile), `.${process.pid}`);
  rmSync(bound, { force: true });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(bound, resolve);
  });
  renameSync(bound, socketFile);
  const { dev, ino } = statSync(socketFile);
  return { dev, ino };
}
