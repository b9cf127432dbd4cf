// Drafts that were put aside (pure): the latest comes back first. Owns their order, and that each change is
// saved. Leaves the draft in the prompt to chat-prompt.ts.

import type { StashedDraft } from '../ports.js';

export class DraftStash {
  #drafts: readonly StashedDraft[];

  readonly #save: (drafts: readonly StashedDraft[]) => void;

  /** save: the latest last. */
  constructor(drafts: readonly StashedDraft[], save: (drafts: readonly StashedDraft[]) => void) {
    this.#drafts = drafts;
    this.#save = save;
  }

  get size(): number {
    return this.#drafts.length;
  }

  get latest(): StashedDraft | undefined {
    return this.#drafts.at(-1);
  }

  push(draft: StashedDraft): void {
    this.#drafts = [...this.#drafts, draft];
    this.#save(this.#drafts);
  }

  /** The latest is in the prompt again. */
  drop(): void {
    this.#drafts = this.#drafts.slice(0, -1);
    this.#save(this.#drafts);
  }
}
