// Reading SGR parameters into a style (pure), as the emulator reads them: what sgr.ts writes, and what
// programs send. Owns the meaning of the codes. Leaves finding the sequence to its caller. Source: ECMA-48
// 8.3.117; ITU-T T.416 for colons; kitty's underline protocol; xterm.js for the order of a mixed form.

import type { CellStyle } from './cell-grid.js';
import {
  BLINK,
  BOLD,
  CONCEAL,
  DIM,
  INVERSE,
  ITALIC,
  OVERLINE,
  paletteColour,
  rgbColour,
  STRIKE,
  UNDERLINE_MASK,
  UNDERLINE_SHIFT,
} from './cell-grid.js';

const SETS: Readonly<Record<number, number>> = {
  1: BOLD,
  2: DIM,
  3: ITALIC,
  5: BLINK,
  7: INVERSE,
  8: CONCEAL,
  9: STRIKE,
  53: OVERLINE,
};
const UNSETS: Readonly<Record<number, number>> = {
  22: BOLD | DIM,
  23: ITALIC,
  24: UNDERLINE_MASK,
  25: BLINK,
  27: INVERSE,
  28: CONCEAL,
  29: STRIKE,
  55: OVERLINE,
};
const SEMICOLON = 0x3b;
const COLON = 0x3a;
const ZERO = 0x30;
/** As many as xterm.js takes. */
const MAX_PARAMETERS = 32;
const MAX_VALUE = 0x7fffffff;

/** One parameter with its colon parts; -1: left out. */
type Parameter = number[];

/** Applies the parameters in bytes [from, to), between `ESC [` and `m`. Unknown codes change nothing. */
export function applySgr(style: CellStyle, bytes: Uint8Array, from: number, to: number): void {
  const parameters = split(bytes, from, to);
  for (let at = 0; at < parameters.length; at++) {
    const parameter = parameters[at] as Parameter;
    const code = Math.max(0, parameter[0] as number);
    if (code === 38 || code === 48 || code === 58) at += readColour(style, code, parameters, at);
    else applyCode(style, code, parameter);
  }
}

function split(bytes: Uint8Array, from: number, to: number): Parameter[] {
  const parameters: Parameter[] = [];
  let parameter: Parameter = [];
  let value = -1;
  for (let at = from; at <= to && parameters.length < MAX_PARAMETERS; at++) {
    const byte = at < to ? (bytes[at] as number) : SEMICOLON;
    if (byte === SEMICOLON || byte === COLON) {
      parameter.push(value);
      value = -1;
      if (byte === COLON) continue;
      parameters.push(parameter);
      parameter = [];
    } else {
      value = Math.min(MAX_VALUE, Math.max(0, value) * 10 + byte - ZERO);
    }
  }
  return parameters;
}

function applyCode(style: CellStyle, code: number, parameter: Parameter): void {
  const set = SETS[code];
  const unset = UNSETS[code];
  if (code === 0) {
    style.fg = 0;
    style.bg = 0;
    style.style = 0;
    style.underlineColour = 0;
  } else if (set !== undefined) style.style |= set;
  else if (unset !== undefined) style.style &= ~unset;
  else if (code === 4) setUnderline(style, parameter.length > 1 ? (parameter[1] as number) : 1);
  else if (code === 21) setUnderline(style, 2);
  else if (code >= 30 && code <= 37) style.fg = paletteColour(code - 30);
  else if (code === 39) style.fg = 0;
  else if (code >= 40 && code <= 47) style.bg = paletteColour(code - 40);
  else if (code === 49) style.bg = 0;
  else if (code === 59) style.underlineColour = 0;
  else if (code >= 90 && code <= 97) style.fg = paletteColour(code - 90 + 8);
  else if (code >= 100 && code <= 107) style.bg = paletteColour(code - 100 + 8);
}

function setUnderline(style: CellStyle, kind: number): void {
  const known = kind < 0 || kind > 5 ? 1 : kind;
  style.style = (style.style & ~UNDERLINE_MASK) | (known << UNDERLINE_SHIFT);
}

/** 38, 48 and 58 in both forms; returns how many of the following parameters belong to it. */
function readColour(style: CellStyle, code: number, parameters: readonly Parameter[], at: number): number {
  const parameter = parameters[at] as Parameter;
  const hasColons = parameter.length > 1;
  const values = hasColons
    ? parameter.slice(1)
    : parameters.slice(at + 1, at + 5).map((behind) => behind[0] as number);
  const value = (index: number): number => Math.max(0, values[index] ?? 0) & 0xff;
  let colour: number | undefined;
  let taken = values.length;
  if (values[0] === 5) {
    colour = paletteColour(value(1));
    taken = 2;
  } else if (values[0] === 2) {
    // With colons a colour space, usually left out, comes before the three channels.
    const first = hasColons && values.length > 4 ? 2 : 1;
    colour = rgbColour((value(first) << 16) | (value(first + 1) << 8) | value(first + 2));
    taken = 4;
  }
  if (colour !== undefined) {
    if (code === 38) style.fg = colour;
    else if (code === 48) style.bg = colour;
    else style.underlineColour = colour;
  }
  return hasColons ? 0 : Math.min(taken, parameters.length - at - 1);
}
