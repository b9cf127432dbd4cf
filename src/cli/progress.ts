// Says on the caller's terminal what a request that takes its time is about, and takes it away again. A pipe gets nothing.

import { sanitiseLine } from '../text/sanitise.js';
import { abilitiesOf } from '../text/terminal-family.js';

/** Shorter than this nobody wonders. */
const PROGRESS_AFTER_MS = 300;
const ERASE_LINE = '\r\u001b[K';

/** text: of one line; it is cut where the terminal's row ends, since a wrapped line could not be taken away. */
export async function withProgress<T>(text: string, running: Promise<T>): Promise<T> {
  const { stderr } = process;
  // A dumb terminal cannot take it away again.
  const canErase = abilitiesOf(process.env).family !== 'dumb';
  if (!stderr.isTTY || !process.stdout.isTTY || !canErase) return running;
  let shown = false;
  const timer = setTimeout(() => {
    shown = true;
    // Half as many characters: each may be wide.
    stderr.write(`${sanitiseLine(text, Math.floor(stderr.columns / 2) - 1)} …`);
  }, PROGRESS_AFTER_MS);
  try {
    return await running;
  } finally {
    clearTimeout(timer);
    if (shown) stderr.write(ERASE_LINE);
  }
}
