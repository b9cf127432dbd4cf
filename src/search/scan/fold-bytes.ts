// Lines of UTF-8 folded without decoding them, as far as a needle of ASCII can tell: most text with accents
// is Latin. Owns the tables. Leaves all other text to fold().

import { Buffer } from 'node:buffer';
import { fold } from '../words/fold.js';

const LOWER_CASE = 0x20;

/** Each byte, with ASCII in lower case. */
export const LOWER = new Uint8Array(256).map((_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte | LOWER_CASE : byte,
);

/** What a letter becomes besides an ASCII letter: nothing (a mark), itself, or what only fold() can say. */
export const NOTHING = 0;
export const ITSELF = 1;
export const UNDECIDED = 255;

/** What a character becomes: an ASCII letter, nothing, itself, or what only fold() can say. */
function foldedTo(codePoint: number): number {
  const character = String.fromCodePoint(codePoint);
  const folded = fold(character);
  if (folded === '') return NOTHING;
  if (folded.length === 1 && folded < '\x80') return folded.charCodeAt(0);
  return folded === character ? ITSELF : UNDECIDED;
}

const LATIN_FROM = 0xc0;
const LATIN = new Uint8Array(0x2c0).map((_, at) => foldedTo(LATIN_FROM + at));
const MORE_LATIN_FROM = 0x1e00;
const MORE_LATIN = new Uint8Array(0x100).map((_, at) => foldedTo(MORE_LATIN_FROM + at));

/** Of the letter whose first byte stands there, one of c3..cd or e1. */
export function foldedAt(bytes: Buffer, at: number): { letter: number; length: number } {
  const [first = 0, second = 0, third = 0] = [bytes[at], bytes[at + 1], bytes[at + 2]];
  if (first !== 0xe1)
    return { letter: LATIN[(((first & 31) << 6) | (second & 63)) - LATIN_FROM] ?? UNDECIDED, length: 2 };
  const letter =
    second < 0xb8 || second > 0xbb ? UNDECIDED : MORE_LATIN[((second - 0xb8) << 6) | (third & 63)];
  return { letter: letter ?? UNDECIDED, length: 3 };
}

let scratch = Buffer.alloc(1 << 16);

/** Valid until the next call. undefined: only fold() can tell. */
export function foldBytes(bytes: Buffer, from: number, to: number): Buffer | undefined {
  if (scratch.length < to - from) scratch = Buffer.alloc((to - from) * 2);
  const out = scratch;
  let length = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0xc3 && byte <= 0xcd && at + 1 < to) {
      const next = bytes[++at] ?? 0;
      const folded = LATIN[(((byte & 31) << 6) | (next & 63)) - LATIN_FROM] ?? ITSELF;
      if (folded === UNDECIDED) return undefined;
      if (folded === ITSELF) {
        out[length++] = byte;
        out[length++] = next;
      } else if (folded !== NOTHING) out[length++] = folded;
    } else if (byte === 0xe1 && at + 2 < to) {
      const second = bytes[at + 1] ?? 0;
      if (second < 0xb8 || second > 0xbb) return undefined;
      const folded = MORE_LATIN[((second - 0xb8) << 6) | ((bytes[at + 2] ?? 0) & 63)] ?? ITSELF;
      if (folded === UNDECIDED) return undefined;
      if (folded === ITSELF) {
        out[length++] = byte;
        continue;
      }
      at += 2;
      if (folded !== NOTHING) out[length++] = folded;
    } else out[length++] = LOWER[byte] ?? byte;
  }
  return out.subarray(0, length);
}
