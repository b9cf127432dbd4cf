// Makes an emulator measure by the one width table, and put marks where a terminal with wcwidth puts them.
// Owns registering the table with xterm.js and what happens to marks that have no character before them.
// Leaves the widths to text/character-width.ts. Invariant: no cell begins with a character that takes no
// column.

import type { Terminal } from './internals.js';

import { characterWidth, charProperties } from '../../text/character-width.js';
import { XTERM_WIDTH_SHIFT, XTERM_WORDS } from './cells.js';
import { guardClusters, type ClusterLine } from './clusters.js';
import { coreOf, type Core } from './internals.js';

const PROVIDER = { version: 'qmux', wcwidth: characterWidth, charProperties };

export function useWidthProvider(terminal: Terminal): void {
  terminal.unicode.register(PROVIDER);
  terminal.unicode.activeVersion = PROVIDER.version;
  const core = coreOf(terminal);
  guardClusters(core);
  placeLeadingMarks(core);
}

/**
 * xterm gives a mark in the first column a column of its own. It goes to the end of the row above if the line
 * wrapped there, as in VTE, and is dropped otherwise, as in tmux.
 */
function placeLeadingMarks(core: Core): void {
  const handler = core._inputHandler;
  const print = handler.print.bind(handler);
  handler.print = (data, start, end) => {
    const buffer = core.buffers.active;
    let from = start;
    if (buffer.x === 0) {
      while (from < end && characterWidth(data[from] as number) === 0)
        addToRowAbove(core, data[from++] as number);
      if (from === end) return;
    }
    print(data, from, end);
  };
}

function addToRowAbove(core: Core, code: number): void {
  const { lines, ybase, y } = core.buffers.active;
  const above = lines.get(ybase + y - 1) as ClusterLine | undefined;
  if (y === 0 || !above || !lines.get(ybase + y)?.isWrapped) return;
  const last = above.length - 1;
  const isSpacer = (above._data[last * XTERM_WORDS] as number) >>> XTERM_WIDTH_SHIFT === 0;
  above.addCodepointToCell(isSpacer ? last - 1 : last, code, 0);
  core._inputHandler._dirtyRowTracker.markDirty(y - 1);
}
