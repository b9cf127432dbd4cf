// A warning while a connected server says nothing: it is stopped, or hangs. Owns when that is said and the
// words.

import { basename } from 'node:path';

import type { Paths } from '../paths/paths.js';

/** A running server sends its welcome within milliseconds; users wait this long without wondering. */
const SILENCE_MS = 2_000;

/** onNotice: called once, with a sentence, unless the returned function was called before. */
export function warnWhenSilent(paths: Paths, onNotice: (text: string) => void): () => void {
  let isOver = false;
  const timer = setTimeout(() => {
    void describe(paths).then((text) => {
      if (!isOver) onNotice(text);
    });
  }, SILENCE_MS);
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

async function describe({ serverDir, lockDir }: Paths): Promise<string> {
  const { findHolder } = await import('../process/lock.js');
  const held = lockDir === '' ? undefined : await findHolder(lockDir, 'server').catch(() => undefined);
  const name = `server ${basename(serverDir)}`;
  if (!held) return `${name} does not respond; still waiting (Ctrl-C stops waiting)`;
  const { pid } = held.heldBy;
  return (
    `${name} (process ${pid}) does not respond; still waiting (Ctrl-C stops waiting). ` +
    `If it was stopped, kill -CONT ${pid} resumes it; kill -9 ${pid} ends it, and qmux restores what was saved`
  );
}
