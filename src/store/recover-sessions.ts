// Lists sessions again whose folders stand on disk but in no index: from their transcripts. Owns what can be known that
// way (of a chat: all but its directory; of a program: nothing). Leaves the index to index-store.ts.

import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeTranscript } from './describe-transcript.js';
import { readTranscript } from './read-transcript.js';
import type { SessionMeta } from './schema.js';
import { isRemovedFolder, transcriptIn } from './session-folder.js';

export interface RecoverOptions {
  sessionsDir: string;
  /** Ids that an index lists. */
  known: ReadonlySet<string>;
  /** Directory of a recovered session: which one it had is not known. */
  cwd: string;
}

/** In creation order; number 0, and names that may be taken by now. Also ends removals that a crash cut short. */
export async function recoverSessions(options: RecoverOptions): Promise<SessionMeta[]> {
  const { sessionsDir, known, cwd } = options;
  const found: SessionMeta[] = [];
  for (const name of await readdir(sessionsDir)) {
    const path = join(sessionsDir, name);
    if (isRemovedFolder(name)) await rm(path, { recursive: true, force: true });
    else if (!known.has(name)) {
      const session = await recoverSession(path, name, cwd);
      if (session) found.push(session);
    }
  }
  return found.sort((a, b) => a.created - b.created);
}

async function recoverSession(path: string, id: string, cwd: string): Promise<SessionMeta | undefined> {
  const file = transcriptIn(path);
  const { records } = readTranscript(file);
  if (records.length === 0) return undefined;
  return describeTranscript(records, { id, cwd, lastUsed: Math.trunc((await stat(file)).mtimeMs) });
}
