// The index as it was a moment ago, for a server that is killed before its durable write ends: what a client was shown
// stands here first. Owns that one file. One write and a rename, not synced: it survives kill -9, and a power cut at
// worst loses it. Invariant: a state that is older than the index, or that cannot be read, counts for nothing.

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

import { decodeArchive, decodeIndex, STORE_VERSION, type Index, type SessionMeta } from './schema.js';

export interface State {
  index: Index;
  /** Sessions that were closed since the archive was last written. */
  closed: readonly SessionMeta[];
}

export class LastState {
  constructor(private readonly file: string) {}

  /** Throws errors of the disk. About 0.2 ms for 50 sessions. */
  write({ index, closed }: State): void {
    const archive = { version: STORE_VERSION, sessions: closed };
    const next = `${this.file}.next`;
    writeFileSync(next, JSON.stringify({ index: JSON.stringify(index), archive: JSON.stringify(archive) }), {
      mode: 0o600,
    });
    renameSync(next, this.file);
  }

  /** The index itself has it all. */
  remove(): void {
    rmSync(this.file, { force: true });
  }

  /** undefined: there is none that is newer than the index with so many saves. */
  findNewer(saves: number): State | undefined {
    try {
      const { index, archive } = JSON.parse(readFileSync(this.file, 'utf8')) as {
        index: string;
        archive: string;
      };
      const state = { index: decodeIndex(index).value, closed: decodeArchive(archive).value.sessions };
      return state.index.saves > saves ? state : undefined;
    } catch {
      // Missing as after an orderly end, or torn by a power cut.
      return undefined;
    }
  }
}
