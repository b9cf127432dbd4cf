// What the workspace keeps on disk beside the sessions' own files: the index, and folders that go. Owns what
// the store is given before each write. Leaves when a write is due to its callers, and files to store/.

import { dirname, join } from 'node:path';

import type { Disk } from '../../files/disk.js';
import { diskFailure } from '../../files/disk-failure.js';
import type { PlainChats } from '../../session/chat/plain-chats.js';
import type { SessionDisk } from '../../session/coordinator-ports.js';
import type { Coordinator } from '../../session/coordinator.js';
import { Closes, salvageCloses } from '../../session/life/closes.js';
import type { BlockedTimes } from '../../store/blocked-times.js';
import { ClosesFile } from '../../store/closes-file.js';
import type { IndexStore } from '../../store/index-store.js';
import type { QuestionHistory } from '../../store/question-history.js';
import { SessionFolder } from '../../store/session-folder.js';
import { changeRecord, type SessionRecord } from '../../store/session-record.js';
import { UserError } from '../../text/user-error.js';
import type { AttachedClients } from './attached-clients.js';

export interface WorkspaceDiskOptions {
  readonly store: IndexStore;
  readonly disk: Disk;
  readonly sessionsDir: string;
  readonly plainChats: PlainChats;
  readonly history: QuestionHistory;
  readonly clients: AttachedClients;
  coordinator(): Coordinator;
}

export class WorkspaceDisk implements SessionDisk {
  /** What reopening takes back. */
  readonly closes: Closes;
  readonly #closesFile: ClosesFile;

  readonly #options: WorkspaceDiskOptions;

  constructor(options: WorkspaceDiskOptions) {
    this.#options = options;
    const file = new ClosesFile(join(dirname(options.sessionsDir), 'closes.json'), options.disk);
    this.#closesFile = file;
    this.closes = new Closes(salvageCloses(file.load()), (how) => file.save(() => this.closes.stored, how));
  }

  /** later: unread and last lines of chats that stream. */
  save(urgency: 'now' | 'soon' | 'later'): void {
    const { store, clients } = this.#options;
    // A server that is killed cannot say when its terminals were there last.
    if (clients.size > 0) store.index.lastSeenAt = Date.now();
    store.save(urgency);
  }

  /** From now on the store writes what the workspace holds. */
  follow(): void {
    const { store } = this.#options;
    store.follow(() => {
      const { arrangement, sessions, storedArchive } = this.#options.coordinator();
      store.index.workspace = arrangement.stored;
      store.index.view = arrangement.viewers.current.view;
      store.index.sessions = sessions.map(({ record }) => record);
      store.replaceArchive(storedArchive);
    });
  }

  /**
   * How long sessions have waited, as far as the index of a killed server had not got it yet. Returns that
   * difference, in ms, by session.
   */
  restoreBlockedTimes(blockedTimes: BlockedTimes): ReadonlyMap<string, number> {
    const { store } = this.#options;
    const blocked = blockedTimes.load();
    const before = store.index.sessions;
    const more = new Map<string, number>();
    store.index.sessions = before.map((record) => {
      const blockedMs = Math.max(blocked.get(record.id) ?? 0, record.blockedMs ?? 0);
      const moreMs = blockedMs - (record.blockedMs ?? 0);
      if (moreMs > 0) more.set(record.id, moreMs);
      return changeRecord<SessionRecord>(record, blockedMs > 0 ? { blockedMs } : {});
    });
    if (more.size > 0) store.save('soon');
    return more;
  }

  listPlainChats(): Promise<readonly SessionRecord[]> {
    return this.#options.plainChats.list();
  }

  takeOver(session: { readonly id: string; readonly name: string }): Promise<void> {
    return this.#options.plainChats.takeOver(session);
  }

  async removeFolder(id: string): Promise<void> {
    const { plainChats, history } = this.#options;
    try {
      await history.forget(id);
      await (plainChats.has(id) ? plainChats.remove(id) : this.openFolder(id).remove());
    } catch (error) {
      throw error instanceof UserError ? error : diskFailure('the session cannot be removed', error);
    }
  }

  openFolder(id: string): SessionFolder {
    const { sessionsDir, disk } = this.#options;
    return SessionFolder.open({ sessionsDir, id, disk });
  }

  /** Everything that can be brought to disk is there; what cannot is on the list of what is unsaved. */
  async close(): Promise<void> {
    this.save('now');
    this.#closesFile.flush();
    await this.#options.history.idle();
    await this.#options.store.flush().catch(ignoreUserError);
  }

  /** What changes later, as clients leave, is not saved. */
  async end(): Promise<void> {
    await this.#options.store.close().catch(ignoreUserError);
  }
}

function ignoreUserError(error: unknown): void {
  if (!(error instanceof UserError)) throw error;
}
