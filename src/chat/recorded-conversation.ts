// A conversation together with its transcript. Owns that a record is appended before it changes anything that
// is drawn or counted. Leaves writing to the host and meaning to transcript-reducer.ts.

import type { Conversation } from './conversation.js';
import { applyRecord } from './transcript-reducer.js';
import { isBranchRecord } from './branches/branch-records.js';
import type { TranscriptRecord } from './transcript-record.js';

export class RecordedConversation {
  readonly #write: (records: readonly TranscriptRecord[]) => void;

  constructor(
    readonly conversation: Conversation,
    write: (records: readonly TranscriptRecord[]) => void,
  ) {
    this.#write = write;
  }

  /** Throws what the host throws if the disk refuses; nothing has changed then. */
  append(...records: TranscriptRecord[]): void {
    const all = announced(this.conversation, records);
    this.#write(all);
    for (const record of all) applyRecord(this.conversation, record);
  }

  /** Appends, and takes effect even if that fails, because a turn must end. Returns the failure. */
  appendAnyway(record: TranscriptRecord): unknown {
    try {
      this.append(record);
      return undefined;
    } catch (error) {
      applyRecord(this.conversation, record);
      return error;
    }
  }
}

/** Before the first record of a kind that version 1 does not know stands the version that does. */
function announced(
  { version }: Conversation,
  records: readonly TranscriptRecord[],
): readonly TranscriptRecord[] {
  const isNew = (record: TranscriptRecord): boolean => 'turn' in record || isBranchRecord(record);
  if (version === 2 || !records.some(isNew)) return records;
  return [{ type: 'version', version: 2 }, ...records];
}
