// The limit of open files, which every session, terminal and connection takes from: what it is, and how to raise it.
// Owns those words and recognising that it is reached. Node itself raises the soft limit to the hard one when it starts.

import { readdirSync } from 'node:fs';

const OUT = /^(?:EMFILE|ENFILE)$/;
/** For fifty programs and as many chats at once, several times over. */
const ENOUGH = 4096;

/** Whether an error, or what caused it, says that no further file can be opened. */
export function isOutOfFiles(error: unknown): boolean {
  let inner = error;
  for (let depth = 0; inner instanceof Error && depth < 8; depth++) {
    if ('code' in inner && OUT.test(String(inner.code))) return true;
    if (/\b(?:EMFILE|ENFILE)\b|too many open files/i.test(inner.message)) return true;
    inner = inner.cause;
  }
  return false;
}

/** Whether fewer are left than a program takes: a spawn that fails then says nothing of its reason. */
export function isNearLimit(): boolean {
  const limit = openFilesLimit();
  if (limit === undefined) return false;
  try {
    return readdirSync('/proc/self/fd').length + 8 >= limit;
  } catch (error) {
    return isOutOfFiles(error);
  }
}

/** A sentence with the limit and the way out. */
export function tooManyOpenFiles(): string {
  const limit = openFilesLimit();
  return `too many open files, the limit is ${limit ?? 'reached'} (ulimit -n); close sessions, or raise it: qmux kill-server, ulimit -Hn ${ENOUGH} as root or in limits.conf, ulimit -n ${ENOUGH}, and start qmux again (everything is saved)`;
}

/** undefined: none, or the system does not tell. */
function openFilesLimit(): number | undefined {
  // The diagnostic report is the only place where Node tells a limit; it takes a few milliseconds.
  const report = process.report.getReport() as unknown as {
    userLimits?: { open_files?: { soft?: number | string } };
  };
  const soft = report.userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : undefined;
}
