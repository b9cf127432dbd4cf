// Which sessions the attached clients draw, and how large (pure). Leaves showing and hiding them to the
// coordinator. Invariant: a box without room for a title row and a screen draws nothing.

import { TITLE_ROWS, type PaneBox } from '../../panes/geometry.js';
import type { PaneId, SessionId } from '../../panes/workspace.js';
import type { Size } from '../session-screen.js';
import type { Viewer } from './viewers.js';

/** How a session is drawn now. */
export interface Drawn extends Size {
  /** By a client whose terminal has the focus. */
  visible: boolean;
  /** It has some client's focus. */
  urgent: boolean;
  /** Both: a user looks at it and types into it. */
  focused: boolean;
}

interface Looked {
  boxes(viewer: Viewer): { boxes: readonly PaneBox[] };
  focusedPane(viewer: Viewer): PaneId | undefined;
}

export function drawnBy(viewers: readonly Viewer[], at: Looked): Map<SessionId, Drawn> {
  const drawn = new Map<SessionId, Drawn>();
  for (const viewer of viewers) {
    const focused = at.focusedPane(viewer);
    for (const { pane, session, box } of at.boxes(viewer).boxes) {
      if (box.rows <= TITLE_ROWS || box.cols < 2) continue;
      const before = drawn.get(session);
      drawn.set(session, {
        rows: box.rows - TITLE_ROWS,
        cols: box.cols,
        visible: viewer.hasFocus || (before?.visible ?? false),
        urgent: pane === focused || (before?.urgent ?? false),
        focused: (viewer.hasFocus && pane === focused) || (before?.focused ?? false),
      });
    }
  }
  return drawn;
}
