// Pasted bytes for a pane: verbatim, between markers if its program asked for them. Owns the markers.
// Invariant: nothing in a paste can end it early and run the rest as if typed. Source: xterm's ctlseqs, mode
// 2004.

import type { InputModes } from '../terminal/screen.js';

const PASTE_START = asciiBytes('\x1b[200~');
const PASTE_END = asciiBytes('\x1b[201~');
const ESC = 0x1b;
const ZERO = 0x30;
const OPENING_BRACKET = 0x5b;
const TILDE = 0x7e;
/** CSI as one character, which some programs accept. */
const SINGLE_CSI = [0xc2, 0x9b] as const;

export function encodePaste(bytes: Uint8Array, modes: Pick<InputModes, 'bracketedPaste'>): Uint8Array {
  const safe = withoutEnds(bytes);
  if (modes.bracketedPaste) return join([PASTE_START, ...safe, PASTE_END]);
  return safe.length === 1 ? bytes : join(safe);
}

/**
 * In parts. Every ESC before `[201~` is left out: leaving out only the last one, or the whole marker, could
 * leave another one that was around it. What is left is text. Linear, because a paste can come from anywhere.
 */
function withoutEnds(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let from = 0;
  for (let at = bytes.indexOf(TILDE); at >= 0; at = bytes.indexOf(TILDE, at + 1)) {
    const start = findMarker(bytes, at);
    if (start === undefined) continue;
    const isSingle = bytes[start] === SINGLE_CSI[0];
    let end = start;
    while (end > from && bytes[end - 1] === ESC) end--;
    parts.push(bytes.subarray(from, end));
    if (isSingle) parts.push(Uint8Array.of(OPENING_BRACKET));
    from = isSingle ? start + SINGLE_CSI.length : start;
  }
  parts.push(bytes.subarray(from));
  return parts;
}

/** Where an end marker with this tilde begins, without its ESC; undefined: it is none. */
function findMarker(bytes: Uint8Array, tilde: number): number | undefined {
  let at = tilde - 3;
  if (bytes[at] !== 0x32 || bytes[at + 1] !== ZERO || bytes[at + 2] !== 0x31) return undefined;
  while (bytes[at - 1] === ZERO) at--;
  if (bytes[at - 1] === OPENING_BRACKET) return at - 1;
  return bytes[at - 2] === SINGLE_CSI[0] && bytes[at - 1] === SINGLE_CSI[1] ? at - 2 : undefined;
}

function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
