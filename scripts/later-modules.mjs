// Modules of Node's that a start has no use for: in the bundles each is loaded when something of it is first
// used, not by the import. Owns which these are. They take 1 to 2 ms each, in every process.

import { createRequire } from 'node:module';

const LATER = ['assert', 'child_process', 'crypto', 'v8'];

const require = createRequire(import.meta.url);

/**
 * What it exports, as getters. They are the prototype's: esbuild copies an object's own properties for each
 * module that imports it.
 */
const contentsOf = (name) => `
const getters = {};
for (const key of ${JSON.stringify(Object.keys(require(name)))})
  Object.defineProperty(getters, key, { get: () => require('${name}')[key] });
module.exports = ${
  typeof require(name) === 'function'
    ? `Object.setPrototypeOf((...values) => require('${name}')(...values), getters)`
    : 'Object.create(getters)'
};`;

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
