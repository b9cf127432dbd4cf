// Compiles modules of src/ for tests whose child processes run them: Node 20 reads no TypeScript, and dist/
// may be older.

import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newDirectory } from '../temporary-directory.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** sources: paths below src/. Returns the directory that then holds them as .js, with all they import. */
export function compileSources(sources: readonly string[]): string {
  const directory = newDirectory();
  const configuration = {
    extends: join(ROOT, 'tsconfig.build.json'),
    compilerOptions: {
      rootDir: join(ROOT, 'src'),
      outDir: directory,
      typeRoots: [join(ROOT, 'node_modules', '@types')],
    },
    include: [],
    files: sources.map((source) => join(ROOT, 'src', source)),
  };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(configuration));
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  execFileSync(join(ROOT, 'node_modules', '.bin', 'tsc'), ['-p', directory], { stdio: 'inherit' });
  return directory;
}
