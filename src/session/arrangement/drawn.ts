// Which sessions the clients draw, how large, and for whom (pure): what is left out of it is hidden.

import type { PaneBox } from '../../panes/geometry.js';
import { TITLE_ROWS } from '../../panes/geometry.js';
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

/** What each viewer looks at. */
interface Looks {
  focusedPane(viewer: Viewer): PaneId | undefined;
  boxes(viewer: Viewer): { boxes: readonly PaneBox[] };
}

/** All sessions that one of them draws now; of a pane with no room but for its title nothing is drawn. */
export function drawnFor(viewers: readonly Viewer[], looks: Looks): Map<SessionId, Drawn> {
  const drawn = new Map<SessionId, Drawn>();
  for (const viewer of viewers) {
    const focused = looks.focusedPane(viewer);
    for (const { pane, session, box } of looks.boxes(viewer).boxes) {
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
