// The words that a process runs (/proc/PID/cmdline, Linux). Source: proc(5).

import { readFileSync } from 'node:fs';

/** undefined: it has gone, is none, or the system does not tell. */
export function findCommand(pid: number | undefined): readonly string[] | undefined {
  if (pid === undefined) return undefined;
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    // Each word ends with a NUL, but for those of a process that wrote a title of its own there.
    return words.filter((word, at) => word !== '' || at < words.length - 1);
  } catch {
    return undefined;
  }
}
