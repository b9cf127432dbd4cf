// Modules of Node's that a start has no use for: in the bundles each is loaded when something of it is first
// used, not by the import. Owns which these are. They take 1 to 2 ms each, in every process.

import { createRequire } from 'node:module';

const LATER = ['assert', 'child_process', 'crypto', 'v8'];

const require = createRequire(import.meta.url);

/** What it exports, as getters, which an import of a CommonJS module keeps. */
const contentsOf = (name) => `
const later = ${typeof require(name) === 'function' ? `(...values) => require('${name}')(...values)` : '{}'};
for (const key of ${JSON.stringify(Object.keys(require(name)))})
  Object.defineProperty(later, key, { enumerable: true, get: () => require('${name}')[key] });
module.exports = later;`;

/** A plugin of esbuild. */
export const laterModules = {
  name: 'later-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(?:node:)?(?:${LATER.join('|')})$`) }, ({ path, namespace }) =>
      namespace === 'later'
        ? { path, external: true }
        : { path: path.replace('node:', ''), namespace: 'later' },
    );
    onLoad({ filter: /./, namespace: 'later' }, ({ path }) => ({ contents: contentsOf(path) }));
  },
};
