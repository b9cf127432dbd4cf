// What the undo of layout changes is made of (pure). Owns only the shapes.

import type { Tab, TabId } from './workspace.js';

export interface LayoutStep {
  /** All tabs, in their order. */
  readonly order: readonly TabId[];
  /** Those that the change touched or removed, as they were. The others are as they are now. */
  readonly before: readonly Tab[];
}

/** Newest last. */
export type LayoutHistory = readonly LayoutStep[];
