// The undo of the one workspace as it goes on: which changes are one step, and who else has kept layouts that
// have to follow (the closes that can be taken back). Leaves undoing itself to panes/layout-history.ts.
// Invariant: what changes all earlier layouts changes those of the followers, too.

import { changeWorkspace, type EarlierChange } from '../../panes/closed-layouts.js';
import {
  changeHistory,
  recordStep,
  stepsToStore,
  undoStep,
  type Undone,
} from '../../panes/layout-history.js';
import type { LayoutHistory } from '../../panes/layout-step.js';
import type { Workspace } from '../../panes/workspace.js';
import { UserError } from '../../text/user-error.js';

export interface LayoutFollower {
  earlierChanged(change: EarlierChange): void;
  undone(undone: Pick<Undone, 'step' | 'passed'>): void;
}

export class EarlierLayouts {
  /** As it was before the changes since they were last recorded: together they are one step to undo. */
  #stepFrom: Workspace | undefined;

  #history: LayoutHistory;

  #follower: LayoutFollower | undefined;

  constructor(history: LayoutHistory) {
    this.#history = history;
  }

  follow(follower: LayoutFollower): void {
    this.#follower = follower;
  }

  get history(): LayoutHistory {
    return this.#history;
  }

  get stored(): LayoutHistory {
    return stepsToStore(this.#history);
  }

  /** A change to be undone is made to this workspace. */
  begin(before: Workspace): void {
    this.#stepFrom ??= before;
  }

  record(now: Workspace): void {
    if (this.#stepFrom) this.#history = recordStep(this.#history, this.#stepFrom, now);
    this.#stepFrom = undefined;
  }

  change(change: EarlierChange): void {
    this.forget(changeWorkspace(change));
    this.#follower?.earlierChanged(change);
  }

  /** As change, but what a close can bring back stays in what it has kept. */
  forget(change: (workspace: Workspace) => Workspace): void {
    this.#history = changeHistory(this.#history, change);
    if (this.#stepFrom) this.#stepFrom = change(this.#stepFrom);
  }

  undo(workspace: Workspace): Undone {
    const undone = undoStep(this.#history, workspace);
    if ('refused' in undone) throw new UserError(undone.refused);
    this.#history = undone.history;
    this.#follower?.undone(undone);
    return undone;
  }

  /** A close was taken back. */
  replace(history: LayoutHistory): void {
    this.#history = history;
  }
}
