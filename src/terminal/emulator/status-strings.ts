// Replies to a program that asks for a setting (DECRQSS): attributes, margins, conformance level, cursor
// shape and protection. Owns the replies. Source: VT510's DECRQSS and DECRPSS; xterm's ctlseqs, whose forms
// with colons are used for what has sub-parameters, so that a reader of the reply can separate the
// attributes.

import {
  BG,
  COLOUR_MODE_MASK,
  COLOUR_RGB,
  createGrid,
  FG,
  STYLE,
  UNDERLINE_COLOUR,
  UNDERLINE_MASK,
  UNDERLINE_SHIFT,
} from '../../text/cell-grid.js';
import { flagCodes } from '../../text/sgr.js';
import type { Core, Terminal } from '../xterm/internals.js';
import { copyLine, lineOfStyle } from '../xterm/cells.js';

/** DECSCUSR of each steady shape; blinking is one less. */
const STEADY_SHAPES = { block: 2, underline: 4, bar: 6 } as const;
/** Level 1 (VT100), 7-bit controls: the level that DA1 reports. */
const CONFORMANCE = '61;1"p';

export function answerStatusStrings(terminal: Terminal, core: Core, reply: (text: string) => void): void {
  const answers: Readonly<Record<string, () => string>> = {
    m: () => `${attributeCodes(core).join(';')}m`,
    r: () => `${core.buffers.active.scrollTop + 1};${core.buffers.active.scrollBottom + 1}r`,
    '"p': () => CONFORMANCE,
    '"q': () => `${core._inputHandler._curAttrData.isProtected() ? 1 : 0}"q`,
    ' q': () => `${cursorShape(core)} q`,
    t: () => `${terminal.rows}t`,
    '$|': () => `${terminal.cols}$|`,
    '*|': () => `${terminal.rows}*|`,
  };
  terminal.parser.registerDcsHandler({ intermediates: '$', final: 'q' }, (setting) => {
    const answer = Object.hasOwn(answers, setting) ? answers[setting] : undefined;
    reply(answer ? `\x1bP1$r${answer()}\x1b\\` : '\x1bP0$r\x1b\\');
    return true;
  });
}

/** 0: the program chose none. */
function cursorShape(core: Core): number {
  const { cursorStyle, cursorBlink } = core.coreService.decPrivateModes;
  return cursorStyle === undefined ? 0 : STEADY_SHAPES[cursorStyle] - (cursorBlink === false ? 0 : 1);
}

/** SGR parameters that set the current style, starting from none. */
function attributeCodes(core: Core): string[] {
  copyLine(lineOfStyle(core._inputHandler._curAttrData), 1, grid, 0, 0);
  const { cells } = grid;
  const style = cells[STYLE] as number;
  const underline = (style & UNDERLINE_MASK) >>> UNDERLINE_SHIFT;
  return [
    '0',
    ...flagCodes(style),
    ...(underline === 0 ? [] : [underline === 1 ? '4' : `4:${underline}`]),
    ...colourCodes(cells[FG] as number, 30),
    ...colourCodes(cells[BG] as number, 40),
    ...colourCodes(cells[UNDERLINE_COLOUR] as number, 50),
  ];
}

const grid = createGrid(1, 1);

/** base: 30 foreground, 40 background, 50 underline, which has no short forms. */
function colourCodes(colour: number, base: 30 | 40 | 50): string[] {
  if (colour === 0) return [];
  const value = colour & 0xffffff;
  if ((colour & COLOUR_MODE_MASK) === COLOUR_RGB)
    return [`${base + 8}:2::${value >> 16}:${(value >> 8) & 0xff}:${value & 0xff}`];
  if (base === 50 || value >= 16) return [`${base + 8}:5:${value}`];
  return [String(value < 8 ? base + value : base + 60 + value - 8)];
}
