// Which other machines this user's terminals are attached to: a file for each attached client, named by its
// process, in the runtime directory. Owns these files, and taking those of processes that were killed away.
// Invariant: nothing is read or written where another user could have put it.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDirectory } from '../paths/paths.js';
import { findPrivacyFault } from '../paths/private-directory.js';

const FOLDER = 'hosts';

type Runtime = { runtimeDir: string };

/** Returns its end. What cannot be written is only not listed. */
export function tellAttached({ runtimeDir }: Runtime, host: string): () => void {
  const file = join(runtimeDir, FOLDER, String(process.pid));
  try {
    ensureDirectory(runtimeDir);
    ensureDirectory(join(runtimeDir, FOLDER));
    writeFileSync(file, host, { mode: 0o600 });
  } catch {
    return () => {};
  }
  return () => rmSync(file, { force: true });
}

export function attachedHosts({ runtimeDir }: Runtime): string[] {
  const folder = join(runtimeDir, FOLDER);
  // Whoever could name a host here could have this user's ssh go there.
  const isOurs = attempt(
    () => [runtimeDir, folder].every((each) => findPrivacyFault(each) === undefined),
    false,
  );
  const names = isOurs ? attempt(() => readdirSync(folder), []) : [];
  return names.flatMap((name) => {
    if (isRunning(Number(name))) return attempt(() => [readFileSync(join(folder, name), 'utf8')], []);
    attempt(() => rmSync(join(folder, name), { force: true }), undefined);
    return [];
  });
}

function isRunning(pid: number): boolean {
  return Number.isInteger(pid) && pid > 0 && attempt(() => process.kill(pid, 0), false);
}

function attempt<Value>(act: () => Value, otherwise: Value): Value {
  try {
    return act();
  } catch {
    return otherwise;
  }
}
