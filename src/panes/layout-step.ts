// What the undo of layout changes is made of (pure). Owns only the shapes.

import type { SessionId, Tab, TabId } from './workspace.js';

export interface LayoutStep {
  /** All tabs, in their order. */
  readonly order: readonly TabId[];
  /** Those that the change touched or removed, as they were. The others are as they are now. */
  readonly before: readonly Tab[];
  /**
   * It is a close, which took the panes of these sessions. Undoing layouts passes over it and makes it again
   * in the layout before it; only reopening takes it back.
   */
  readonly closed?: readonly SessionId[];
  /** Of these, whose panes were opened by what was undone since although it could not be seen. */
  readonly lost?: readonly SessionId[];
}

/** Newest last. */
export type LayoutHistory = readonly LayoutStep[];
