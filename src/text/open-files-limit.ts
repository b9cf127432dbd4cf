// What is said when no further file, socket or terminal can be opened (pure). Owns recognising that, and the
// words; the limit itself comes from whoever can ask the system.

const OUT = /^(?:EMFILE|ENFILE)$/;
/** Room for hundreds of programs and chats; the usual soft limit is 1024. */
const ENOUGH = 4096;

/** Whether an error, or its cause, is that one. */
export function isOutOfFiles(error: unknown): boolean {
  let inner = error;
  for (let depth = 0; inner instanceof Error && depth < 8; depth++) {
    if ('code' in inner && OUT.test(String(inner.code))) return true;
    if (/\b(?:EMFILE|ENFILE)\b|too many open files/i.test(inner.message)) return true;
    inner = inner.cause;
  }
  return false;
}

/**
 * The soft limit in a diagnostic report of Node's, the only place that has it; undefined: none, or not known.
 */
export function openFilesLimitIn(report: object): number | undefined {
  const { userLimits } = report as { userLimits?: { open_files?: { soft?: number | string } } };
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : undefined;
}

/** limit: of this process; undefined: not known. */
export const describeOutOfFiles = (limit: number | undefined): string =>
  `too many open files${limit === undefined ? '' : `, the limit is ${limit}`} (ulimit -n); close sessions, or raise it: ` +
  `ulimit -n ${ENOUGH} (where that is refused, root raises the hard limit), then qmux kill-server (it saves first) and qmux again`;
