// What is looked for in the bytes of files of JSON lines: the folded and escaped needle, which two of
// its bytes are the rarest, and which bytes can follow one another in it.

import { Buffer } from 'node:buffer';
import { fold } from '../words/fold.js';

/** From frequent to rare; what is not listed is rarer. */
const FREQUENT = ' etaonirslhdcumpfgywb,.v"k-_\\jxqz0123456789';

export interface Spelling {
  /** Folded (or as typed), and escaped as JSON escapes it. */
  text: string;
  /** Its UTF-8, as a string of one character a byte. */
  latin1: string;
  /** Place of the pair's first byte in it, and how far away the second is. */
  pairAt: number;
  distance: number;
}

export const escapeForJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** Folded first. The second one, if there is one, is what a text may have that the scan does not fold. */
export function spellingsOf(needle: string, mostDistance: number): Spelling[] {
  const folded = escapeForJson(fold(needle));
  // ASCII is compared without case anyway.
  const typed = escapeForJson(needle).replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const needsTyped = typed !== folded && !FOLDED_IN_TEXT.test(needle);
  return [...(folded === '' ? [] : [folded]), ...(needsTyped ? [typed] : [])].map((text) =>
    choosePair(text, mostDistance),
  );
}

/** Only of what lines are folded for: Latin, Greek, Cyrillic and others up to Hebrew, with their accents. */
const FOLDED_IN_TEXT = /^[\0-\u05bf\u1e00-\u1eff]*$/;

function choosePair(text: string, mostDistance: number): Spelling {
  const latin1 = Buffer.from(text).toString('latin1');
  let best = { at: 0, distance: 0, rarity: -1 };
  for (let at = 0; at < latin1.length; at++)
    for (let to = at; to < Math.min(latin1.length, at + mostDistance); to++) {
      if (to === at && latin1.length > 1) continue;
      const rarity = rarityOf(latin1, at) + rarityOf(latin1, to);
      if (rarity > best.rarity) best = { at, distance: to - at, rarity };
    }
  return { text, latin1, pairAt: best.at, distance: best.distance };
}

function rarityOf(latin1: string, at: number): number {
  const index = FREQUENT.indexOf((latin1[at] ?? '').toLowerCase());
  return index === -1 ? FREQUENT.length : index;
}
