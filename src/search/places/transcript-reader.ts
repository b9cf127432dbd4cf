// Transcripts of other programs, each read as a whole into units: the port by which a search reads them.
// Leaves what each kind of file means to its reader in agents/.

import type { ReadConversation } from '../transcripts/unit.js';
import type { Matcher } from '../words/query.js';
import type { SearchedFile } from './file.js';
import type { Fault } from './folders.js';

export interface TranscriptReader {
  /** Empty: it cannot be read, or is no transcript. */
  read(file: SearchedFile, fault: Fault): Promise<readonly ReadConversation[]>;
  /** The same, unless the bytes say that the words are not there. */
  readWith(file: SearchedFile, matcher: Matcher, fault: Fault): Promise<readonly ReadConversation[]>;
}
