// Modules of src/ for scripts and benchmarks that need a part of the program: bundled as the program is, but
// into the memory of the caller. Modules of one call share what they import.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

import { build } from 'esbuild';

import { commonOptions } from './bundle.mjs';
import { rootPath } from './checkout-lock.mjs';

/** paths: below src/, such as `paths/paths.ts`. Resolves with the modules, in this order. */
export async function loadSources(paths) {
  const text = paths.map((path, at) => `export * as module${at} from ${JSON.stringify(`./src/${path}`)};`);
  // A file that is not there: from it everything is found as from the sources.
  const filename = join(rootPath, 'src', 'a', 'loaded-sources.js');
  const { outputFiles } = await build({
    ...commonOptions,
    stdin: { contents: text.join('\n'), resolveDir: rootPath },
    write: false,
  });
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${outputFiles[0].text}\n})`,
    { filename },
  );
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(filename), module, filename, dirname(filename));
  return paths.map((_, at) => module.exports[`module${at}`]);
}
