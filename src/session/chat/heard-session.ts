// What happens in a chat, for its session: the events of the loop as state, unread lines, attention and what
// lists show. Owns only that. Leaves when the loop is loaded, and what it is given, to chat-session.ts.

import type { Chat } from '../../chat/chat-loop.js';
import type { ChatEvent } from '../../chat/ports.js';
import { findLastLine, lastQuestionLine } from '../../chat/turn-list.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { endOfAsked, withEnd } from '../asked/asked-end.js';
import { FacedSession } from './faced-session.js';
import { SessionQuestions } from './session-questions.js';
import { UnreadLines } from './unread-lines.js';

export abstract class HeardSession extends FacedSession {
  readonly questions = new SessionQuestions({
    asked: () => this.chat?.userQuestions ?? [],
    drawn: () => this.chat?.shownQuestion,
    whenParsed: () => this.whenParsed(),
    changed: () => this.changed(),
  });
  readonly #unread = new UnreadLines();

  /** The loop; undefined: it is not loaded. */
  protected abstract get chat(): Chat | undefined;
  /** A question that it is sent waits for resume. */
  get isHeld(): boolean {
    return this.record.paused === true || this.chat?.held !== undefined;
  }

  /** A turn began, answered by this model. */
  protected abstract noteTurn(model: string): void;
  /** A chat without a given name: its agent gave it a title, or its first question was asked. */
  protected abstract nameAfter(what: 'title' | 'question', text: string): void;

  /** At its prompt: no turn runs or is about to begin, and it asks nothing. */
  get isAtRest(): boolean {
    if (this.state === 'processing' || this.state === 'waiting') return false;
    return !this.chat || this.chat.queuedCount === 0 || this.chat.held !== undefined;
  }

  protected override seen(): void {
    super.seen();
    this.#unread.seen();
    this.chat?.markSeen(true);
  }

  #tellEnd({ result, needsUser }: Extract<ChatEvent, { type: 'turn-ended' }>): void {
    const { id, model, finish, error = 'error' } = result;
    this.surroundings.listener.onEvent(this, { type: 'turn', id, finish, model });
    if (needsUser) this.#fail(sanitiseLine(error));
    else if (finish !== 'interrupted')
      this.surroundings.listener.onEvent(this, { type: finish === 'stop' ? 'answered' : 'failed' });
  }

  #countUnread(event: Extract<ChatEvent, { type: 'lines-added' }>): void {
    if (!this.visible) this.addUnread(this.#unread.countOf(event));
    else if (event.continues === undefined) this.chat?.markSeen(true);
  }

  #fail(text: string): void {
    this.openAttention('error', text);
    // The next server lacks the key or the quota just like this one.
    this.update({ failure: { text, since: this.attention.find('error')?.since ?? this.steadyNow } });
  }

  protected onEvent(event: ChatEvent): void {
    switch (event.type) {
      case 'turn-starting':
        this.update({ failure: undefined });
        this.closeAttention('error');
        this.moveTo('processing');
        break;
      case 'work-starting':
        this.moveTo('processing');
        break;
      case 'work-ended':
      case 'turn-withdrawn':
        this.moveTo(this.record.paused ? 'paused' : 'active');
        break;
      case 'turn-began':
        this.noteTurn(event.model);
        if (event.id !== this.record.asked?.turn) this.update({ asking: undefined });
        if (this.visible) this.chat?.markSeen(true);
        break;
      case 'turn-ended':
        this.update({ turns: this.chat?.turns ?? this.record.turns });
        this.#tellEnd(event);
        this.moveTo('active');
        if (this.record.paused) this.moveTo('paused');
        // A server that is killed marks nothing at its end.
        if (this.visible) this.chat?.markSeen();
        break;
      case 'lines-added':
        this.#countUnread(event);
        this.#noteLast();
        // Many times a second for each chat that answers, looked at or not.
        this.surroundings.listener.onChange(this, 'counts');
        return;
      case 'reply-wanted':
        this.openAttention('question', sanitiseLine(event.text));
        this.moveTo('waiting');
        this.questions.tell();
        break;
      case 'question-shown':
        void this.questions.follow();
        return;
      case 'reply-given':
        this.closeAttention('question');
        this.moveTo('processing');
        break;
      case 'branch-changed':
        this.update({ turns: this.chat?.turns ?? this.record.turns });
        break;
      case 'plan-changed':
      case 'queue-changed':
        break;
      case 'standing':
        if (event.event.type === 'title' && !this.record.named) this.nameAfter('title', event.event.title);
        break;
      case 'first-question':
        if (!this.record.named) this.nameAfter('question', event.text);
        break;
    }
    this.noteConversation();
  }

  protected override noteConversation(): void {
    const asked = this.chat && lastQuestionLine(this.chat.conversation);
    this.update({ lastQuestion: asked ?? this.record.lastQuestion });
    this.#noteLast();
    this.#noteAsked();
    this.changed();
  }

  #noteAsked(): void {
    const { asked } = this.record;
    if (!asked || !this.chat) return;
    const end = endOfAsked(asked, this.chat.conversation);
    if (end !== asked.end) this.update({ asked: withEnd(asked, end) });
  }

  #noteLast(): void {
    const lastLine = this.chat && findLastLine(this.chat.conversation);
    this.update({ lastLine: lastLine ?? this.record.lastLine, lastUsed: this.surroundings.stamps.now() });
  }
}
