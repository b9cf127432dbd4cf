// A conversation from a file of another program or server, before it is a session: its records, ready to be
// appended. Owns the shape and what every source has in common. Invariant: a conversation is complete, or an
// Error says why not.

import type { TranscriptRecord } from '../chat/transcript-record.js';

export interface ImportedConversation {
  /** Identifies the conversation wherever it is imported from: a second import finds it by this. */
  id: string;
  /** undefined: to be made from the first question. */
  name: string | undefined;
  type: string;
  /** As the source names it; undefined: none, or not one of ours. */
  model: string | undefined;
  /** undefined: not known. */
  cwd: string | undefined;
  /** ms since 1970. */
  created: number;
  lastUsed: number;
  turns: number;
  firstQuestion: string | undefined;
  lastQuestion: string | undefined;
  /** Without the first, which names the session. */
  records: TranscriptRecord[];
}

export interface ImportedFile {
  /** ms since 1970: used for missing times. */
  modifiedAt: number;
  /** Of its bytes: used for a missing id. */
  digest: string;
}

/** Ids name folders: nothing may lead out of the sessions' directory. */
export const isFolderName = (id: string): boolean => /^[A-Za-z0-9_-]{1,64}$/.test(id);
