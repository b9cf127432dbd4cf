// Shows on the caller's terminal what a long request is doing, and erases it again. A pipe gets nothing.

/** Shorter waits need no explanation. */
const PROGRESS_AFTER_MS = 300;
const ERASE_LINE = '\r\u001b[K';

/** text: of one line; it is cut where the terminal's row ends, since a wrapped line could not be erased. */
export async function withProgress<T>(text: string, running: Promise<T>): Promise<T> {
  const { stderr } = process;
  if (!stderr.isTTY || !process.stdout.isTTY) return running;
  let isOver = false;
  let shown = false;
  const timer = setTimeout(() => {
    const show = (line: string): void => {
      if (isOver || line === '') return;
      shown = true;
      stderr.write(line);
    };
    shorten(text, stderr.columns).then(show, () => {});
  }, PROGRESS_AFTER_MS);
  try {
    return await running;
  } finally {
    isOver = true;
    clearTimeout(timer);
    if (shown) stderr.write(ERASE_LINE);
  }
}

/**
 * '' for a dumb terminal, which could not erase it. Loaded late: most requests are over by then.
 */
async function shorten(text: string, columns: number): Promise<string> {
  const [{ sanitiseLine }, { abilitiesOf }] = await Promise.all([
    import('../text/sanitise.js'),
    import('../text/terminal-family.js'),
  ]);
  if (abilitiesOf(process.env).family === 'dumb') return '';
  // Half as many characters: each may be wide.
  return `${sanitiseLine(text, Math.floor(columns / 2) - 1)} …`;
}
