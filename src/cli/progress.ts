// Shows on the caller's terminal what a long request is doing, and erases it again. A pipe gets nothing. Owns
// that a request whose words alone are known is named only if its output goes to the terminal too.

import { whileItLasts } from '../loop/while-it-lasts.js';

const ERASE_LINE = '\r\x1b[K';

/**
 * text: of one line; it is cut where the terminal's row ends, since a wrapped line could not be taken away.
 */
export const withProgress = <T>(text: string, running: Promise<T>): Promise<T> =>
  new ProgressLine(text).during(running);

export class ProgressLine {
  #text: string;
  /** The server has said what it does. */
  #isSaid = false;
  #isOn = false;
  #isShown = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** What it does at the moment. */
  say(text: string): void {
    this.#text = text;
    this.#isSaid = true;
    if (this.#isOn) this.#draw();
  }

  during<T>(running: Promise<T>): Promise<T> {
    if (!process.stderr.isTTY) return running;
    return whileItLasts(running, () => {
      this.#isOn = true;
      this.#draw();
      return () => {
        this.#isOn = false;
        if (this.#isShown) process.stderr.write(ERASE_LINE);
      };
    });
  }

  #draw(): void {
    if (!process.stdout.isTTY && !this.#isSaid) return;
    shorten(this.#text, process.stderr.columns).then(
      (line) => {
        if (!this.#isOn || line === '') return;
        process.stderr.write(this.#isShown ? ERASE_LINE + line : line);
        this.#isShown = true;
      },
      () => {},
    );
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
