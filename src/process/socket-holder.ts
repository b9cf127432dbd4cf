// Which process listens on a socket file, according to the kernel (Linux): what a user needs to end a server
// that cannot be reached in any other way. Owns reading /proc. undefined wherever the system does not say.

import { readdir, readFile, readlink } from 'node:fs/promises';

/** Among the flags in /proc/net/unix: it accepts connections (__SO_ACCEPTCON of Linux). */
const ACCEPTS = 0x10000;

/** Only processes of this user can be examined. Never rejects. */
export async function findListener(socketFile: string): Promise<number | undefined> {
  const inodes = findInodes(await readFile('/proc/net/unix', 'utf8').catch(() => ''), socketFile);
  if (inodes.size === 0) return undefined;
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid)) continue;
    for (const descriptor of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode !== undefined && inodes.has(inode)) return Number(pid);
    }
  }
  return undefined;
}

/** proc_net_unix(5): Num RefCount Protocol Flags Type St Inode Path. */
function findInodes(table: string, socketFile: string): Set<string> {
  const inodes = new Set<string>();
  for (const line of table.split('\n')) {
    const fields = /^\S+ \S+ \S+ ([0-9A-F]+) \S+ \S+ +(\d+) (.+)$/.exec(line);
    if (fields?.[3] === socketFile && (Number.parseInt(fields[1] ?? '', 16) & ACCEPTS) !== 0)
      inodes.add(fields[2] ?? '');
  }
  return inodes;
}
