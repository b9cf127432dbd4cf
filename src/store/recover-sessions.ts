// Lists sessions again whose folders stand on disk but in no index: from their transcripts. Owns what can be known that
// way (of a chat: all but its directory; of a program: nothing). Leaves the index to index-store.ts.

import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
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
  const [first] = records;
  // Another id: a folder that was copied by hand, whose original is a session already.
  if (first?.type !== 'session' || first.id !== id) return undefined;
  const session: SessionMeta = {
    id,
    number: 0,
    name: first.name,
    named: true,
    kind: 'chat',
    type: first.sessionType,
    cwd,
    created: first.created,
    lastUsed: Math.trunc((await stat(file)).mtimeMs),
    turns: 0,
    unread: 0,
  };
  for (const record of records) {
    if (record.type === 'question') session.lastQuestion = record.text;
    if (record.type !== 'begin') continue;
    session.turns++;
    if (record.model !== 'guide') session.model = record.model;
  }
  return session;
}
