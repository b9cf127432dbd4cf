// A row of the emulator as the history takes it. Owns which of its cells belong to the line's text.

import type { LeavingRow } from './history.js';
import type { BufferLine, Core } from '../xterm/internals.js';
import { plainRowOf } from './plain-row.js';
import { copyLine, hasExtended, leavesRoomForWide, linkOf } from '../xterm/cells.js';

/** next: the row below, which may continue it. */
export function leavingRow(core: Core, line: BufferLine, next: BufferLine | undefined): LeavingRow {
  const cols = line.length;
  const isContinued = next?.isWrapped ?? false;
  const plain = plainRowOf(line);
  return {
    cols,
    isWrapped: line.isWrapped,
    isContinued,
    plain: plain && isContinued && plain.cells < cols ? undefined : plain,
    copy(grid) {
      copyLine(line, cols, grid, 0, 0);
      return textCols(line, isContinued ? next : undefined);
    },
    linkAt: hasExtended(line) ? (col) => linkOf(core, line, col) : undefined,
  };
}

/** Without the last cell if a wide character found no room in it: laying the line out leaves it so again. */
function textCols(line: BufferLine, next: BufferLine | undefined): number {
  return next && leavesRoomForWide(line, next) ? line.length - 1 : line.length;
}
