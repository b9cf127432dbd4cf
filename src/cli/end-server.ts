// `qmux kill-server`: asks on a terminal, then ends the server, through its socket or, if that cannot be
// reached, by the process that its lock names. Owns both ways. Invariant: only the process that holds the
// lock is signalled.

import { UnreachableServer } from '../client/connect-by-lock.js';
import { request } from '../client/request.js';
import { findHolder } from '../process/lock.js';
import { UserError } from '../text/user-error.js';
import { askYesNo, canAsk } from './ask-yes-no.js';
import type { Call } from './call.js';

const LOOK_INTERVAL_MS = 50;
/** A server saves a thousand sessions and gives programs 5 s to end. */
const END_WAIT_MS = 30_000;

/** Asks only on a terminal; without a server there is nothing to end. */
export async function endServer(call: Call, yes: boolean): Promise<number> {
  try {
    if (!yes && canAsk()) {
      const { stdout, stderr } = await request({ ...call, words: ['ls'], json: false, start: false });
      // The list continues with what the disk refuses.
      const state = stderr === '' ? 'Everything is saved.' : 'NOT everything is saved.';
      if (!(await askYesNo(`${stdout}${stderr}Quit qmux? ${state}`))) return 1;
    }
    const response = await request({ ...call, words: ['kill-server', '--yes'], json: false, start: false });
    process.stderr.write(response.stderr);
    return response.exitCode;
  } catch (error) {
    if (error instanceof UnreachableServer) return endProcess(call, error, yes);
    throw error;
  }
}

/** Throws a UserError if it may not be signalled; one that is already gone is fine. */
function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH')
      throw new UserError(`cannot end process ${pid}: ${message}; its owner can, with kill ${pid}`);
  }
}

async function endProcess(call: Call, { message, pid }: UnreachableServer, yes: boolean): Promise<number> {
  if (!yes && canAsk() && !(await askYesNo(`${message}\nEnd it? It first saves what it can.`))) return 1;
  signal(pid);
  const giveUpAt = performance.now() + END_WAIT_MS;
  while (performance.now() < giveUpAt) {
    const held = await findHolder(call.paths.lockDir, 'server');
    if (held?.heldBy.pid !== pid) {
      // It cannot be asked whether everything was saved, and this signal may not have been what ended it.
      process.stderr.write(
        `ended server ${call.serverName} (process ${pid}); the end of ${call.paths.serverLogFile} says whether everything is saved\n`,
      );
      return 0;
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_INTERVAL_MS));
  }
  throw new UserError(
    `server ${call.serverName} (process ${pid}) has not ended within ${END_WAIT_MS / 1000} s; kill -9 ${pid} ends it, and qmux restores what was saved`,
  );
}
