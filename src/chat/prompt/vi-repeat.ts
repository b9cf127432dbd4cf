// What the dot of vi repeats (pure): the keys and pastes of the last command that changed the text, with
// those of the insert mode that it began. Owns recording them. Leaves what they mean to vi-keys.ts.

/** A key, or what was pasted. */
export type ViAction = { key: string } | { pasted: string };

interface Change {
  /** Of the command; a count with the dot replaces it. */
  count: number | undefined;
  actions: readonly ViAction[];
}

export class ViRepeat {
  #last: Change | undefined;
  #recording: { count: number | undefined; actions: ViAction[] } | undefined;
  #isReplaying = false;

  /** A command begins, unless one has begun. */
  begin(count: number | undefined): void {
    this.#recording ??= { count, actions: [] };
  }

  add(action: ViAction): void {
    this.#recording?.actions.push(action);
  }

  /** The command is over. changed: it is what the dot repeats. */
  end(changed: boolean): void {
    if (changed && this.#recording && !this.#isReplaying) this.#last = this.#recording;
    this.#recording = undefined;
  }

  /** The last change again. */
  replay(count: number | undefined, play: (action: ViAction) => void): void {
    const last = this.#last;
    if (!last || this.#isReplaying) return;
    this.#isReplaying = true;
    const change = { ...last, count: count ?? last.count };
    for (const digit of change.count === undefined ? '' : String(change.count)) play({ key: digit });
    for (const action of change.actions) play(action);
    this.#isReplaying = false;
    this.#last = change;
  }
}
