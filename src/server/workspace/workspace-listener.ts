// What happens in sessions, and who is told of it: clients that draw, the store that saves, those who count
// what nobody saw. Owns that mapping. Leaves what an event means to its listeners.

import type { Config } from '../../config/options.js';
import type { ServerLog } from '../../log/server-log.js';
import type { CoordinatorListener } from '../../session/coordinator-ports.js';
import type { AnySession } from '../../session/any-session.js';
import type { SessionEvent } from '../../session/attention/session-event.js';
import type { Coordinator } from '../../session/coordinator.js';
import { endPopup } from '../../session/popup-end.js';
import type { ManagedSession } from '../../session/managed-session.js';
import type { SessionChange, SessionListener } from '../../session/session-ports.js';
import type { Disk } from '../../files/disk.js';
import type { LeakWatch } from '../../process/leak-watch.js';
import type { SessionLife } from '../../session/coordinator-ports.js';
import type { BlockedTimes } from '../../store/blocked-times.js';
import { UserError } from '../../text/user-error.js';
import type { Undo } from '../../text/undo.js';
import type { WorktreeWatch } from '../../session/worktrees/worktree-watch.js';
import type { AttachedClients } from './attached-clients.js';
import type { Happenings } from './happenings/happenings.js';
import type { ShortFile } from './short-file.js';
import type { WorkspaceDisk } from './workspace-disk.js';

export type SessionEventListener = (session: ManagedSession, event: SessionEvent) => void;

export interface WorkspaceListenerOptions {
  readonly clients: AttachedClients;
  readonly shortFile: ShortFile;
  readonly saved: WorkspaceDisk;
  readonly blockedTimes: BlockedTimes;
  readonly happenings: Happenings;
  readonly leakWatch: LeakWatch;
  readonly worktrees: WorktreeWatch;
  readonly disk: Disk;
  readonly log: ServerLog;
  /** Whether programs may write to the clipboard: programClipboard. */
  readonly config: Pick<Config, 'programClipboard'>;
  coordinator(): Coordinator;
}

export class WorkspaceListener implements SessionListener<ManagedSession>, CoordinatorListener {
  readonly #eventListeners = new Set<SessionEventListener>();

  readonly #options: WorkspaceListenerOptions;

  constructor(options: WorkspaceListenerOptions) {
    this.#options = options;
  }

  /** What happens in open sessions. */
  onSessionEvent(listener: SessionEventListener): Undo {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  onLife(life: SessionLife, sessions: readonly (AnySession | { readonly id: string })[]): void {
    this.#options.happenings.lived(life, sessions);
  }

  onWorkspaceChange(): void {
    this.#options.clients.changed();
    this.#options.shortFile.changed();
    this.#options.worktrees.opened(this.#options.coordinator().sessions);
  }

  onChange(session: ManagedSession, change: SessionChange): void {
    const { clients, worktrees } = this.#options;
    worktrees.changed(session, change);
    if (change === 'facts') return this.#factsChanged(session, 'soon');
    if (change === 'kept-facts') return this.#factsChanged(session, 'now');
    if (change === 'screen') return clients.screenChanged(session);
    if (change === 'counts') {
      this.#options.saved.save('later');
      this.#options.shortFile.changed();
      return clients.countsChanged();
    }
    // A title is nothing that is stored, and some programs animate it: no more than the next frame.
    if (this.#options.coordinator().arrangement.hasPlace(session.id)) clients.titleChanged();
  }

  onEvent(session: ManagedSession, event: SessionEvent): void {
    // One that is closed and still goes on for a while needs nobody.
    if (this.#options.coordinator().find(session.id) !== session) return;
    this.#options.happenings.event(session, event);
    for (const listener of this.#eventListeners) listener(session, event);
    // Once its end is complete.
    if (event.type === 'exited') queueMicrotask(() => this.#programEnded(session.id));
  }

  #programEnded(id: string): void {
    const coordinator = this.#options.coordinator();
    const session = coordinator.find(id);
    if (!session) return;
    endPopup(coordinator, session, performance.now()).catch((error: unknown) =>
      this.onBug(`closing the popup of ${session.name}`, error),
    );
  }

  /** Only in front of the user: a program in the background changes nobody's clipboard. */
  onClipboardWrite(session: ManagedSession, text: string): void {
    if (this.#options.config.programClipboard !== 'on') return;
    for (const client of this.#options.clients)
      if (client.viewer.hasFocus && this.#options.coordinator().isFocused(client.viewer, session))
        void client.copyText(text).then((said) => client.showMessage(said, 'info'));
  }

  onNotice(message: string): void {
    this.#options.clients.tell(message, 'info');
  }

  onEnded(session: AnySession): void {
    this.#options.leakWatch.add(session, session.name);
  }

  onDamage(message: string): void {
    this.#options.disk.damage.add(message);
  }

  onBug(what: string, error: unknown): void {
    // What has its words is no bug: its user is told.
    if (error instanceof UserError) this.#options.clients.tell(`${what}: ${error.message}`, 'error');
    else this.#options.log.error(what, error);
  }

  #factsChanged(session: ManagedSession, when: 'now' | 'soon'): void {
    const { blockedTimes, saved, clients, happenings } = this.#options;
    happenings.changed(session);
    const waits = session.attention.find('question') !== undefined;
    blockedTimes.note(session.id, waits ? () => session.blockedMs : undefined);
    saved.save(when);
    clients.changed();
    this.#options.shortFile.changed();
  }
}
