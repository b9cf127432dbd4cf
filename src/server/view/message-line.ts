// The messages of one client: the one shown over the bottom row now, and earlier ones; long operations are
// named there until they are over. Leaves the row to frame/.

import type { Line, SpanRole } from '../../dialogs/dialog-view.js';
import type { MessageLevel } from '../../text/message-level.js';
import { CHAT_WORDING, spellMentions, type Wording } from '../../text/mentions.js';

/** Long enough to read a line; a key ends it sooner. */
const SHOWN_MS = 5_000;
const KEPT = 100;

const ROLES: Readonly<Record<MessageLevel, SpanRole>> = { done: 'done', info: 'accent', error: 'failed' };

export class MessageLine {
  #shown: Line | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #kept: string[] = [];
  /** The latest at the end. */
  readonly #working = new Set<{ text: string }>();

  readonly #onChange: () => void;
  readonly #wording: Wording;

  /** onChange: it appeared or disappeared. wording: for what messages name. */
  constructor(onChange: () => void, wording: Wording = CHAT_WORDING) {
    this.#onChange = onChange;
    this.#wording = wording;
  }

  get line(): Line | undefined {
    if (this.#shown) return this.#shown;
    const working = [...this.#working].at(-1);
    return working && [{ text: working.text, role: 'working' }];
  }

  /** Newest last. */
  get kept(): readonly string[] {
    return this.#kept;
  }

  /** kept: it is only in the list of messages, for those who look there. */
  show(written: string, level: MessageLevel | 'kept'): void {
    const text = spellMentions(written, this.#wording);
    this.#kept.push(text);
    if (this.#kept.length > KEPT) this.#kept.shift();
    if (level === 'kept') return;
    this.#shown = [{ text, role: ROLES[level] }];
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.clear(), SHOWN_MS);
    this.#timer.unref();
    this.#onChange();
  }

  /** Shown there, below messages, until the returned function is called. */
  begin(text: string): () => void {
    const working = { text };
    this.#working.add(working);
    this.#onChange();
    return () => {
      if (this.#working.delete(working)) this.#onChange();
    };
  }

  clear(): void {
    if (!this.#shown) return;
    clearTimeout(this.#timer);
    this.#shown = undefined;
    this.#onChange();
  }
}
