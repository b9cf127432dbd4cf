// How many sessions may be open, and at how many the user is told. Owns the words of both.

import { commandWord } from '../text/mentions.js';
import { UserError } from '../text/user-error.js';

export class SessionLimits {
  readonly #limits: { readonly maxSessions: number | undefined; readonly noticeAt: number };

  /**
   * Read at use. maxSessions: undefined where there is no limit. noticeAt: told once, when so many are open.
   */
  constructor(limits: { readonly maxSessions: number | undefined; readonly noticeAt: number }) {
    this.#limits = limits;
  }

  /** Throws a UserError where one more would be too many. */
  check(open: number): void {
    const { maxSessions: most } = this.#limits;
    if (most !== undefined && open >= most)
      throw new UserError(
        `${most} sessions are open, the limit of max_sessions; close one, or raise it in the config`,
      );
  }

  /** What to tell now that so many are open; undefined: nothing. */
  noticeAt(open: number): string | undefined {
    return open === this.#limits.noticeAt
      ? `${open} sessions are open; ${commandWord('sessions')} lists them, ${commandWord('close')} archives one`
      : undefined;
  }
}
