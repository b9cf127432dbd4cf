// What a chat keeps on disk: its transcript with the head that names it, its draft, and what it is for the
// day when it is in no index. Owns when the head and that description are written. Leaves the files to
// store/, the chat to chat-session.ts. Invariant: nothing is appended to a transcript that could not be read.

import type { Attached } from '../../chat/context/attached.js';
import type { Draft, StashedDraft } from '../../chat/ports.js';
import type { Conversation } from '../../chat/conversation.js';
import { reducing } from '../../chat/transcript-reducer.js';
import type { TranscriptRecord } from '../../chat/transcript-record.js';
import type { LoadedTranscript } from '../../store/load-transcript.js';
import type { ChatRecord, RecordChange } from '../../store/session-record.js';
import type { SessionFolder } from '../../store/session-folder.js';
import type { Undo } from '../../text/undo.js';
import { UserError } from '../../text/user-error.js';
import { headOf } from './write-conversation.js';
import { finishInTurns, finishNow } from '../../loop/in-turns.js';

/** The chat whose record is kept. */
export interface KeptOwner {
  readonly record: ChatRecord;
  update(change: RecordChange<ChatRecord>): void;
  /** Its record, which is in the index, must be saved. */
  changed(): void;
}

/** Who is told of everything that is appended. Must not throw. */
export interface Follower {
  /** About to take effect. */
  onRecords(records: readonly TranscriptRecord[]): void;
  /** The chat was closed. */
  onEnd(): void;
  /** It was read anew, or a new conversation begins in it. Absent: then it has ended for this follower. */
  onBegun?(conversation: Readonly<Conversation>): void;
}

export interface LoadedChat {
  conversation: Conversation;
  draft: Draft;
  stash: readonly StashedDraft[];
  printed: readonly Attached[];
  /** What to say in the chat about its transcript. */
  fault: string | undefined;
}

/** Read and decoded in about two milliseconds. */
const LONG_TRANSCRIPT_BYTES = 192 * 1024;

export class KeptChat {
  #folder: SessionFolder | undefined;
  /** Its transcript has no head yet. */
  #isNew = true;
  /** Why nothing may be appended, for the user; undefined: nothing is wrong. */
  #refusal: string | undefined;
  #isDescribed = false;
  #unknownRecords = 0;
  readonly #followers = new Set<Follower>();

  readonly #owner: KeptOwner;
  readonly #openFolder: () => SessionFolder;
  readonly #onDamage: (message: string) => void;

  /** onDamage: a part of the conversation is gone; lower case. */
  constructor(owner: KeptOwner, openFolder: () => SessionFolder, onDamage: (message: string) => void) {
    this.#owner = owner;
    this.#openFolder = openFolder;
    this.#onDamage = onDamage;
  }

  /** Created when first needed: a thousand restored sessions do not touch the disk. */
  get folder(): SessionFolder {
    this.#folder ??= this.#openFolder();
    return this.#folder;
  }

  /** Its transcript takes longer to load than one turn of the event loop may take. */
  get isLong(): boolean {
    return this.folder.transcriptSize > LONG_TRANSCRIPT_BYTES;
  }

  /** Records that only a later version knows: neither shown nor lost. */
  get unknownRecords(): number {
    return this.#unknownRecords;
  }

  load(): LoadedChat {
    return finishNow(this.#settling(this.folder.loadTranscript()));
  }

  /** The same in turns of the event loop. undefined: it was no longer wanted. */
  async loadInTurns(isWanted: () => boolean): Promise<LoadedChat | undefined> {
    const read = await this.folder.readTranscript();
    const transcript = 'records' in read ? read : await finishInTurns(read, isWanted);
    return transcript && finishInTurns(this.#settling(transcript), isWanted);
  }

  *#settling({ records, refusal, lost, unknown }: LoadedTranscript): Generator<undefined, LoadedChat> {
    const conversation = yield* reducing(records);
    this.#isNew = records.length === 0;
    this.#refusal = refusal;
    this.#unknownRecords = unknown;
    const { draftCursor, draftRefs, draftEdits } = this.#owner.record;
    const { draft: text, ...unsent } = this.folder.loadUnsent();
    const draft = {
      text,
      ...(draftCursor === undefined ? {} : { cursor: draftCursor }),
      ...(draftRefs === undefined ? {} : { refs: draftRefs }),
      ...(draftEdits === undefined ? {} : { edits: draftEdits }),
    };
    return { conversation, draft, ...unsent, fault: refusal ?? lost };
  }

  /** As TranscriptLog.append; the first records get the head before them. */
  append(records: readonly TranscriptRecord[]): void {
    if (this.#refusal !== undefined) throw new UserError(this.#refusal);
    this.folder.transcript.append(this.#isNew ? [this.#head(), ...records] : records);
    this.#isNew = false;
    for (const follower of this.#followers) follower.onRecords(records);
  }

  follow(follower: Follower): Undo {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  /** The chat goes on with this. */
  begun(conversation: Readonly<Conversation>): void {
    for (const follower of this.#followers) follower.onBegun?.(conversation);
  }

  sync(): Promise<void> {
    return this.folder.transcript.sync();
  }

  saveDraft({ text, cursor, refs, edits }: Draft): void {
    const owner = this.#owner;
    void this.folder.saveDraft(text);
    // Without a transcript nothing else in the folder says whose draft it is.
    if (this.#isNew && text !== '' && !this.#isDescribed) this.#describe();
    const { draftCursor, draftRefs, draftEdits } = owner.record;
    if (cursor === draftCursor && String(refs) === String(draftRefs) && edits === draftEdits) return;
    // Beside the draft in the index: a draft is stored as typed, which older versions read too.
    owner.update({ draftCursor: cursor, draftRefs: refs, draftEdits: edits });
    owner.changed();
  }

  saveStash(drafts: readonly StashedDraft[]): void {
    void this.folder.saveStash(drafts);
  }

  savePrinted(printed: readonly Attached[]): void {
    void this.folder.savePrinted(printed);
  }

  /**
   * If the list of sessions has more turns than the transcript, only this check notices that the end is gone.
   * The list may have been written while a longer branch was the current one.
   */
  countTurns({ turns, tree }: Conversation): void {
    const { record } = this.#owner;
    if (this.#refusal !== undefined) return;
    const all = tree.nodes.length;
    if (all < record.turns)
      this.#onDamage(
        `the transcript of ${record.name} has ${all} of its ${record.turns} turns; the others are lost`,
      );
    this.#owner.update({ turns: turns.length });
  }

  renamed(): void {
    try {
      this.folder.appendToBegun([this.#head()]);
    } catch (error) {
      // The index has the name; why the transcript accepts nothing was reported when it was read.
      if (!(error instanceof UserError)) throw error;
    }
    if (this.#isDescribed) this.#describe();
  }

  /**
   * All of it becomes that of another session; from then on an empty chat is kept here. Resolves with the
   * folder of the other. Rejects with a UserError: nothing has changed.
   */
  async handOver(to: { readonly id: string; readonly name: string }): Promise<SessionFolder> {
    // Before it moves: its folder has the other id from one moment to the next.
    this.folder.appendToBegun([headOf({ ...this.#owner.record, ...to })]);
    const folder = await this.folder.moveTo(to.id);
    for (const follower of this.#followers)
      if (!follower.onBegun) {
        follower.onEnd();
        this.#followers.delete(follower);
      }
    this.#folder = undefined;
    this.#isNew = true;
    this.#isDescribed = false;
    return folder;
  }

  async close(): Promise<void> {
    for (const follower of this.#followers) follower.onEnd();
    await this.#folder?.close();
  }

  #describe(): void {
    this.#isDescribed = true;
    void this.folder.saveFacts(this.#owner.record);
  }

  #head(): TranscriptRecord {
    return headOf(this.#owner.record);
  }
}
