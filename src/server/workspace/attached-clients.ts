// The clients that are attached to one workspace, and who follows what they show, as those who have something
// to say to them see them. Owns only the telling.

import type { Viewer } from '../../session/arrangement/viewers.js';
import type { ManagedSession } from '../../session/managed-session.js';
import type { MessageLevel } from '../../text/message-level.js';
import type { ClientView } from '../view/client-view.js';

/** Others who show what a client shows. */
export interface Follower {
  changed(): void;
  screenChanged(session: ManagedSession): void;
}

export class AttachedClients extends Set<ClientView> {
  readonly followers = new Set<Follower>();

  /** On every message line. */
  tell(text: string, level: MessageLevel): void {
    for (const client of this) client.showMessage(text, level);
  }

  /** On that of the viewer's client, or on every one if it has left. */
  tellOf(viewer: Viewer, text: string, level: MessageLevel): void {
    const own = [...this].find((client) => client.viewer === viewer);
    if (own) own.showMessage(text, level);
    else this.tell(text, level);
  }

  /** Names, marks or the layout changed. */
  changed(): void {
    for (const client of this) client.changed();
    for (const follower of this.followers) follower.changed();
  }

  countsChanged(): void {
    for (const client of this) client.countsChanged();
  }

  titleChanged(): void {
    for (const client of this) client.titleChanged();
  }

  /** A value that their status lines have in common. */
  statusChanged(): void {
    for (const client of this) client.statusChanged();
  }

  screenChanged(session: ManagedSession): void {
    for (const client of this) client.screenChanged(session);
    for (const follower of this.followers) follower.screenChanged(session);
  }
}
