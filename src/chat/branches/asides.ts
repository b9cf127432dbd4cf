// Questions aside: asked with the context of a chat, also while it answers, and kept as a note that no model
// is given. Owns what the model is given, and that nothing of them goes on when the chat ends.

import { findRunningTurn, type Conversation } from '../conversation.js';
import type { ChatHost, ChatMessage } from '../ports.js';
import { askAside, Interrupted } from '../side-answer.js';
import { describeError } from '../turn.js';
import { contextTurns, messagesOf, withSummary } from './context.js';

export interface AsideChat {
  readonly host: ChatHost;
  readonly recorded: { readonly conversation: Conversation };
  addNote(text: string, level: 'info'): void;
}

export class Asides {
  readonly #stop = new AbortController();

  readonly #chat: AsideChat;

  constructor(chat: AsideChat) {
    this.#chat = chat;
  }

  /**
   * Resolves when its answer is complete and kept, with what went wrong, or undefined. onText: all of it so
   * far.
   */
  async ask(
    question: string,
    signal: AbortSignal,
    onText: (text: string) => void,
  ): Promise<string | undefined> {
    const { host, recorded } = this.#chat;
    try {
      const answer = await askAside({
        host,
        instruction: host.model.instruction,
        messages: messagesFor(recorded.conversation, question),
        signals: { interrupt: signal, stop: this.#stop.signal },
        onText,
      });
      this.#chat.addNote(`btw: ${question}\n\n${answer}`, 'info');
      return undefined;
    } catch (error) {
      return error instanceof Interrupted ? 'interrupted' : describeError(error);
    }
  }

  stop(): void {
    this.#stop.abort();
  }
}

/** With what has been said of the answer that runs. */
function messagesFor(conversation: Conversation, question: string): ChatMessage[] {
  const running = findRunningTurn(conversation);
  const isTelling = running !== undefined && running.answer.trim() !== '';
  const turns = [...contextTurns(conversation), ...(isTelling ? [running] : [])];
  return withSummary(conversation, [...messagesOf(turns), { role: 'user', text: question }]);
}
