// Text for a terminal that takes only ASCII (pure): letters without diacritics, lines as strokes, else a
// question mark. Owns that replacement. Leaves who needs it to terminal-family.ts.

/** Of box drawing and signs. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [
    /[\u2500\u2501\u2504\u2505\u2508\u2509\u254c\u254d\u2574\u2576\u2578\u257a\u257c\u257e\u2010-\u2015\u2212]/,
    '-',
  ],
  [
    /[\u2502\u2503\u2506\u2507\u250a\u250b\u254e\u254f\u2551\u2575\u2577\u2579\u257b\u257d\u257f\u258c\u258f]/,
    '|',
  ],
  [/\u2550/, '='],
  [/[\u250c-\u254b\u2552-\u2570]/, '+'],
  [/[\u2571-\u2573]/, 'x'],
  [/[\u2580-\u259f]/, '#'],
  [/[\u2018\u2019\u201a\u2032]/, "'"],
  [/[\u201c\u201d\u201e\u2033]/, '"'],
  [/[\u2022\u00b7\u25cf\u25e6\u2219]/, '*'],
  [/\u2026/, '.'],
  [/[\u2190\u2039\u25c0]/, '<'],
  [/[\u2192\u203a\u25b6\u276f]/, '>'],
  [/[\u2191\u25b2]/, '^'],
  [/[\u2193\u25bc]/, 'v'],
  [/[\u2713\u2714]/, 'x'],
  [/[\u00a0\u2000-\u200a\u3000]/, ' '],
];

/** What goes into one cell: a text of the given columns, each character of width 1 or 2. */
export function asciiFor(text: string, width: number): string {
  const [letter = ' '] = text.normalize('NFKD');
  const sign = SIGNS.find(([pattern]) => pattern.test(text))?.[1];
  const character = sign ?? (letter >= ' ' && letter <= '~' ? letter : '?');
  return character + ' '.repeat(width - 1);
}

/** A whole line, regardless of its columns. */
export const asciiLine = (text: string): string =>
  text.replaceAll(/[^\x20-\x7e]/gu, (character) => (/\p{M}/u.test(character) ? '' : asciiFor(character, 1)));
