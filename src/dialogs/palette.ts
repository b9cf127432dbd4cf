// All commands as a list to find one in, above the command prompt (pure): which of them match what is typed,
// best first. Leaves which commands there are to whoever opens the prompt, and keys to command-prompt.ts.

import { fuzzyScore } from '../text/fuzzy.js';

export interface PaletteEntry {
  /** A line that a user could type. */
  line: string;
  /** As a user reads them; '': none is bound to it. */
  keys: string;
  summary: string;
}

const EXACT_KEY = 5;

/**
 * In the order given if nothing is typed. Else the key that it names, lines that begin with it, lines that
 * contain its words, then summaries and keys that do. Scattered letters count only where nothing contains
 * what was typed.
 */
export function narrowPalette(entries: readonly PaletteEntry[], typed: string): readonly PaletteEntry[] {
  const query = typed.trim().toLowerCase();
  if (query === '') return entries;
  const words = query.split(/\s+/);
  const beginnings = words.map((word) => new RegExp(`(?:^|[^\\p{L}])${escapeSigns(word)}`, 'u'));
  const ranked = entries.map((entry) => ({
    entry,
    rank: entry.keys === typed.trim() ? EXACT_KEY : rankOf(entry, { query, words, beginnings }),
  }));
  const found = ranked.filter(({ rank }) => rank > 0);
  if (found.length > 0) return found.sort((a, b) => b.rank - a.rank).map(({ entry }) => entry);
  // A line of several words may be any command with its arguments.
  if (words.length > 1) return [];
  return entries
    .flatMap((entry) => {
      const score = fuzzyScore(query, entry.line) ?? fuzzyScore(query, `${entry.line} ${entry.summary}`);
      return score === undefined ? [] : [{ entry, score }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry);
}

/** 0: it does not contain what was typed. */
function rankOf(
  { line, keys, summary }: PaletteEntry,
  typed: { query: string; words: readonly string[]; beginnings: readonly RegExp[] },
): number {
  const command = line.toLowerCase();
  if (command.startsWith(typed.query)) return 4;
  if (typed.words.every((word) => command.includes(word))) return 3;
  const all = `${line} ${keys} ${summary}`.toLowerCase();
  if (typed.beginnings.every((beginning) => beginning.test(all))) return 2;
  return typed.words.every((word) => all.includes(word)) ? 1 : 0;
}

const escapeSigns = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
