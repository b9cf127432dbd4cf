// What the undo of layout changes is made of (pure). Owns only the shapes.

import type { Tab, TabId, Workspace } from './workspace.js';

/** Which step it is, whatever was changed in it since; not stored. */
export type StepKey = symbol;

export interface LayoutStep {
  readonly key: StepKey;
  /** All tabs, in their order. */
  readonly order: readonly TabId[];
  /** Those that the change touched or removed, as they were. The others are as they are now. */
  readonly before: readonly Tab[];
}

/** Newest last. */
export type LayoutHistory = readonly LayoutStep[];

/** The tabs at one time, and what could be undone then. */
export interface Layout {
  readonly workspace: Workspace;
  readonly history: LayoutHistory;
}
