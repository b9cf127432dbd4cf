// JSON of any size without blocking the event loop: containers are split at their brackets, and only pieces
// of a few dozen kilobytes are given to JSON.parse at a time. Owns that cutting. About half as fast as
// JSON.parse.

import { Pace } from '../loop/slice.js';

/** JSON.parse takes half a millisecond for this much. */
const PIECE_BYTES = 64 * 1024;
/** Deeper than any export; what nests further is parsed in one go, which ends in an error or quickly. */
const MAX_DEPTH = 32;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

/** bytes: UTF-8. Rejects with a SyntaxError. */
export function parseJsonSlowly(
  bytes: Buffer,
  { pace = new Pace(), pieceBytes = PIECE_BYTES }: { pace?: Pace; pieceBytes?: number } = {},
): Promise<unknown> {
  return parseRange(bytes, { from: 0, to: bytes.length, depth: 0 }, { pace, pieceBytes });
}

interface Range {
  from: number;
  to: number;
  depth: number;
}

interface Cutting {
  pace: Pace;
  pieceBytes: number;
}

async function parseRange(bytes: Buffer, { from, to, depth }: Range, cutting: Cutting): Promise<unknown> {
  const { pace, pieceBytes } = cutting;
  await pace.pause();
  const first = skipBlanks(bytes, from, to);
  const isContainer = bytes[first] === OPEN_BRACE || bytes[first] === OPEN_BRACKET;
  if (!isContainer || to - from <= pieceBytes || depth >= MAX_DEPTH)
    return JSON.parse(bytes.toString('utf8', from, to)) as unknown;
  const commas = await findCommas(bytes, first, to, pace);
  const ends = [...commas.at, commas.end];
  const isArray = bytes[first] === OPEN_BRACKET;
  const list: unknown[] = [];
  const record: Record<string, unknown> = {};
  let start = first + 1;
  const isEmpty = ends.length === 1 && skipBlanks(bytes, start, commas.end) === commas.end;
  if (isEmpty) ends.pop();
  for (const end of ends) {
    if (isArray) {
      list.push(await parseRange(bytes, { from: start, to: end, depth: depth + 1 }, cutting));
    } else {
      const colon = findColon(bytes, start, end);
      const key = JSON.parse(bytes.toString('utf8', start, colon)) as unknown;
      if (typeof key !== 'string') throw new SyntaxError('a key is not a string');
      const value = await parseRange(bytes, { from: colon + 1, to: end, depth: depth + 1 }, cutting);
      // As JSON.parse: an own key even if it is called __proto__.
      Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true });
    }
    start = end + 1;
  }
  if (skipBlanks(bytes, commas.end + 1, to) < to) throw new SyntaxError('unexpected text after the end');
  return isArray ? list : record;
}

/** The commas between the elements of the container at `first`, and where its closing bracket is. */
async function findCommas(
  bytes: Buffer,
  first: number,
  to: number,
  pace: Pace,
): Promise<{ at: number[]; end: number }> {
  const at: number[] = [];
  let depth = 0;
  let nextPause = first + PIECE_BYTES;
  for (let position = first; position < to; position++) {
    if (position >= nextPause) {
      nextPause = position + PIECE_BYTES;
      await pace.pause();
    }
    const byte = bytes[position];
    if (byte === QUOTE) position = endOfText(bytes, position, to);
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (--depth > 0) continue;
      const closes = bytes[first] === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
      if (byte !== closes) throw new SyntaxError('mismatched brackets');
      return { at, end: position };
    } else if (byte === COMMA && depth === 1) at.push(position);
  }
  throw new SyntaxError('unexpected end');
}

function findColon(bytes: Buffer, from: number, to: number): number {
  const quote = skipBlanks(bytes, from, to);
  const colon = bytes[quote] === QUOTE ? skipBlanks(bytes, endOfText(bytes, quote, to) + 1, to) : to;
  if (colon >= to || bytes[colon] !== COLON) throw new SyntaxError('a key has no value');
  return colon;
}

/** Position of the closing quote. */
function endOfText(bytes: Buffer, quote: number, to: number): number {
  for (let at = bytes.indexOf(QUOTE, quote + 1); at >= 0 && at < to; at = bytes.indexOf(QUOTE, at + 1)) {
    let backslashes = 0;
    while (bytes[at - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  throw new SyntaxError('unterminated string');
}

function skipBlanks(bytes: Buffer, from: number, to: number): number {
  let at = from;
  while (at < to && (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09))
    at++;
  return at;
}
