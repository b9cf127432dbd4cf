// Keeps out of the bundle `line` what the bundle `shell` holds: where a module of these is import()ed,
// functions stand that load that bundle and call its own. All of their exports are async functions
// (src/entrance/shell.ts, `parts`).

/** Of src/cli/, with the exports that are wanted. */
const LEFT = {
  'ask-other-version': ['askOtherVersion'],
  'find-host': ['findHost'],
  'run-verb': ['runVerb'],
  'yargs-program': ['helpText'],
};

const contentsOf = (name) =>
  LEFT[name]
    .map(
      (called) => `
export const ${called} = async (...values) =>
  (await require('qmux:shell').parts['${name}']()).${called}(...values);`,
    )
    .join('');

/** A plugin of esbuild. */
export const leaveToShell = {
  name: 'leave-to-shell',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`/(?:${Object.keys(LEFT).join('|')})\\.js$`);
    onResolve({ filter }, ({ path, kind, importer }) => {
      if (kind !== 'dynamic-import')
        throw new Error(`${importer} is in the bundle line and imports ${path} at once`);
      return { path: /[^/]+(?=\.js$)/.exec(path)[0], namespace: 'left-to-shell' };
    });
    onResolve({ filter: /^qmux:shell$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /./, namespace: 'left-to-shell' }, ({ path }) => ({ contents: contentsOf(path) }));
  },
};
