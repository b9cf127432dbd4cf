// Lines of a chat as copy mode reads them.

import { TranscriptRows } from '../../../src/copy-mode/transcript-rows.js';

/** All of them, with the caret at the top. */
export const rowsOfLines = (lines: readonly string[], cols: number): TranscriptRows =>
  new TranscriptRows({
    rows: 50,
    cols,
    version: 1,
    isComplete: true,
    firstRow: 0,
    endRow: lines.length,
    caret: { row: 0, col: 0 },
    turnRows: [],
    finalTurns: 0,
    drawnTurns: 0,
    line: (row) => lines[row],
  });
