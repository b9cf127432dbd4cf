// Which group a share is for: its number, from /etc/group. Owns its errors.

import { readFile } from 'node:fs/promises';

import { UserError } from '../../text/user-error.js';

/** A name, or a number. Rejects with a UserError: there is none, or this user is not in it. */
export async function findGroup(group: string): Promise<number> {
  const gid = /^\d{1,10}$/.test(group) ? Number(group) : await gidOf(group);
  if (gid === undefined)
    throw new UserError(`there is no group ${group} in /etc/group; its number works too`, { exitCode: 2 });
  const own = [process.getgid?.(), ...(process.getgroups?.() ?? [])];
  if (process.getuid?.() !== 0 && !own.includes(gid))
    throw new UserError(`you are not in group ${group}; share with one of yours (id -Gn lists them)`);
  return gid;
}

async function gidOf(name: string): Promise<number | undefined> {
  const text = await readFile('/etc/group', 'utf8').catch(() => '');
  const fields = text
    .split('\n')
    .map((line) => line.split(':'))
    .find((each) => each[0] === name);
  const gid = fields?.[2] ?? '';
  return /^\d+$/.test(gid) ? Number(gid) : undefined;
}
