// A chat outside the workspace as its commands see it: in place of the session that a chat of the workspace
// is. Owns only that; what the user chose is in plain-record.ts and what was said in chat/.

import type { Chat } from '../../chat/chat-loop.js';
import type { Conversation } from '../../chat/conversation.js';
import { listForExport, listTurns } from '../../chat/turn-list.js';
import type {
  CommandedAgent,
  CommandedChat,
  CommandedModel,
} from '../../commands/chat/conversation-context.js';
import type { ExportConversation, ExportTurn } from '../../store/export.js';
import type { ChatRecord, RecordChange } from '../../store/session-record.js';
import type { MessageLevel } from '../../text/message-level.js';
import type { Answerer } from './answerer.js';
import type { PlainRecord } from './plain-record.js';

export interface PlainSessionOptions {
  kept: PlainRecord;
  answerer: Answerer;
  /** The one that is open now. */
  chat(): Chat;
  /** Of its transcript; the name is undefined while nothing was asked. */
  transcript(): { readonly id: string; readonly name: string | undefined };
}

export class PlainSession implements CommandedChat {
  /** In messages. */
  readonly name = 'this chat';

  readonly #options: PlainSessionOptions;

  constructor(options: PlainSessionOptions) {
    this.#options = options;
  }

  get id(): string {
    return this.#options.transcript().id;
  }

  get record(): ChatRecord {
    const { kept, transcript } = this.#options;
    const { id, name = 'chat' } = transcript();
    return { ...kept.record, id, name };
  }

  get agent(): CommandedAgent | undefined {
    return this.#options.answerer.agent;
  }

  get modelSettings(): CommandedModel | undefined {
    return this.#options.answerer.settings;
  }

  get modelName(): string {
    const { answerer } = this.#options;
    return this.conversation.turns.at(-1)?.model ?? answerer.model.chosen ?? answerer.title;
  }

  get conversation(): Readonly<Conversation> {
    return this.#chat.conversation;
  }

  get branches(): Chat['branches'] {
    return this.#chat.branches;
  }

  get prompt(): Chat['promptActions'] {
    return this.#chat.promptActions;
  }

  turns(): readonly ExportTurn[] {
    return listTurns(this.conversation);
  }

  exported(): Pick<ExportConversation, 'turns' | 'branch'> {
    return listForExport(this.conversation);
  }

  send(text: string): string {
    return this.#chat.send(text);
  }

  addNote(text: string, level: MessageLevel): void {
    this.#chat.addNote(text, level);
  }

  reportContext(): Promise<string> {
    return this.#chat.reportContext();
  }

  async checkModel(name: string): Promise<void> {
    await this.#options.answerer.model.resolve(name);
  }

  update(change: RecordChange<ChatRecord>): void {
    this.#options.kept.update(change);
  }

  /** Nothing outside of the chat shows what was chosen. */
  changed(): void {}

  /** It is in memory from the start. */
  load(): Promise<void> {
    return Promise.resolve();
  }

  get #chat(): Chat {
    return this.#options.chat();
  }
}
