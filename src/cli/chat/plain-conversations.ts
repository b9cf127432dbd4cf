// The conversations of one `qmux chat`, one after another: each a chat with a transcript of its own. Owns
// that a new one begins only once it has a transcript, and what goes over to it. Leaves what a chat is given
// to its owner.

import type { Chat } from '../../chat/chat-loop.js';
import { questionRecords } from '../../chat/branches/branch-as-records.js';
import type { Question } from '../../chat/conversation.js';
import type { ChatBeginning, ChatKeeper } from '../../chat/ports.js';
import { RecordedConversation } from '../../chat/recorded-conversation.js';
import { createConversation } from '../../chat/transcript-reducer.js';
import { UserError } from '../../text/user-error.js';
import { ChatTranscript } from './chat-transcript.js';

/** What is in the prompt, or waits for the next question, without having been sent. */
type LeftOver = Pick<ChatBeginning, 'draft' | 'stash' | 'printed'>;

export type MakeChat = (keeper: ChatKeeper, begun: ChatBeginning) => Chat;

interface Place {
  chatsDir: string;
  cwd: string;
}

export class PlainConversations {
  #transcript: ChatTranscript;
  #chat: Chat | undefined;
  #make: MakeChat | undefined;
  #left: LeftOver = { draft: { text: '' } };
  #change: Promise<void> = Promise.resolve();
  #isChanging = false;

  readonly #place: Place;

  private constructor(place: Place, transcript: ChatTranscript) {
    this.#place = place;
    this.#transcript = transcript;
  }

  /** Rejects with a UserError. */
  static async open(place: Place): Promise<PlainConversations> {
    let opened: PlainConversations | undefined;
    const onProblem = (message: string): void => opened?.chat.addNote(message, 'error');
    opened = new PlainConversations(place, await ChatTranscript.open({ ...place, onProblem }));
    return opened;
  }

  /** The one that is open. */
  get chat(): Chat {
    if (!this.#chat) throw new Error('no conversation has begun');
    return this.#chat;
  }

  get transcript(): ChatTranscript {
    return this.#transcript;
  }

  begin(make: MakeChat): void {
    this.#make = make;
    this.#begin(make, { conversation: createConversation(), held: undefined });
  }

  #begin(make: MakeChat, begun: Pick<ChatBeginning, 'conversation' | 'held'>): void {
    const transcript = this.#transcript;
    const keeper: ChatKeeper = {
      append: (records) => transcript.append(records),
      sync: () => transcript.sync(),
      saveDraft: (draft) => (this.#left = { ...this.#left, draft }),
      saveStash: (stash) => (this.#left = { ...this.#left, stash }),
      savePrinted: (printed) => (this.#left = { ...this.#left, printed }),
    };
    this.#chat = make(keeper, { ...begun, ...this.#left });
  }

  /** What is open is saved, and another begins. Rejects with a UserError: what was open still is. */
  async startOver(): Promise<void> {
    if (this.#isChanging) throw new UserError('this chat is being cleared; wait a moment');
    this.#isChanging = true;
    this.#change = this.#replace().finally(() => (this.#isChanging = false));
    await this.#change;
  }

  /** The one that is open ends. */
  async stop(): Promise<void> {
    await this.#change.catch(() => {});
    await this.chat.stop();
  }

  /** As ChatTranscript.close(). */
  close(): Promise<string | undefined> {
    return this.#transcript.close();
  }

  async #replace(): Promise<void> {
    const onProblem = (message: string): void => this.chat.addNote(message, 'error');
    const transcript = await ChatTranscript.open({ ...this.#place, onProblem });
    const before = this.#transcript;
    const { conversation, held } = this.chat;
    const recorded = new RecordedConversation(createConversation(), (records) => transcript.append(records));
    let queued: readonly Question[];
    try {
      // Something may have been asked meanwhile.
      this.chat.branches.checkIdle();
      queued = [...conversation.queued];
      const waiting = queued.flatMap((question) => [...questionRecords(question)]);
      // First there, then gone here: a kill in between repeats it and loses nothing.
      if (waiting.length > 0) recorded.append(...waiting);
    } catch (error) {
      await transcript.close();
      throw error;
    }
    for (const { id } of queued) this.chat.withdraw(id);
    await this.chat.stop();
    this.#transcript = transcript;
    const { name = '', failure } = await closed(before);
    const begun = { conversation: recorded.conversation, held };
    if (this.#make) this.#begin(this.#make, begun);
    // Whoever asked for it is gone.
    if (failure !== undefined) this.chat.addNote(failure, 'error');
    else
      this.chat.addNote(
        `a new conversation${name && `; the one before is saved as ${name}: qmux reopen ${name} continues it`}`,
        'info',
      );
  }
}

async function closed(transcript: ChatTranscript): Promise<{ name?: string | undefined; failure?: string }> {
  try {
    return { name: await transcript.close() };
  } catch (error) {
    if (error instanceof UserError) return { failure: error.message };
    throw error;
  }
}
