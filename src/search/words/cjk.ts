// Chinese, Japanese and Korean have no blanks between words (pure): a run ABC goes into the index as the
// words AB, BC and C, so each character begins one. Owns which characters those are, and the cutting.

import { latePattern } from '../../text/derived.js';

const CJK = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\u30fc\\uff70\\u3005';
/** More at once would be too much for the engine of regular expressions, which keeps each for going back. */
const longRun = latePattern(() => new RegExp(`[${CJK}]{1,65536}`, 'gu'));
const beginsWithCjk = latePattern(() => new RegExp(`^[${CJK}]`, 'u'));
const runsAndRest = latePattern(() => new RegExp(`[${CJK}]+|[^${CJK}]+`, 'gu'));
const anyCjk = latePattern(() => new RegExp(`[${CJK}]`, 'u'));
/** A quick check before the exact one: also true for some text without CJK, never false for text with it. */
const MAY_HAVE =
  /[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff01-\uffdf\ud840-\ud8ff]/;

export const hasCjk = (text: string): boolean => anyCjk().test(text);

/** Text with its runs cut, as the index gets it. */
export function cutRuns(text: string): string {
  if (!MAY_HAVE.test(text)) return text;
  return text.normalize('NFKC').replace(longRun(), (run, at: number, whole: string) => {
    const next = String.fromCodePoint(whole.codePointAt(at + run.length) ?? 0);
    // The run goes on, if it is a very long one.
    const last = beginsWithCjk().test(next) ? `${lastOf(run)}${next}` : lastOf(run);
    return ` ${pairsOf(run).join(' ')} ${last} `;
  });
}

/** `git漢字x` is `git`, `漢字` and `x`. */
export const splitRuns = (text: string): string[] => text.normalize('NFKC').match(runsAndRest()) ?? [];

export function pairsOf(run: string): string[] {
  const characters = Array.from(run);
  return characters.slice(1).map((character, at) => `${characters[at] ?? ''}${character}`);
}

export const lastOf = (run: string): string => Array.from(run).at(-1) ?? '';
