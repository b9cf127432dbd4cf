// How much of a program's output is parsed before the clock is checked (pure): text is cheap, a control
// sequence may cost as much as a thousand characters (a reset, a scroll by a screen).

const ESC = 0x1b;
/** First byte of a C1 control in UTF-8; also of other characters, which does no harm. */
const C1_LEAD = 0xc2;
/** A reset takes 0.1 ms on a large screen: 25 ms at most between two checks. */
const MOST_SEQUENCES = 256;

/** How many of the first `most` bytes to parse in one go; at least 1 if there is one. */
export function stepLength(bytes: Uint8Array, most: number): number {
  const limit = Math.min(bytes.length, most);
  return Math.min(endOfMany(bytes, ESC, limit), endOfMany(bytes, C1_LEAD, limit));
}

function endOfMany(bytes: Uint8Array, lead: number, limit: number): number {
  let at = -1;
  for (let count = 0; count <= MOST_SEQUENCES; count++) {
    at = bytes.indexOf(lead, at + 1);
    if (at === -1 || at >= limit) return limit;
  }
  return at;
}
