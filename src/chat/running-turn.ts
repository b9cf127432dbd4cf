// One turn as it runs: what it begins with, what it asks the model, and its text as it comes. Owns that each
// of these is in the transcript before anybody is told. Leaves the order of a turn to turn.ts and what ends
// it to chat-loop.ts.

import { linesAdded } from './added-lines.js';
import { answerFrom, findRunningTurn } from './conversation.js';
import { describeModelChange } from './model-change.js';
import type { ChatHost, ChatTerminal, ModelOfChat, ModelRequest } from './ports.js';
import type { UserQuestion, UserReply } from './user-question.js';
import type { RecordedConversation } from './recorded-conversation.js';
import { messagesWithQuestion } from './transcript-reducer.js';
import type { TurnPorts } from './turn.js';
import { findLastModel } from './turn-list.js';

/** The chat whose turn it is. */
export interface TurnChat {
  readonly host: ChatHost;
  readonly recorded: RecordedConversation;
  addNote(text: string, level: 'info'): void;
  ask(question: UserQuestion, signal: AbortSignal): Promise<UserReply>;
  draw(): void;
}

export class RunningTurn implements TurnPorts {
  readonly terminal: ChatTerminal;
  readonly keeper: ChatHost['keeper'];
  readonly model: ModelOfChat;

  readonly #id: string;
  readonly #chat: TurnChat;

  constructor(id: string, chat: TurnChat) {
    this.#id = id;
    this.#chat = chat;
    ({ terminal: this.terminal, keeper: this.keeper, model: this.model } = chat.host);
  }

  begin(model: string): void {
    const { host, recorded } = this.#chat;
    const change = describeModelChange(findLastModel(recorded.conversation), model);
    if (change !== undefined) this.#chat.addNote(change, 'info');
    recorded.append({ type: 'begin', id: this.#id, model, at: host.stamps.now() });
    host.onEvent({ type: 'turn-began', id: this.#id, model });
    this.#chat.draw();
  }

  request(signal: AbortSignal): ModelRequest {
    return {
      instruction: this.model.instruction,
      messages: messagesWithQuestion(this.#chat.recorded.conversation),
      signal,
      ask: (question) => this.#chat.ask(question, signal),
    };
  }

  addText(text: string): void {
    const { host, recorded } = this.#chat;
    const running = findRunningTurn(recorded.conversation);
    const added = linesAdded(running ? answerFrom(running, running.answer.length - 1) : '', text);
    recorded.append({ type: 'piece', id: this.#id, text });
    host.onEvent({ type: 'lines-added', ...added });
    this.#chat.draw();
  }
}
