// What bundled packages do while they are loaded that fails in a bundle, or that the first frame would wait
// for without need. Owns these changes; each names the text that it replaces, so that another version of a
// package fails the build.

import { readFile } from 'node:fs/promises';

/** Of a file: pairs of a text and what stands in its place. */
const PATCHES = [
  {
    // It looks for the directory that it is installed in, which for a bundle is none, and then for the
    // current one, which may have been removed.
    filter: /yargs\/lib\/platform-shims\/esm\.mjs$/,
    replacements: [['mainFilename || process.cwd()', "mainFilename || '/'"]],
  },
  {
    // For a config file as a module, which qmux has none of.
    filter: /yargs-parser\/build\/lib\/index\.js$/,
    replacements: [
      [
        'const require = createRequire ? createRequire(import.meta.url) : undefined;',
        'const require = undefined;',
      ],
    ],
  },
  {
    // The names of characters, 4 ms of the start, are needed at the first reference in an answer.
    filter: /entities\/dist\/generated\/decode-data-html\.js$/,
    replacements: [
      [
        'export const htmlDecodeTree = /* #__PURE__ */ decodeTrieDict(',
        'let loadedTree; export const htmlDecodeTree = () => loadedTree ??= decodeTrieDict(',
      ],
    ],
  },
  {
    filter: /entities\/dist\/decode\.js$/,
    replacements: [['const decodeTree = htmlDecodeTree;', 'const decodeTree = htmlDecodeTree();']],
  },
  // blessed lays out and draws nothing: these are for its own texts.
  {
    filter: /blessed\/lib\/unicode\.js$/,
    replacements: [
      ['exports.combiningTable.reduce(', '[].reduce('],
      ['new RegExp(exports.chars.combining, ', 'new RegExp("(?!)", '],
      // For the width of a tab; with it come all of its widgets, 170 KB.
      ["exports.blessed = require('../');", 'exports.blessed = { screen: {} };'],
    ],
  },
  { filter: /blessed\/lib\/colors\.js$/, replacements: [['out = cols.map(exports.match);', 'out = [];']] },
  {
    // Cell by cell a blank screen of 40 rows takes 2 ms until this is compiled, and each start makes two.
    filter: /@xterm\/headless\/lib-headless\/xterm-headless\.js$/,
    replacements: [
      [
        'for(let t=0;t<e;++t)this.setCell(t,i);this.length=e}',
        'this.length=e;this.setAll(i)}setAll(e){' +
          // What is not in the numbers of a cell is set for each: combined characters, looks of an underline.
          'if(0===this.length||2097152&e.content||268435456&e.bg)' +
          'for(let t=0;t<this.length;++t)this.setCell(t,e);' +
          'else{this.setCell(0,e);const t=this._data,s=3*this.length;' +
          'for(let e=3;e<s;e*=2)t.copyWithin(e,0,Math.min(e,s-e))}}',
      ],
      ['for(let t=0;t<this.length;++t)this.setCell(t,e)}}copyFrom(', 'this.setAll(e)}}copyFrom('],
    ],
  },
  {
    // Of ours: with the bundle's own require() the grammars become part of it, each run when it is required.
    filter: /chat\/markdown\/highlight-languages\.ts$/,
    loader: 'ts',
    replacements: [
      ["import { createRequire } from 'node:module';", ''],
      ['const require = createRequire(import.meta.url);', ''],
    ],
  },
];

/** A plugin of esbuild. */
export const patchPackages = {
  name: 'patch-packages',
  setup({ onLoad }) {
    for (const { filter, replacements, loader = 'js' } of PATCHES)
      onLoad({ filter }, async ({ path }) => {
        let contents = await readFile(path, 'utf8');
        for (const [text, replacement] of replacements) {
          if (!contents.includes(text)) throw new Error(`${path} does not hold ${text}`);
          contents = contents.replace(text, () => replacement);
        }
        return { contents, loader };
      });
  },
};
