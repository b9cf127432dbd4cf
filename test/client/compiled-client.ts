// The client as JavaScript in a directory of its own, without node_modules: tests run it as a process, which
// also shows that it loads no package.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface CompiledClient {
  dir: string;
  remove(): void;
}

export function compileClient(): CompiledClient {
  const dir = mkdtempSync(join(tmpdir(), 'qmux-client-'));
  writeFileSync(join(dir, 'package.json'), '{"type":"module"}');
  const project = join(dir, 'tsconfig.json');
  writeFileSync(
    project,
    JSON.stringify({
      extends: resolve(root, 'tsconfig.json'),
      // The type check deals with types; this only has to run.
      compilerOptions: {
        noEmit: false,
        noCheck: true,
        rootDir: resolve(root, 'src'),
        outDir: dir,
        types: [],
      },
      files: [resolve(root, 'src/client/attach.ts'), resolve(root, 'src/client/request.ts')],
      include: [],
    }),
  );
  execFileSync(process.execPath, [resolve(root, 'node_modules/typescript/bin/tsc'), '-p', project], {
    cwd: root,
  });
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
