// Shows on the caller's terminal what a long request is doing, and erases it again. A pipe gets nothing.

import { whileItLasts } from '../loop/while-it-lasts.js';

const ERASE_LINE = '\r\x1b[K';

/**
 * text: of one line; it is cut where the terminal's row ends, since a wrapped line could not be taken away.
 */
export function withProgress<T>(text: string, running: Promise<T>): Promise<T> {
  const { stderr } = process;
  if (!stderr.isTTY || !process.stdout.isTTY) return running;
  return whileItLasts(running, () => {
    let isOver = false;
    let isShown = false;
    const show = (line: string): void => {
      if (isOver || line === '') return;
      isShown = true;
      stderr.write(line);
    };
    shorten(text, stderr.columns).then(show, () => {});
    return () => {
      isOver = true;
      if (isShown) stderr.write(ERASE_LINE);
    };
  });
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
