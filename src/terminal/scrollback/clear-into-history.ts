// Clearing the whole screen (ED 2, ED from home, kitty's ED 22) first scrolls its contents into the
// scrollback, as in tmux, VTE and kitty: Ctrl-L in a shell loses nothing. Owns that. Leaves the erasing to
// xterm.js. The alternate screen has no scrollback and is only erased. Sources: xterm's ctlseqs (ED); tmux's
// grid_view_clear_history.

import { hasText } from '../xterm/cells.js';
import type { Core } from '../xterm/internals.js';

/** kitty's: move the screen into the scrollback. */
const CLEAR_INTO_SCROLLBACK = 22;

/** onScrolled: this many rows left the screen because of a clear, not because something was printed. */
export function clearIntoHistory(core: Core, onScrolled: (rows: number) => void): void {
  core.registerCsiHandler({ final: 'J' }, ({ params }) => {
    const { active, normal } = core.buffers;
    const isFromHome = params[0] === 0 && active.x === 0 && active.y === 0;
    const isWhole = params[0] === 2 || params[0] === CLEAR_INTO_SCROLLBACK || isFromHome;
    if (params[0] === CLEAR_INTO_SCROLLBACK) params[0] = 2;
    if (!isWhole || active !== normal) return false;
    const rows = active.lines.length - active.ybase;
    let used = rows;
    while (used > 0 && !hasText(active.lines.get(active.ybase + used - 1))) used--;
    // Margins do not restrict it: the whole screen goes.
    const { scrollTop, scrollBottom, ybase } = active;
    Object.assign(active, { scrollTop: 0, scrollBottom: rows - 1 });
    for (let row = 0; row < used; row++) core._bufferService.scroll(core._inputHandler._curAttrData);
    Object.assign(active, { scrollTop, scrollBottom });
    // The saved cursor is a place on the screen, and xterm.js counts it from the top of the scrollback.
    active.savedY += active.ybase - ybase;
    onScrolled(used);
    return false;
  });
}
