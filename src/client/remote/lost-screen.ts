// The terminal while a connection is lost, and until a server draws again: the last picture stays,
// the bottom row says what is going on, Esc detaches and Enter tries at once. Owns that row and these two
// keys. Leaves when to try to attach-remote.ts.

import type { WriteStream } from 'node:tty';
import { sanitiseLine } from '../../text/sanitise.js';
import { truncateToWidth } from '../../text/width.js';
import type { KeyInput } from '../key-input.js';
import { terminalSize } from '../relay.js';
import type { TakenTerminal } from '../tty-modes.js';
import { PasteGatherer } from './paste-gatherer.js';

/** Esc and Ctrl-C, as bytes and as kitty's protocol has them; not their release. */
const LEAVE = /^(?:\x03|\x1b|\x1b\[27(?:;\d*(?::1)?)?u|\x1b\[99;5(?::1)?u)$/;
const TRY = /^(?:[\r\n]|\x1b\[13(?:;\d*(?::1)?)?u)$/;

/** Ends a sequence that was cut off and a frame that is not complete; then reverse video on the last row. */
const before = (row: number): string => `\x18\x1b[?2026l\x1b7\x1b[r\x1b[${row};1H\x1b[0;7m`;
const AFTER = '\x1b[K\x1b[0m\x1b8';

export interface LostScreenOptions {
  stdout: WriteStream;
  terminal: TakenTerminal;
  keys: KeyInput;
  onLeave(): void;
  onTry(): void;
  /** A key or a paste, which goes nowhere. */
  onUnsent(): void;
}

export class LostScreen {
  #text = '';
  /** A paste counts once, and a line end in it is not Enter. */
  readonly #gatherer = new PasteGatherer();

  readonly #options: LostScreenOptions;

  constructor(options: LostScreenOptions) {
    this.#options = options;
    options.stdout.on('resize', this.#draw);
    options.keys.forward((bytes) => {
      for (const input of this.#gatherer.push(bytes)) this.#receive(input.toString('latin1'));
    });
  }

  say(text: string): void {
    this.#text = sanitiseLine(text);
    this.#draw();
  }

  /** There is a connection: what is typed from now on waits for the server. */
  connected(): void {
    const { keys, onLeave, onUnsent } = this.#options;
    keys.hold((bytes) => {
      const leaves = LEAVE.test(bytes.toString('latin1'));
      if (leaves) onLeave();
      return leaves;
    });
    if (this.#gatherer.isWaiting) onUnsent();
  }

  stop(): void {
    const { stdout, keys } = this.#options;
    stdout.off('resize', this.#draw);
    keys.hold();
  }

  #receive(typed: string): void {
    const { onLeave, onTry, onUnsent } = this.#options;
    if (LEAVE.test(typed)) onLeave();
    else if (TRY.test(typed)) onTry();
    // The mouse and replies of the terminal are not typed.
    else if (!typed.startsWith('\x1b[<') && !/^\x1b\[(?:I|O|\?|M)/.test(typed)) onUnsent();
  }

  readonly #draw = (): void => {
    const { stdout, terminal } = this.#options;
    const { rows, cols } = terminalSize(stdout);
    // The last column stays free: some terminals would begin a new row.
    terminal.write(Buffer.from(before(rows) + truncateToWidth(this.#text, cols - 1) + AFTER));
  };
}
