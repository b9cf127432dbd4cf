// The directory a process is in now, if the system tells it (Linux).

import { readlinkSync } from 'node:fs';

export function currentDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // Not Linux, or the process has ended.
    return undefined;
  }
}
