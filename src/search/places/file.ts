// A file that can be searched (pure): which kind, whose, and what tells that it has changed. Owns the shape.

import type { TranscriptAgent } from '../hit.js';

export interface FileFacts {
  path: string;
  size: number;
  mtimeMs: number;
  /** Of anything, which nobody can set: the time of its content may be set back. */
  changedMs: number;
  ino: number;
}

export type SearchedFile = FileFacts &
  (
    | { kind: 'chat'; session: string }
    /** path: of the screen; the lines above it stand beside it. */
    | { kind: 'screen'; session: string }
    | { kind: TranscriptAgent }
  );

export const newestFirst = <File extends FileFacts>(files: readonly File[]): File[] =>
  files.toSorted((one, other) => other.mtimeMs - one.mtimeMs);
