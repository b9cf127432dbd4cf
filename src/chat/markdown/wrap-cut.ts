// Where a long text can be cut so that wrapping its parts one after another gives the lines of the whole
// (pure). Leaves wrapping to wrap-runs.ts.

import { joinsCluster } from '../../text/width.js';

/** A word begins after the cut, or a line. */
const AFTER_BLANK = /^(?:\n[^]| [!-~])$/;
/** Far more than most words have. */
const MOST_LOOKED_AT = 256;

/**
 * About this many characters after `from`, or the end of the text: never within a cluster, and at the
 * beginning of a word if there is one near.
 */
export function findWrapCut(text: string, from: number, length: number): number {
  const most = from + Math.max(1, length);
  if (most >= text.length) return text.length;
  for (let at = most; at > Math.max(from, most - MOST_LOOKED_AT); at--)
    if (AFTER_BLANK.test(text.slice(at - 1, at + 1))) return at;
  let cut = most;
  while (cut < text.length && isWithinCluster(text, cut)) cut++;
  return cut;
}

function isWithinCluster(text: string, at: number): boolean {
  const code = text.codePointAt(at) ?? 0;
  if (code >= 0xdc00 && code <= 0xdfff) return true;
  const before = text.slice(Math.max(0, at - MOST_LOOKED_AT), at).replaceAll('\t', ' ');
  return joinsCluster(before.slice(before.lastIndexOf('\n') + 1), code);
}
