// How many sessions may be open, and at how many the user is told. Owns the words of both.

import { commandWord } from '../text/mentions.js';
import { UserError } from '../text/user-error.js';

export class SessionLimits {
  readonly #most: number | undefined;
  readonly #noticeAt: number;

  /** maxSessions: undefined where there is no limit. noticeAt: told once, when so many are open. */
  constructor({ maxSessions, noticeAt }: { maxSessions: number | undefined; noticeAt: number }) {
    this.#most = maxSessions;
    this.#noticeAt = noticeAt;
  }

  /** Throws a UserError where one more would be too many. */
  check(open: number): void {
    const most = this.#most;
    if (most !== undefined && open >= most)
      throw new UserError(
        `${most} sessions are open, the limit of max_sessions; close one, or raise it in the config`,
      );
  }

  /** What to tell now that so many are open; undefined: nothing. */
  noticeAt(open: number): string | undefined {
    return open === this.#noticeAt
      ? `${open} sessions are open; ${commandWord('sessions')} lists them, ${commandWord('close')} archives one`
      : undefined;
  }
}
