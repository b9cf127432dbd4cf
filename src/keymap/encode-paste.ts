// Pasted bytes for a pane: verbatim, between markers if its program asked for them. Owns the markers.
// Invariant: nothing in a paste can end it early and run the rest as if typed. Source: xterm's ctlseqs, mode
// 2004.

import type { InputModes } from '../terminal/screen.js';

const PASTE_START = '\x1b[200~';
const PASTE_END = '\x1b[201~';
/** What follows ESC in the marker, or the marker with CSI as one character, which some programs accept. */
const EMBEDDED_END = /(?:\[|\xc2\x9b)0*201~/g;

export function encodePaste(bytes: Uint8Array, modes: Pick<InputModes, 'bracketedPaste'>): Uint8Array {
  const text = fromBytes(bytes);
  const safe = neutraliseEnds(text);
  if (modes.bracketedPaste) return toBytes(PASTE_START + safe + PASTE_END);
  return safe === text ? bytes : toBytes(safe);
}

/**
 * Every ESC before `[201~` is removed: removing only the last one, or the whole marker, could leave another
 * one that was around it. What is left is text. Linear, because a paste can come from anywhere.
 */
function neutraliseEnds(text: string): string {
  let safe = '';
  let from = 0;
  for (const match of text.matchAll(EMBEDDED_END)) {
    let end = match.index;
    while (end > from && text[end - 1] === '\x1b') end--;
    const isSingle = match[0].startsWith('\xc2');
    safe += text.slice(from, end) + (isSingle ? '[' : '');
    from = match.index + (isSingle ? 2 : 0);
  }
  return safe + text.slice(from);
}

/** Bytes as characters and back, whatever they are: a paste need not be UTF-8. */
function fromBytes(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

const toBytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
