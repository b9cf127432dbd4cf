// Sessions that were closed a moment ago and can be taken back whole: their program or answer still goes on.
// Owns the grace time of a close. Leaves what ends when it is over to the session.

import type { AnySession } from './coordinator.js';

/** Long enough to notice a wrong key and press u; short enough that nothing runs on unseen. */
const GRACE_MS = 10_000;

export class Closing {
  readonly #waiting = new Map<string, { session: AnySession; timer: NodeJS.Timeout }>();
  readonly #ending = new Map<string, Promise<void>>();

  constructor(
    private readonly onBug: (what: string, error: unknown) => void,
    private readonly onEnded: (session: AnySession) => void,
  ) {}

  add(session: AnySession): void {
    // What runs nothing can end at once: reopening loads it again.
    if (session.running === undefined) {
      this.#end(session);
      return;
    }
    const timer = setTimeout(() => this.#end(session), GRACE_MS);
    timer.unref();
    this.#waiting.set(session.id, { session, timer });
  }

  /** The session as it was, if its grace time has not passed. */
  takeBack(id: string): AnySession | undefined {
    const entry = this.#waiting.get(id);
    if (!entry) return undefined;
    clearTimeout(entry.timer);
    this.#waiting.delete(id);
    return entry.session;
  }

  /** Ends this one now; resolves when it has ended. */
  async end(id: string): Promise<void> {
    const entry = this.#waiting.get(id);
    if (entry) {
      clearTimeout(entry.timer);
      this.#end(entry.session);
    }
    await this.#ending.get(id);
  }

  /** Ends all of them now. */
  async stop(): Promise<void> {
    for (const { session, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      this.#end(session);
    }
    await Promise.all(this.#ending.values());
  }

  #end(session: AnySession): void {
    this.#waiting.delete(session.id);
    const ending = session
      .stop('closed')
      .catch((error: unknown) => this.onBug(`ending ${session.name}`, error))
      .finally(() => {
        this.#ending.delete(session.id);
        this.onEnded(session);
      });
    this.#ending.set(session.id, ending);
  }
}
