// Questions that programs ask their terminal at start and the emulator does not answer itself.
// Owns the answers; what we do not have is swallowed without a trace on the screen. Leaves DA1, DSR and DECRQM to xterm.
// Source: xterm's ctlseqs (OSC 4, 10-12, XTVERSION, window operations). Keyboard modes: keyboard-modes.ts.

import type { Terminal } from '@xterm/headless';

import { VERSION } from '../protocol/version.js';
import { findXtermColour } from './xterm-palette.js';

/** Colours told to programs: light text on black, what most terminals are. */
const FOREGROUND = 'rgb:d0d0/d0d0/d0d0';
const BACKGROUND = 'rgb:0000/0000/0000';
/** A cell's size in pixels, for programs that ask; nothing here draws pixels. */
const CELL_HEIGHT = 16;
const CELL_WIDTH = 8;

export function answerQueries(terminal: Terminal, reply: (text: string) => void): void {
  const { parser } = terminal;
  const colours: [number, string][] = [
    [10, FOREGROUND],
    [11, BACKGROUND],
    [12, FOREGROUND],
  ];
  for (const [code, colour] of colours)
    parser.registerOscHandler(code, (data) => {
      if (data === '?') reply(`\x1b]${code};${colour}\x1b\\`);
      return true;
    });
  parser.registerOscHandler(4, (data) => {
    // Pairs of an index and a colour; setting one has no effect here.
    const parts = data.split(';');
    for (let at = 0; at + 1 < parts.length; at += 2) {
      const index = parts[at] as string;
      const isQuestion = /^\d{1,3}$/.test(index) && parts[at + 1] === '?';
      const colour = isQuestion ? findXtermColour(Number(index)) : undefined;
      if (colour !== undefined) reply(`\x1b]4;${index};${formatColour(colour)}\x1b\\`);
    }
    return true;
  });
  // Never from a program: the clipboard.
  parser.registerOscHandler(52, () => true);
  parser.registerCsiHandler({ prefix: '>', final: 'q' }, (params) => {
    if ((params[0] ?? 0) === 0) reply(`\x1bP>|qmux(${VERSION})\x1b\\`);
    return true;
  });
  parser.registerCsiHandler({ final: 't' }, (params) => {
    const { rows, cols } = terminal;
    if (params[0] === 14) reply(`\x1b[4;${rows * CELL_HEIGHT};${cols * CELL_WIDTH}t`);
    if (params[0] === 16) reply(`\x1b[6;${CELL_HEIGHT};${CELL_WIDTH}t`);
    if (params[0] === 18) reply(`\x1b[8;${rows};${cols}t`);
    // The title stack (22, 23) stays with xterm; reports of titles would echo a program's bytes as input.
    return params[0] !== 22 && params[0] !== 23;
  });
}

/** X11's `rgb:` form with 16 bits a channel, as xterm answers. */
function formatColour(rgb: number): string {
  const channels = [rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff];
  return `rgb:${channels.map((channel) => channel.toString(16).padStart(2, '0').repeat(2)).join('/')}`;
}
