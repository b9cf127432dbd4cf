// A conversation together with its transcript. Owns that a record is appended before it changes anything that
// is drawn or counted. Leaves writing to the host and meaning to transcript-reducer.ts.

import type { Conversation } from './conversation.js';
import { applyRecord } from './transcript-reducer.js';
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
    this.#write(records);
    for (const record of records) applyRecord(this.conversation, record);
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
