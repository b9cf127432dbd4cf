// Keeps the grammars of highlighted code out of the bundles: each is a file of its own beside them, loaded when
// its language first occurs. Owns which these are: all that src/chat/markdown/highlight-languages.ts requires.

import { readFileSync } from 'node:fs';

const OWNER = 'src/chat/markdown/highlight-languages.ts';
const DIRECTORY = 'grammars';

/** `@codemirror/legacy-modes/mode/clike` is clike.js. */
const fileOf = (specifier) => /[^/]+$/.exec(specifier)[0];

/** Entry points of their build, for the program's directory. */
export function grammarEntries(rootUrl) {
  const source = readFileSync(new URL(OWNER, rootUrl), 'utf8');
  const found = new Set([...source.matchAll(/require\('(@codemirror\/[^']+)'\)/g)].map(([, name]) => name));
  return Object.fromEntries([...found].map((name) => [`${DIRECTORY}/${fileOf(name)}`, name]));
}

/** A plugin of esbuild. */
export const leaveGrammars = {
  name: 'leave-grammars',
  setup({ onResolve }) {
    onResolve({ filter: /^@codemirror\// }, ({ path, importer }) =>
      importer.endsWith(OWNER) ? { path: `./${DIRECTORY}/${fileOf(path)}.js`, external: true } : undefined,
    );
  },
};
