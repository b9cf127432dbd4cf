// Lines of a chat that nobody has seen, as they are added (pure). Owns that a line counts once, however many
// pieces it arrives in. Leaves the sum to the session.

import type { ChatEvent } from '../../chat/ports.js';

export class UnreadLines {
  /** The line that the running answer ends in is counted. */
  #hasLast = false;

  /** How many lines more there are. */
  countOf({ count, continues }: Extract<ChatEvent, { type: 'lines-added' }>): number {
    const added = continues && this.#hasLast ? count - 1 : count;
    // A note between two pieces is a line of its own.
    if (continues !== undefined) this.#hasLast = true;
    return added;
  }

  seen(): void {
    this.#hasLast = false;
  }
}
