// The words of a question that say what it is about, in its order (pure): for an automatic name. Owns what a
// person would leave out of a name. Leaves length, prefix and uniqueness to names.ts.

import { sanitiseLine } from '../../text/sanitise.js';
import { latePattern } from '../../text/derived.js';

/** Words that say nothing about the subject; contractions are without their apostrophe here. */
const FILLER = new Set(
  'a about am an and any are as at be been between but by can could did do does for from get getting got had has have hello hey hi how hows i id if ill im in into is it its ive just lets like me my need of ok okay on or our out please should show so some tell thank thanks that thats the their them then there these they this to us want was we were what whats when where wheres which who why will with would you your youre'.split(
    ' ',
  ),
);

/** Words that a name may contain, but that say nothing by themselves. */
const VAGUE = new Set(
  'again anything another cannot cant doing done else everyone everything give go going good help here him his know let look maybe more morning much no not nothing now one really right same say see something sorry still stuff such thing things think try very way well work working works yes yet'.split(
    ' ',
  ),
);

/** Scripts without spaces between words: a run of them says as much as several words. */
const unspaced = latePattern(
  () => /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]{4}/u,
);

/** Longer ones are pasted texts: their subject is at the beginning. */
const MAX_CHARACTERS = 2_000;

/** In lower case, each once. All of them if none says anything; a word of the prefix is not repeated. */
export function tellingWords(question: string, prefix: string): string[] {
  const words = [...new Set(wordsOf(rewrite(question.slice(0, MAX_CHARACTERS))))];
  const telling = words.filter((word) => !FILLER.has(word) && word !== prefix);
  return telling.length > 0 ? telling : words;
}

/**
 * At least two words about the subject: numbers and single letters do not count, except for names of
 * languages.
 */
export function tellsEnough(question: string): boolean {
  const telling = tellingWords(question, '').filter(
    (word) =>
      !FILLER.has(word) &&
      !VAGUE.has(word) &&
      (/\p{L}.*\p{L}/u.test(word) || /^[cr]$/.test(word) || unspaced().test(word)),
  );
  return telling.length > 1 || telling.some((word) => unspaced().test(word));
}

/** Runs of letters and digits, in lower case. */
export const wordsOf = (text: string): string[] =>
  sanitiseLine(text)
    .toLocaleLowerCase('en')
    .normalize('NFC')
    .match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu) ?? [];

/** So that what has no letters of its own, or too many, reads as a person would say it. */
function rewrite(text: string): string {
  const blocks: string[] = [];
  const prose = text.replace(/```[^\n]*\n([^]*?)(```|$)/g, (_, code: string) => {
    blocks.push(code);
    return ' ';
  });
  // The question is in the prose, before or after the code.
  return [prose, ...blocks]
    .join(' ')
    .replace(/\bhttps?:\/\/(?:www\.)?([^\s?#]*)\S*/gi, '$1 ')
    .replace(PATH, '$1')
    .replace(/['’](?=(?:m|s|t|re|ve|ll|d)(?!\p{L}))/giu, '')
    .replace(/\bc\+\+/gi, 'cpp')
    .replace(/\b([cf])#/gi, '$1sharp');
}

/**
 * A path from the root, from home, from here, or to a name with an extension; 1: its last part. `and/or` is
 * not one.
 */
const PATH = /(?<![\w.:/@-])(?:(?:~|\.{1,2})?\/(?:[\w.@-]+\/)*|(?:[\w.@-]+\/)+(?=[\w-]*\.[a-z]))([\w.-]+)/gi;
