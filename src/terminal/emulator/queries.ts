// Queries that programs send to their terminal at the start and the emulator does not answer itself. Owns the
// replies; what we do not support is ignored without a trace on the screen. Leaves DA1, DSR and DECRQM to
// xterm, DECRQSS to status-strings.ts, keyboard modes to keyboard-modes.ts, colours to program-colours.ts,
// modes of our own to own-modes.ts, the pointer to pointer-shapes.ts. Source: xterm's ctlseqs (XTVERSION,
// window operations, XTGETTCAP).

import type { Terminal } from '../xterm/internals.js';

import { VERSION } from '../../protocol/version.js';
import { CELL_HEIGHT, CELL_WIDTH } from '../../text/cell-size.js';

/** XTGETTCAP: terminfo's and tmux's names. Those without a value are flags. */
const CAPABILITIES: Readonly<Record<string, string>> = {
  TN: 'xterm-256color',
  name: 'xterm-256color',
  Co: '256',
  colors: '256',
  RGB: '8/8/8',
  Tc: '',
  Su: '',
};
/** More in one request does not come from a program that looks for what it can use. */
const MAX_CAPABILITIES = 64;

export function answerQueries(terminal: Terminal, reply: (text: string) => void): void {
  const { parser } = terminal;
  // Never for a program: the clipboard.
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
  parser.registerDcsHandler({ intermediates: '+', final: 'q' }, (data) => {
    for (const name of data.split(';', MAX_CAPABILITIES)) reply(answerCapability(name));
    return true;
  });
}

/**
 * One reply for each name, as kitty does, so that a missing one does not hide the others. name and value are
 * in hex.
 */
function answerCapability(hexName: string): string {
  if (!/^(?:[\da-f]{2}){1,16}$/i.test(hexName)) return '\x1bP0+r\x1b\\';
  const name = hexName.replaceAll(/../g, (pair) => String.fromCharCode(parseInt(pair, 16)));
  const value = Object.hasOwn(CAPABILITIES, name) ? CAPABILITIES[name] : undefined;
  if (value === undefined) return `\x1bP0+r${hexName}\x1b\\`;
  const hexValue = Array.from(value, (character) => character.charCodeAt(0).toString(16)).join('');
  return `\x1bP1+r${hexName}${value === '' ? '' : `=${hexValue}`}\x1b\\`;
}
