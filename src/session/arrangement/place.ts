// Where a session goes that is created or shown. Owns only the shape.

import type { PopupSize } from '../../panes/popup.js';
import type { SplitDirection } from '../../panes/workspace.js';

export type Place =
  | { at: 'pane' }
  | { at: 'tab'; after?: true }
  | { at: 'split'; direction: SplitDirection }
  /** over the panes. own: it was opened for the popup and goes with it. */
  | { at: 'popup'; size: PopupSize; own: boolean }
  | { at: 'background' };
