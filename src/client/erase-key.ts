// Which byte the user's Backspace sends, as the terminal's settings have it (VERASE): nearly always DEL, but
// ^H in some terminals over serial lines and in PuTTY. Owns asking `stty`, since Node cannot read termios.

import { spawn } from 'node:child_process';

/** An stty that takes longer is hanging. */
const TIMEOUT_MS = 2_000;

/** fd: the terminal. undefined: not known. Never rejects. */
export function findEraseByte(fd: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const child = spawn('stty', ['-a'], { stdio: [fd, 'pipe', 'ignore'], timeout: TIMEOUT_MS });
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    child.once('error', () => resolve(undefined));
    child.once('close', () => resolve(parseErase(text)));
  });
}

/** `erase = ^H;` in what `stty -a` prints, on Linux, macOS and the BSDs. */
export function parseErase(settings: string): number | undefined {
  const [, caret, character] = /\berase = (\^?)([^;\s])\s*;/.exec(settings) ?? [];
  if (character === undefined) return undefined;
  // ^H is the code of H minus 64; ^? is DEL.
  return caret === '' ? character.charCodeAt(0) : character.toUpperCase().charCodeAt(0) ^ 0x40;
}
