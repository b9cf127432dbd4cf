// The words that a process runs (/proc/PID/cmdline, Linux). Source: proc(5).

import { readFileSync } from 'node:fs';

/** undefined: the process is gone, never existed, or the system does not say. */
export function findCommand(pid: number | undefined): readonly string[] | undefined {
  if (pid === undefined) return undefined;
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    // Each word ends with a NUL, except in a process that wrote its own title there.
    return words.filter((word, at) => word !== '' || at < words.length - 1);
  } catch {
    return undefined;
  }
}
