// Lines that a program printed and the emulator never parsed (pure): what of them the scrollback can take as it is.
// Owns the check that they are nothing but text and colours, and the conversion: each line for itself, in the default
// style at its begin and end. Leaves the decision to skip parsing to its caller. What it does not know it refuses whole.

import type { CellStyle } from '../text/cell-grid.js';
import { DEFAULT_STYLE } from '../text/cell-grid.js';
import { RESET_SGR, sgrBetween } from '../text/sgr.js';
import { applySgr } from '../text/sgr-reader.js';
import { ByteBuffer } from './byte-buffer.js';

const LF = 0x0a;
const CR = 0x0d;
const ESC = 0x1b;
const DEL = 0x7f;
const BRACKET = 0x5b;
const FINAL_SGR = 0x6d;
/** First byte of a C1 control in UTF-8, and of much else. */
const C1_LEAD = 0xc2;
const LAST_C1 = 0x9f;

export interface CutLines {
  /** Each ended by LF. */
  lines: Uint8Array;
  /** How many before them are beyond `most`. */
  skipped: number;
}

/**
 * The last lines of what a program printed, at most `most`, as the scrollback keeps lines. bytes: whole lines, each
 * ended by CR LF. style: that of the emulator before them. undefined: there is more in them than text and SGR, or one
 * ends in a background colour, with which a terminal fills the next row.
 */
export function convertCutLines(
  bytes: Uint8Array,
  options: { style: Readonly<CellStyle>; most: number },
): CutLines | undefined {
  const from = startOfLastLines(bytes, options.most);
  const style = { ...options.style };
  if (from > 0 && !walk(bytes.subarray(0, from), style)) return undefined;
  const out = new ByteBuffer();
  out.ascii(sgrBetween(DEFAULT_STYLE, style));
  if (!walk(bytes.subarray(from), style, out)) return undefined;
  return { lines: out.bytes.subarray(0, out.length), skipped: countLines(bytes.subarray(0, from)) };
}

/** Follows the style; writes the lines to `out`, or only checks them. false: not text and SGR alone. */
function walk(bytes: Uint8Array, style: CellStyle, out?: ByteBuffer): boolean {
  let from = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte >= 0x20 && byte < DEL) continue;
    if (byte === CR) {
      if (bytes[at + 1] !== LF || style.bg !== 0) return false;
      if (out) {
        out.append(bytes.subarray(from, at));
        if (!isDefault(style)) out.ascii(RESET_SGR);
        out.codePoint(LF);
      }
      at++;
      from = at + 1;
      if (out && from < bytes.length) out.ascii(sgrBetween(DEFAULT_STYLE, style));
    } else if (byte === ESC) {
      const end = endOfSgr(bytes, at);
      if (end === undefined) return false;
      applySgr(style, bytes, at + 2, end);
      at = end;
    } else if (byte < 0x20 || byte === DEL || (byte === C1_LEAD && (bytes[at + 1] ?? 0) <= LAST_C1)) {
      return false;
    }
  }
  return from === bytes.length;
}

const isDefault = ({ fg, bg, style, underlineColour }: CellStyle): boolean =>
  (fg | bg | style | underlineColour) === 0;

/** Position of the final byte of an SGR whose parameters mean here what they mean to the emulator; undefined: another. */
function endOfSgr(bytes: Uint8Array, escape: number): number | undefined {
  if (bytes[escape + 1] !== BRACKET) return undefined;
  let at = escape + 2;
  while (isParameter(bytes[at])) at++;
  return bytes[at] === FINAL_SGR && at - escape < LONGEST_SGR ? at : undefined;
}

/** Digits and semicolons. Colons have forms that terminals read differently; few programs send them. */
const isParameter = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || byte === 0x3b);

/** The emulator takes 32 parameters; a longer sequence is no colour. */
const LONGEST_SGR = 60;

/** Where the last `count` lines begin. */
function startOfLastLines(bytes: Uint8Array, count: number): number {
  let at = bytes.length;
  for (let lines = 0; lines <= count; lines++) {
    at = at === 0 ? -1 : bytes.lastIndexOf(LF, at - 1);
    if (at === -1) return 0;
  }
  return at + 1;
}

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) count++;
  return count;
}
