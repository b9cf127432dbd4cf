// Cells of @xterm/headless 6.0.0 that contain more than one code point, which its own lines handle
// incorrectly. Owns three corrections of the prototype that all lines share: how much goes into a cell, what
// a mark in an empty cell is put on, and which texts are copied with cells. Leaves which characters join to
// width-provider.ts.

import { CLUSTER, CODE_POINT_MASK } from '../../text/cell-grid.js';
import { joinsCluster } from '../../text/width.js';
import { XTERM_WORDS } from './cells.js';
import type { BufferLine, Core } from './internals.js';

export interface ClusterLine extends BufferLine {
  _combined: BufferLine['_combined'];
  addCodepointToCell(col: number, codePoint: number, width: number): void;
  /** reverse: from the last cell on, if both are one line. */
  copyCellsFrom(from: ClusterLine, fromCol: number, toCol: number, count: number, reverse: boolean): void;
}

/** Marks beyond this many UTF-16 units no longer join a cell: no script or emoji needs half as many. */
const MOST_CLUSTER_UNITS = 64;
const SPACE = 0x20;
const VARIATION_16 = 0xfe0f;

const guarded = new WeakSet<object>();

export function guardClusters(core: Core): void {
  const prototype = Object.getPrototypeOf(core.buffers.normal.lines.get(0)) as ClusterLine;
  if (guarded.has(prototype)) return;
  guarded.add(prototype);
  guardAdding(prototype);
  guardCopying(prototype);
}

/**
 * Endless marks would make one cell as long as the program likes. A mark in an empty cell would be its first
 * character, and join another cell when the line is written again. U+FE0F after a sequence or a movement does
 * not widen what stands there; kept, it would when the line is read again.
 */
function guardAdding(prototype: ClusterLine): void {
  const add = prototype.addCodepointToCell;
  prototype.addCodepointToCell = function (this: ClusterLine, col, codePoint, width) {
    if (codePoint === VARIATION_16 && width === 0) return;
    const word = this._data[col * XTERM_WORDS] as number;
    const isCluster = (word & CLUSTER) !== 0;
    if (isCluster && (this._combined[col]?.length ?? 0) >= MOST_CLUSTER_UNITS) return;
    // What it would have joined had no room at the end of the row, and was dropped: this cell was written
    // before.
    const before = isCluster ? this._combined[col] : String.fromCodePoint(word & CODE_POINT_MASK);
    if (before && before !== '\0' && !joinsCluster(before, codePoint)) return;
    // If the cell is empty, xterm sets its width to 1 and the code point as its only one.
    if ((word & (CLUSTER | CODE_POINT_MASK)) === 0) add.call(this, col, SPACE, 1);
    add.call(this, col, codePoint, width);
  };
}

/**
 * xterm copies the texts of all cells from fromCol on, even those that are not copied, over the texts of
 * cells that stay; within one line it copies some of them twice. A line of marks would differ after a change
 * of the width.
 */
function guardCopying(prototype: ClusterLine): void {
  const copy = prototype.copyCellsFrom;
  prototype.copyCellsFrom = function (this: ClusterLine, from, fromCol, toCol, count, reverse) {
    const texts = { ...this._combined };
    const copied: Record<number, string | undefined> = {};
    for (const [key, text] of Object.entries(from._combined)) copied[Number(key) - fromCol + toCol] = text;
    copy.call(this, from, fromCol, toCol, count, reverse);
    for (let col = toCol; col < toCol + count; col++) {
      if (copied[col] === undefined) delete texts[col];
      else texts[col] = copied[col];
    }
    this._combined = texts;
  };
}
