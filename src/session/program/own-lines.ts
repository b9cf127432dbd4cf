// What qmux itself writes on a program's screen: lines below its last picture, and the empty screen for the
// next run. Owns how a screen is left by a program that did not leave it itself. Leaves the words to
// program-words.ts.

import type { Emulator } from '../../terminal/emulator/emulator-ports.js';

const encoder = new TextEncoder();

/**
 * Back to a screen that text can be printed on: margins, origin, attributes, charset, keyboard, mouse and
 * paste modes off, colours and title as before the program, cursor hidden.
 */
const LEAVE_PROGRAM_MODES = [
  '\x1b[r\x1b[?6l\x1b[m\x1b(B\x1b)B\x0f\x1b[4l\x1b[?7h\x1b[?1l\x1b>\x1b[<9u\x1b[>4m',
  '\x1b[?9;1000;1002;1003;1004;1005;1006;1015;1016;2004;2031l\x1b[0 q\x1b[?2026l',
  '\x1b]104\x1b\\\x1b]110\x1b\\\x1b]111\x1b\\\x1b]112\x1b\\\x1b]22;\x1b\\\x1b]2;\x1b\\\x1b[?25l',
].join('');

/** Below the last line that has text; a full screen scrolls up for them. */
export function printOwnLines(screen: Emulator, lines: readonly string[]): void {
  const below =
    screen.usedRows < screen.rows ? `\x1b[${screen.usedRows + 1};1H` : `\x1b[${screen.rows};1H\r\n`;
  const text = lines.map((line) => `\x1b[2m${line}\x1b[m`).join('\r\n');
  screen.write(encoder.encode(LEAVE_PROGRAM_MODES + below + text));
}

/**
 * For a program that is run again: pushes what stands on the screen into the scrollback and starts on an
 * empty one, with every mode as at the start (DECSTR).
 */
export function clearForNextRun(screen: Emulator): void {
  const { rows, usedRows } = screen;
  screen.resetModes();
  const blank = '\r\n'.repeat(usedRows);
  screen.write(encoder.encode(`\x1b[?1049l\x1b[!p\x1b[${rows};1H${blank}\x1b[H\x1b[?25h`));
}

/** A line above what the next run prints. */
export function printBeforeRun(screen: Emulator, line: string): void {
  screen.write(encoder.encode(`\x1b[2m${line}\x1b[m\r\n`));
}
