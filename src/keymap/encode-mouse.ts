// A mouse event as the bytes that a pane's program expects, in the protocol and encoding it asked for. Owns
// which events the protocol leaves out. Leaves finding the pane and its coordinates to the server. Source:
// xterm's ctlseqs, "Mouse Tracking" (9, 1000, 1002, 1003; 1005 UTF-8, 1006 SGR, 1015 urxvt, 1016 SGR in
// pixels).

import { CELL_HEIGHT, CELL_WIDTH } from '../text/cell-size.js';
import type { InputModes } from '../terminal/screen.js';
import type { MouseInput } from './input-event.js';

export type MouseModes = Pick<InputModes, 'mouse' | 'mouseEncoding'>;

const BUTTON_CODES = { left: 0, middle: 1, right: 2, none: 3 } as const;
const WHEEL_CODES: Partial<Record<MouseInput['action'], number>> = {
  'wheel-up': 64,
  'wheel-down': 65,
  'wheel-left': 66,
  'wheel-right': 67,
};
const MOTION = 32;
const SHIFT = 4;
const ALT = 8;
const CTRL = 16;
/** One byte each for button, column and row: 32 more than the value, positions from 1. */
const DEFAULT_OFFSET = 32;
/** The last code point of two bytes. */
const LAST_UTF8_VALUE = 0x7ff;
const LAST_DEFAULT_POSITION = 255 - DEFAULT_OFFSET;

/**
 * row and col are the pane's, from 0. undefined: the program did not ask for this, or its encoding cannot
 * express it.
 */
export function encodeMouse(event: MouseInput, modes: MouseModes): Uint8Array | undefined {
  if (!isWanted(event, modes.mouse)) return undefined;
  const modifiers =
    modes.mouse === 'x10' ? 0 : (event.shift ? SHIFT : 0) + (event.alt ? ALT : 0) + (event.ctrl ? CTRL : 0);
  const wheel = WHEEL_CODES[event.action];
  const isMotion = event.action === 'drag' || event.action === 'move';
  const code = (wheel ?? BUTTON_CODES[event.button] + (isMotion ? MOTION : 0)) + modifiers;
  const isRelease = event.action === 'release';
  // Only SGR says which button was released.
  const withRelease = isRelease ? (code & ~3) | 3 : code;
  if (modes.mouseEncoding === 'default') return encodeDefault(event, withRelease);
  if (modes.mouseEncoding === 'utf8') return encodeUtf8(event, withRelease);
  if (modes.mouseEncoding === 'urxvt')
    return Uint8Array.from(`\x1b[${withRelease + DEFAULT_OFFSET};${event.col + 1};${event.row + 1}M`, toCode);
  const [x, y] =
    modes.mouseEncoding === 'sgr-pixels'
      ? [event.col * CELL_WIDTH + CELL_WIDTH / 2, event.row * CELL_HEIGHT + CELL_HEIGHT / 2]
      : [event.col + 1, event.row + 1];
  return Uint8Array.from(`\x1b[<${code};${x};${y}${isRelease ? 'm' : 'M'}`, toCode);
}

function isWanted({ action, button }: MouseInput, protocol: InputModes['mouse']): boolean {
  switch (protocol) {
    case 'none':
      return false;
    case 'x10':
      return action === 'press' && button !== 'none';
    case 'press-release':
      return action !== 'drag' && action !== 'move';
    case 'drag':
      return action !== 'move';
    case 'any':
      return true;
  }
}

function encodeDefault({ row, col }: MouseInput, code: number): Uint8Array | undefined {
  if (row + 1 > LAST_DEFAULT_POSITION || col + 1 > LAST_DEFAULT_POSITION) return undefined;
  const position = (from0: number): number => from0 + 1 + DEFAULT_OFFSET;
  return Uint8Array.of(0x1b, 0x5b, 0x4d, code + DEFAULT_OFFSET, position(col), position(row));
}

/** Like the default, with each value as a character of UTF-8, of two bytes at most. */
function encodeUtf8({ row, col }: MouseInput, code: number): Uint8Array | undefined {
  const values = [code, col + 1, row + 1].map((value) => value + DEFAULT_OFFSET);
  if (values.some((value) => value > LAST_UTF8_VALUE)) return undefined;
  return Uint8Array.from([0x1b, 0x5b, 0x4d, ...values.flatMap(utf8Of)]);
}

const utf8Of = (value: number): number[] =>
  value < 0x80 ? [value] : [0xc0 | (value >> 6), 0x80 | (value & 0x3f)];

const toCode = (character: string): number => character.charCodeAt(0);
