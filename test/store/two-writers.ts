// Two processes that want to write one store, again and again, for two-writers.test.ts and its long twin:
// each takes the lock or is refused, as two servers of one name are.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDisk } from '../../src/files/disk.js';
import { IndexStore } from '../../src/store/index-store.js';
import { newDirectory } from '../temporary-directory.js';
import { compileSources } from './compile-sources.js';

const WRITER = fileURLToPath(new URL('two-writers-child.mjs', import.meta.url));

/**
 * What is wrong, a line each; how often a writer got the lock, and how often one found the other holding it.
 */
export async function runTwoWriters(
  rounds: number,
): Promise<{ faults: string[]; saved: number; refused: number }> {
  const compiledDir = compileSources(['store/index-store.ts', 'process/lock.ts']);
  const serverDir = join(newDirectory(), 'default');
  const children = ['a', 'b'].map((name) =>
    spawn(process.execPath, [WRITER, compiledDir, serverDir, name, `${rounds}`], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  const writers = children.map(async (child) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    const [code] = (await once(child, 'close')) as [number];
    return { code, lines: output.trimEnd().split('\n') };
  });
  await Promise.all(children.map((child) => once(child.stdout, 'data')));
  for (const child of children) child.stdin.write('go\n');
  const ended = await Promise.all(writers);
  const faults = ended.flatMap(({ code }) => (code === 0 ? [] : [`a writer exited ${code}`]));
  const disk = openDisk();
  const store = await IndexStore.open({
    serverDir,
    sessionsDir: join(serverDir, 'sessions'),
    home: '/',
    disk,
  });
  faults.push(...disk.damage.all);
  const saved = ended.flatMap(({ lines }) =>
    lines.filter((line) => line.startsWith('saved ')).map((line) => line.slice(6)),
  );
  const kept = store.index.sessions.map(({ id }) => id);
  const lost = saved.filter((id) => !kept.includes(id));
  if (lost.length > 0) faults.push(`lost: ${lost.join(', ')}`);
  if (new Set(kept).size !== kept.length) faults.push('a session stands there twice');
  if (kept.length !== saved.length) faults.push(`${kept.length} are kept, ${saved.length} were saved`);
  await store.close();
  const refused = ended.flatMap(({ lines }) => lines.filter((line) => line === 'refused')).length;
  return { faults, saved: saved.length, refused };
}
