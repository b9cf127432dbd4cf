// Transcripts of other programs, each read as a whole into units: the port by which a search reads them.
// Leaves what each kind of file means to its reader in agents/.

import type { ReadConversation } from '../transcripts/unit.js';
import type { Matcher } from '../words/query.js';
import type { SearchedFile } from './file.js';

export interface TranscriptReader {
  /** Empty: it cannot be read, or is no transcript. */
  read(file: SearchedFile): Promise<readonly ReadConversation[]>;
  /** The same, unless the bytes say that the words are not there. */
  readWith(file: SearchedFile, matcher: Matcher): Promise<readonly ReadConversation[]>;
  /** What could not be read since this was asked last, a sentence each. */
  takeProblems(): string[];
}
