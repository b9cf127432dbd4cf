// Lists sessions again whose folders are on disk but in no index: from their transcripts, and from what a
// program's folder says about it. Owns what can be known that way. Leaves the index to index-store.ts.
// Invariant: whatever else is among the folders, or cannot be read, does not prevent a start.

import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegularFile } from '../files/read-file.js';
import { UserError } from '../text/user-error.js';
import { describeTranscript } from './describe-transcript.js';
import type { Disk } from '../files/disk.js';
import { causeOf } from '../files/disk-failure.js';
import { decodeOutline, findNewerVersion } from './read-transcript.js';
import { isSessionId, type SessionRecord } from './session-record.js';
import { parseSessionFile } from './session-file.js';
import { isRemovedFolder, SESSION_FILE, transcriptIn } from './session-folder.js';

/** A chat that is in no index and larger than this is named, not listed. */
const MAX_TRANSCRIPT_BYTES = 64 * 1024 * 1024;
const MAX_SESSION_FILE_BYTES = 1024 * 1024;

export interface RecoverOptions {
  sessionsDir: string;
  /** Ids that an index lists. */
  known: ReadonlySet<string>;
  /** Directory of a recovered session: its former one is not known. */
  cwd: string;
  disk: Pick<Disk, 'damage'>;
}

/**
 * In creation order; number 0, and names that may be taken by now. Also finishes removals that a crash
 * interrupted. Rejects with a UserError if the directory itself cannot be read.
 */
export async function recoverSessions(options: RecoverOptions): Promise<SessionRecord[]> {
  const { sessionsDir, known, cwd, disk } = options;
  const found: SessionRecord[] = [];
  const entries = await readdir(sessionsDir, { withFileTypes: true }).catch((error: unknown) => {
    throw new UserError(`${sessionsDir} cannot be read: ${causeOf(error).long}`);
  });
  for (const entry of entries) {
    const { name } = entry;
    if (known.has(name) || !entry.isDirectory()) continue;
    const path = join(sessionsDir, name);
    if (isRemovedFolder(name)) {
      // Retried at the next start; nothing of it is shown.
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
    } else if (isSessionId(name)) {
      try {
        const session = await recoverSession(path, name, cwd);
        if (session) found.push(session);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        disk.damage.add(`session ${name} is not in the list of sessions and cannot be recovered: ${reason}`);
      }
    }
  }
  return found.sort((a, b) => a.created - b.created);
}

/**
 * undefined: an empty folder, like that of a chat in which nothing was asked. Rejects with an Error that says
 * what is damaged.
 */
async function recoverSession(path: string, id: string, cwd: string): Promise<SessionRecord | undefined> {
  const file = transcriptIn(path);
  const bytes = await readRegularFile(file, { maxBytes: MAX_TRANSCRIPT_BYTES });
  // A chat in which nothing was asked has a draft at most.
  if (!bytes || bytes.length === 0) return recoverFromFacts(path, id);
  const newer = findNewerVersion(bytes);
  if (newer !== undefined) throw new Error(`${file} was written by a newer qmux (version ${newer})`);
  const records = decodeOutline(bytes);
  if (records.length === 0) throw new Error(`${file} is damaged`);
  const lastUsed = Math.trunc((await stat(file)).mtimeMs);
  return describeTranscript(records, { id, cwd, lastUsed });
}

async function recoverFromFacts(path: string, id: string): Promise<SessionRecord | undefined> {
  const file = join(path, SESSION_FILE);
  const bytes = await readRegularFile(file, { maxBytes: MAX_SESSION_FILE_BYTES });
  if (!bytes) return undefined;
  try {
    return { ...parseSessionFile(bytes.toString('utf8'), id), number: 0 };
  } catch (error) {
    throw new Error(`${file} is damaged (${error instanceof Error ? error.message : String(error)})`, {
      cause: error,
    });
  }
}
