// Which group a share is for: its number, as the system knows it. Owns its errors.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

import { UserError } from '../../text/user-error.js';

/** Of a directory service on the network. */
const LOOKUP_MS = 5_000;

/** A name, or a number. Rejects with a UserError: there is none, or this user is not in it. */
export async function findGroup(group: string): Promise<number> {
  const gid = /^\d{1,10}$/.test(group) ? Number(group) : await gidOf(group);
  if (gid === undefined)
    throw new UserError(`there is no group ${group}; id -Gn lists yours`, { exitCode: 2 });
  const own = [process.getgid?.(), ...(process.getgroups?.() ?? [])];
  if (process.getuid?.() !== 0 && !own.includes(gid))
    throw new UserError(
      `you are not in group ${group}, or were not when this server started; share with one of yours (id -Gn)`,
    );
  return gid;
}

/** Also one of a directory service, by getent; without that (macOS, musl) only /etc/group is known. */
async function gidOf(name: string): Promise<number | undefined> {
  const known = await readFile('/etc/group', 'utf8').catch(() => '');
  const line = known.split('\n').find((each) => each.startsWith(`${name}:`)) ?? (await ask(name));
  const gid = line.split(':')[2] ?? '';
  return /^\d+$/.test(gid) ? Number(gid) : undefined;
}

/** Its line, of the same form: the directory may spell the name in another way. */
async function ask(name: string): Promise<string> {
  const { stdout } = await promisify(execFile)('getent', ['group', '--', name], { timeout: LOOKUP_MS }).catch(
    () => ({ stdout: '' }),
  );
  return stdout;
}
