// What bundled packages do while they are loaded that the first frame does not need and would wait for. Owns these changes; each names the text that it replaces, so that another version of a package fails the build.

import { readFile } from 'node:fs/promises';

/** Of a file: pairs of a text and what stands in its place. */
const PATCHES = [
  {
    // Rules for graphemes and emoji, 10 ms of the start, are needed once something else than ASCII is typed.
    filter: /pi-tui\/dist\/utils\.js$/,
    replacements: [
      [
        'const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });',
        'let loadedSegmenter; const segmenter = { segment: (text) => (loadedSegmenter ??= ' +
          'new Intl.Segmenter(undefined, { granularity: "grapheme" })).segment(text) };',
      ],
      [
        'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
        'let loadedRegex; const rgiEmojiRegex = { test: (text) => (loadedRegex ??= /^\\p{RGI_Emoji}$/v).test(text) };',
      ],
    ],
  },
];

/** A plugin of esbuild. */
export const patchPackages = {
  name: 'patch-packages',
  setup({ onLoad }) {
    for (const { filter, replacements } of PATCHES)
      onLoad({ filter }, async ({ path }) => {
        let contents = await readFile(path, 'utf8');
        for (const [text, replacement] of replacements) {
          if (!contents.includes(text)) throw new Error(`${path} does not hold ${text}`);
          contents = contents.replace(text, () => replacement);
        }
        return { contents };
      });
  },
};
