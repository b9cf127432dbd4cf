// The conversation together with its records. Owns that a record is appended before it changes anything that is drawn
// or counted. Leaves writing to the host and meaning to transcript-reducer.ts.

import type { Conversation } from './conversation.js';
import { applyRecord, reduceTranscript } from './transcript-reducer.js';
import type { TranscriptRecord } from './transcript-record.js';

export class RecordedConversation {
  readonly conversation: Conversation;
  readonly #records: TranscriptRecord[] = [];

  constructor(
    past: readonly TranscriptRecord[],
    private readonly write: (records: TranscriptRecord[]) => void,
  ) {
    this.conversation = reduceTranscript(past);
    for (const record of past) this.#keep(record);
  }

  /** As in the transcript, but neighbouring pieces of one answer are joined. */
  get records(): readonly TranscriptRecord[] {
    return this.#records;
  }

  /** Throws what the host throws when the disk refuses; nothing has changed then. */
  append(...records: TranscriptRecord[]): void {
    this.write(records);
    for (const record of records) this.#apply(record);
  }

  /** Appends, and takes effect even if that fails: a turn must end. Returns the failure. */
  appendAnyway(record: TranscriptRecord): unknown {
    try {
      this.append(record);
      return undefined;
    } catch (error) {
      this.#apply(record);
      return error;
    }
  }

  #apply(record: TranscriptRecord): void {
    applyRecord(this.conversation, record);
    this.#keep(record);
  }

  #keep(record: TranscriptRecord): void {
    const last = this.#records.at(-1);
    if (record.type === 'piece' && last?.type === 'piece' && last.id === record.id)
      this.#records[this.#records.length - 1] = { ...last, text: last.text + record.text };
    else this.#records.push(record);
  }
}
