// The limit of open files, which every session, terminal and connection uses up, and how near it is. Owns
// asking the system. Leaves the words to text/open-files-limit.ts. Node raises the soft limit to the hard one
// when it starts.

import { closeSync, openSync } from 'node:fs';
import { describeOutOfFiles, isOutOfFiles, openFilesLimitIn } from '../text/open-files-limit.js';

/**
 * Kept free for what must work at the limit: clients that attach, verbs, transcripts, requests to models, and
 * above all the files of a provider's package, which Node opens all at once when the first question loads it
 * (about 80).
 */
const RESERVE = 96;
/** With a low limit, no more than this is kept, */
const RESERVE_SHARE = 0.25;
/**
 * but at least this: for one of qmux's own parts, loaded late, and a few clients. Node never reloads what
 * failed once.
 */
const LEAST_RESERVE = 24;

let known: number | undefined;

/** A sentence with the limit and the way out. */
export const tooManyOpenFiles = (): string => describeOutOfFiles(openFilesLimit());

/** Whether so few are left that nothing that keeps one open should start. */
export function isNearOpenFilesLimit(): boolean {
  const limit = openFilesLimit();
  if (limit === undefined) return false;
  try {
    // The lowest free number.
    const next = openSync('/dev/null', 'r');
    closeSync(next);
    return next + Math.max(LEAST_RESERVE, Math.min(RESERVE, limit * RESERVE_SHARE)) > limit;
  } catch (error) {
    return isOutOfFiles(error);
  }
}

/** A report takes a few milliseconds, once. undefined: no limit, or the system does not say. */
function openFilesLimit(): number | undefined {
  known ??= openFilesLimitIn(process.report.getReport());
  return known;
}
