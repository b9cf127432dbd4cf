// The undo of the one workspace as it goes on: which changes are one step, and which are a close. Leaves
// undoing itself to panes/layout-history.ts, taking a close back to panes/taken-back.ts. Invariant: what is
// closed is in no layout that an undo shows.

import {
  changeHistory,
  exchangeInHistory,
  exchangeSessions,
  nameInHistory,
  recordClose,
  recordStep,
  stepsToStore,
} from '../../panes/layout-history.js';
import type { LayoutHistory } from '../../panes/layout-step.js';
import type { SessionId, TabId, Workspace } from '../../panes/workspace.js';

export class EarlierLayouts {
  /** As it was before the changes since they were last recorded: together they are one step. */
  #from: { workspace: Workspace; closed?: ReadonlySet<SessionId> } | undefined;

  constructor(public history: LayoutHistory) {}

  get stored(): LayoutHistory {
    return stepsToStore(this.history);
  }

  /** A change to be undone is made to this workspace. */
  begin(before: Workspace): void {
    this.#from ??= { workspace: before };
  }

  /** These are closed; what is opened in their place belongs to it. */
  beginClose(before: Workspace, closed: ReadonlySet<SessionId>): void {
    this.record(before);
    this.#from = { workspace: before, closed };
  }

  record(now: Workspace): void {
    if (!this.#from) return;
    const { workspace: before, closed } = this.#from;
    this.#from = undefined;
    this.history = closed
      ? recordClose(this.history, [before, now], closed)
      : recordStep(this.history, before, now);
  }

  exchange(a: SessionId, b: SessionId): void {
    this.history = exchangeInHistory(this.history, a, b);
    if (this.#from) this.#from.workspace = exchangeSessions(this.#from.workspace, a, b);
  }

  rename(tab: TabId, name: string): void {
    this.#change(nameInHistory(tab, name));
  }

  /** Of sessions that leave no trace. */
  forget(without: (workspace: Workspace) => Workspace): void {
    this.#change(without);
  }

  #change(change: (workspace: Workspace) => Workspace): void {
    this.history = changeHistory(this.history, change);
    if (this.#from) this.#from.workspace = change(this.#from.workspace);
  }
}
