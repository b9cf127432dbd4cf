// Byte strings that crash or stall a bare @xterm/headless 6.0.0, made harmless before its own handlers see
// them. Owns the clamps. A canary test tells when a new version no longer needs them.

import type { Core, CsiParams } from './internals.js';

/**
 * Controls that loop over their first parameter: IL, DL, SU, SD; CHT, CBT, REP, which repeats a row at most
 * (ECMA-48 8.3).
 */
const ROW_COUNTS = ['L', 'M', 'S', 'T'] as const;
const COLUMN_COUNTS = ['I', 'Z', 'b'] as const;

export function installGuards(core: Core, size: () => { rows: number; cols: number }): void {
  const clampTo =
    (limit: () => number) =>
    (params: CsiParams): boolean => {
      const most = limit();
      for (let at = 0; at < params.length; at++)
        if ((params.params[at] as number) > most) params.params[at] = most;
      return false;
    };
  for (const final of ROW_COUNTS)
    core.registerCsiHandler(
      { final },
      clampTo(() => size().rows),
    );
  for (const final of COLUMN_COUNTS)
    core.registerCsiHandler(
      { final },
      clampTo(() => size().cols),
    );
  // ED and its selective form, DECSED, share one implementation and its fault.
  core.registerCsiHandler({ final: 'J' }, (params) => guardEraseAbove(core, params, false));
  core.registerCsiHandler({ prefix: '?', final: 'J' }, (params) => guardEraseAbove(core, params, true));
}

/**
 * ED 1 (erase above) with the cursor in the last cell of the buffer unwraps a line below that does not exist,
 * and throws. Here it is done from one column further left, and the last cell separately. keepsProtected:
 * protected cells (DECSCA) stay, as DECSED wants.
 */
function guardEraseAbove(core: Core, params: CsiParams, keepsProtected: boolean): boolean {
  const buffer = core.buffers.active;
  const row = buffer.ybase + buffer.y;
  const line = buffer.lines.get(row);
  if (params.params[0] !== 1 || !line || buffer.lines.get(row + 1) || buffer.x + 1 < line.length)
    return false;
  const col = buffer.x;
  core._inputHandler._eraseInBufferLine(buffer.y, line.length - 1, line.length, false, keepsProtected);
  buffer.x = Math.max(0, line.length - 2);
  core._inputHandler.eraseInDisplay(params, keepsProtected);
  buffer.x = col;
  return true;
}
