// What is shown when the last pane goes: the background session used last, else a fresh chat that stands in
// for it. Owns which chats are only stand-ins, and that an unused one goes when something else takes its
// pane. Leaves making and ending sessions to the coordinator. Invariant: what was typed into, named or asked
// anything never goes.

import type { Arrangement } from '../arrangement/arrangement.js';
import type { AnySession } from '../any-session.js';
import type { CreateOptions } from '../new-session.js';
import { usedLast, visitedLast } from '../arrangement/session-order.js';
import { popupHolder } from '../arrangement/popups.js';
import type { Viewer } from '../arrangement/viewers.js';

export interface StandInPorts {
  arrangement: Arrangement;
  sessions(): readonly AnySession[];
  find(id: string): AnySession | undefined;
  create(options: CreateOptions): Promise<AnySession>;
  /** Ends it without a trace: nothing in it is worth keeping. */
  drop(session: AnySession): void;
}

export class StandIns {
  readonly #ids = new Set<string>();

  readonly #ports: StandInPorts;

  constructor(ports: StandInPorts) {
    this.#ports = ports;
  }

  /**
   * There is always something to look at. hidden: the session that was just hidden, which is not shown again
   * at once, unless it is the only one. start: by the first client, whose first chat is not a stand-in.
   */
  async fill(hidden?: string, start?: { cwd: string; env: Readonly<Record<string, string>> }): Promise<void> {
    const { arrangement } = this.#ports;
    const viewer = arrangement.viewers.current;
    // Without a client there is nobody to show something to: the next one finds something when it attaches.
    const isWatched = start !== undefined || arrangement.viewers.attached.length > 0;
    if (arrangement.workspace.tabs.length > 0 || !isWatched) return;
    // A popup keeps what it shows.
    const others = this.#ports
      .sessions()
      .filter(({ id }) => id !== hidden && popupHolder(arrangement.viewers, id) === undefined);
    const next = visitedLast(others, viewer) ?? usedLast(others);
    if (next) {
      arrangement.place(viewer, next.id, { at: 'tab' });
    } else {
      const { cwd, env } = start ?? { cwd: '~', env: {} };
      const made = await this.#ports.create({ ...FRESH_CHAT, cwd, env, viewer, place: { at: 'tab' } });
      if (!start) this.#ids.add(made.id);
    }
    for (const other of arrangement.viewers.all)
      if (other !== viewer) other.view = structuredClone(viewer.view);
  }

  /** Whether it goes as soon as another session takes its pane: its number and its name are then free. */
  yields(viewer: Viewer, session: AnySession): boolean {
    return (
      this.#ids.has(session.id) &&
      isUntouched(session) &&
      this.#ports.arrangement.focusedSession(viewer) === session.id
    );
  }

  /** Those that nobody has typed into, named or asked. */
  get unused(): AnySession[] {
    return [...this.#ids].flatMap((id) => this.#ports.find(id) ?? []).filter(isUntouched);
  }

  /** It was one before the server was started again. False: somebody has used it. */
  adopt(session: AnySession): boolean {
    if (!isUntouched(session)) return false;
    this.#ids.add(session.id);
    return true;
  }

  /** After any change: those whose pane was taken go. */
  sweep(): void {
    for (const id of this.#ids) {
      const session = this.#ports.find(id);
      const isNeeded = session !== undefined && this.#ports.arrangement.hasPlace(id);
      if (isNeeded && isUntouched(session)) continue;
      this.#ids.delete(id);
      if (session && !isNeeded && isUntouched(session)) this.#ports.drop(session);
    }
  }
}

const FRESH_CHAT = { kind: 'chat', type: undefined, name: undefined, model: undefined, command: [] } as const;

const isUntouched = (session: AnySession): boolean => 'untouched' in session && session.untouched;
