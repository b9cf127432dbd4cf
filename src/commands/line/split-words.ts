// A line to its words, as a shell would split it (pure). Nothing is expanded.

import { UserError } from '../../text/user-error.js';

/**
 * Spaces separate words, '…' and "…" quote, and a backslash takes the next character as it is. Throws a
 * UserError for a quote that is not closed.
 */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] as string;
    if (quote === "'" ? character !== "'" : character === '\\' && at + 1 < line.length) {
      word = (word ?? '') + (quote === "'" ? character : line[++at]);
    } else if (character === quote) {
      quote = undefined;
    } else if (quote !== undefined) {
      word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== undefined) throw new UserError(`the quote ${quote} is not closed`, { exitCode: 2 });
  if (word !== undefined) words.push(word);
  return words;
}
