// Why one session needs the user, since when, and what has been notified. Owns that each is notified once
// until it is seen, whatever the reasons: two for one thing, a bell and a question, are one. Leaves when a
// reason opens and closes to the session, and telling to the server. Invariant: a reason that was open before
// keeps its time: only its text is replaced.

import { isGenericQuestion } from '../../terminal/emulator/program-signal.js';

export type AttentionReason = 'question' | 'error' | 'bell';

export interface AttentionEntry {
  reason: AttentionReason;
  /** One line, safe to show. */
  text: string;
  /** ms on a monotonic clock. */
  since: number;
}

/** untold: a user who is not looking must be notified. */
export type Opened = 'untold' | 'changed' | 'same';

/** Counts what opens, in any session. */
let opened = 0;

export class Attention {
  readonly #entries = new Map<AttentionReason, AttentionEntry>();
  /** The order of opening: two that open within one millisecond have an order too. */
  readonly #orders = new Map<AttentionReason, number>();
  #isTold = false;

  get isOpen(): boolean {
    return this.#entries.size > 0;
  }

  get entries(): readonly AttentionEntry[] {
    return [...this.#entries.values()];
  }

  /** When the oldest reason opened; undefined: there is none. */
  get since(): number | undefined {
    return this.isOpen ? Math.min(...this.entries.map(({ since }) => since)) : undefined;
  }

  /**
   * For the oldest reason among those of all sessions, in the order in which they opened; 0: there is none.
   */
  get order(): number {
    return this.isOpen ? Math.min(...this.#orders.values()) : 0;
  }

  /** The same for one reason; another number each time that it opens. */
  orderOf(reason: AttentionReason): number {
    return this.#orders.get(reason) ?? 0;
  }

  find(reason: AttentionReason): AttentionEntry | undefined {
    return this.#entries.get(reason);
  }

  /** visible: the user sees it open. */
  open({ reason, text, since }: AttentionEntry, { visible }: { visible: boolean }): Opened {
    const before = this.#entries.get(reason);
    if (!before) this.#orders.set(reason, ++opened);
    this.#entries.set(reason, { reason, text, since: before?.since ?? since });
    if (before?.text === text) return 'same';
    // The same question, with more known about it: who saw it has seen it.
    if (reason === 'question' && before && isGenericQuestion(before.text)) return 'changed';
    if (!visible && !this.#isTold) {
      this.#isTold = true;
      return 'untold';
    }
    return 'changed';
  }

  /** What was open, if it was. */
  close(reason: AttentionReason): AttentionEntry | undefined {
    const entry = this.#entries.get(reason);
    this.#entries.delete(reason);
    this.#orders.delete(reason);
    return entry;
  }

  /** The user looks: what opens from now on is new again. */
  seen(): void {
    this.#isTold = false;
  }
}
