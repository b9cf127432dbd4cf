// All shared sessions of this server. Owns when a share ends: by its user, at its time, with its session's
// closing, and with the server. Leaves one share to share.ts. It follows what the attached clients are told,
// and costs nothing while nothing is shared.

import type { SharedSession, KnownShares } from '../../commands/sharing/known-shares.js';
import type { AnySession } from '../../session/any-session.js';
import type { ManagedSession } from '../../session/managed-session.js';
import type { Size } from '../../session/session-screen.js';
import { explainSystemError } from '../../files/disk-failure.js';
import { commandWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import { findGroup } from './find-group.js';
import { removeLeftPlaces, SHARES_PARENT } from './share-place.js';
import { Share } from './share.js';

const MINUTE_MS = 60_000;

export interface SharesOptions {
  /** Of this server's directories, among those of its user. Made when it is needed. */
  tag(): string;
  readonly parent?: string | undefined;
  readonly wrongWaitMs?: number | undefined;
  /** Undefined: it is closed. */
  find(id: string): AnySession | undefined;
  /** Of a session that was never shown. */
  size(): Size;
  /** Something that its user has to know. */
  tell(text: string): void;
}

interface Begun {
  readonly share: Share;
  readonly until: number;
  readonly group: string | null;
  readonly timer: NodeJS.Timeout;
}

export class Shares implements KnownShares {
  readonly #begun = new Map<string, Begun>();
  /** Being made. */
  readonly #beginning = new Set<string>();
  #isStopped = false;
  #removal: Promise<void> | undefined;

  readonly #options: SharesOptions;

  constructor(options: SharesOptions) {
    this.#options = options;
  }

  get all(): readonly SharedSession[] {
    return [...this.#begun.values()].map(describe);
  }

  async begin(
    session: AnySession,
    { minutes, group }: { minutes: number; group: string | undefined },
  ): Promise<SharedSession & { token: string }> {
    const { id, name } = session;
    if (this.#begun.has(id) || this.#beginning.has(id))
      throw new UserError(`${name} is already shared; ${commandWord(`shares end ${name}`)} ends that`);
    this.#beginning.add(id);
    try {
      const gid = group === undefined ? undefined : await findGroup(group);
      const { tag, parent = SHARES_PARENT, size, tell, wrongWaitMs } = this.#options;
      // Later it would take this one for such a one.
      await this.removeLeft().catch(() => undefined);
      const share = await Share.begin({
        session,
        place: { parent, tag: tag() },
        gid,
        wrongWaitMs,
        size: size(),
        onConnect: () => this.#endIfDue(id),
        onGuessed: (wrong) =>
          tell(
            `${session.name}: ${wrong} wrong tokens for its share, somebody may be guessing; ${commandWord(`shares end ${session.name}`)} ends it`,
          ),
      }).catch((error: unknown) => {
        throw new UserError(`${name} is not shared: ${explainSystemError(error)?.message ?? String(error)}`);
      });
      const begun: Begun = {
        share,
        until: Date.now() + minutes * MINUTE_MS,
        group: group ?? null,
        timer: setTimeout(() => this.end(session), minutes * MINUTE_MS),
      };
      this.#begun.set(id, begun);
      // It may have been closed meanwhile.
      this.changed();
      if (!this.#begun.has(id)) throw new UserError(`${name} is closed`);
      return { ...describe(begun), token: share.token };
    } finally {
      this.#beginning.delete(id);
    }
  }

  /** A timer stands still while the machine sleeps; the time that was said does not. */
  #endIfDue(id: string): void {
    const begun = this.#begun.get(id);
    if (begun && Date.now() >= begun.until) this.end(begun.share.pane);
  }

  end({ id }: ManagedSession): boolean {
    const begun = this.#begun.get(id);
    if (!begun) return false;
    this.#begun.delete(id);
    clearTimeout(begun.timer);
    begun.share.end();
    return true;
  }

  /** Names, or which sessions there are. */
  changed(): void {
    for (const { share } of this.#begun.values())
      if (this.#isStopped || this.#options.find(share.pane.id) !== share.pane) this.end(share.pane);
      else share.redraw();
  }

  screenChanged({ id }: ManagedSession): void {
    if (this.#begun.size === 0) return;
    this.#endIfDue(id);
    this.#begun.get(id)?.share.redraw();
  }

  /** The server ends. */
  stop(): void {
    this.#isStopped = true;
    this.changed();
  }

  /** Removes what a killed server has left, once. Rejects if it cannot be looked for. */
  removeLeft(): Promise<void> {
    const { parent = SHARES_PARENT, tag } = this.#options;
    return (this.#removal ??= removeLeftPlaces(parent, tag()));
  }
}

const describe = ({ share, until, group }: Begun): SharedSession => ({
  session: share.pane.id,
  name: share.pane.name,
  path: share.path,
  until,
  group,
  viewers: share.count,
});
