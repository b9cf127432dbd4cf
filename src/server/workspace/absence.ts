// The time in which no terminal is attached: when it began, and what happened in it, also across the server's
// end. Owns keeping both in the index. Leaves counting and words to session/attention/meanwhile.ts and
// showing to attachments.ts.

import { countEvent, describeMeanwhile, NOTHING_HAPPENED } from '../../session/attention/meanwhile.js';
import type { IndexStore } from '../../store/index-store.js';
import type { WorkspaceServer } from './workspace-server.js';

export interface AbsenceOptions {
  store: IndexStore;
  workspace: WorkspaceServer;
  now(): number;
}

export class Absence {
  readonly #options: AbsenceOptions;

  /** Before the workspace is restored: what it finds running ended with a server that was killed. */
  constructor(options: AbsenceOptions) {
    this.#options = options;
    const { store, workspace } = options;
    for (const session of store.index.sessions)
      if (session.kind === 'program' && session.exit === undefined)
        this.#count(session.name, { type: 'exited', how: 'ended with the server' });
    workspace.onSessionEvent((session, event) => {
      if (workspace.clients.size === 0 && event.type !== 'turn') this.#count(session.name, event);
    });
  }

  /**
   * A terminal attached: returns what to tell it, if it is the first. walkKey: the key of the walk through
   * waiting sessions.
   */
  end({ walkKey, cols }: { walkKey: string | undefined; cols: number }): string | undefined {
    const { store, workspace, now } = this.#options;
    const { index } = store;
    const { meanwhile = NOTHING_HAPPENED, lastSeenAt } = index;
    delete index.meanwhile;
    const waits = workspace.coordinator.sessions.some(({ attention }) => attention.isOpen);
    // Before the first terminal there is no time to name.
    if (lastSeenAt === 0) return undefined;
    return describeMeanwhile(meanwhile, {
      since: lastSeenAt,
      now: now(),
      walkKey: waits ? walkKey : undefined,
      cols,
    });
  }

  #count(name: string, event: Parameters<typeof countEvent>[2]): void {
    const { store } = this.#options;
    store.index.meanwhile = countEvent(store.index.meanwhile ?? NOTHING_HAPPENED, name, event);
    store.save('soon');
  }
}
