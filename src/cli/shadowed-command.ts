// Whether `qmux` in this pane is the pane's own: a shell's start-up file may set PATH from scratch, or put
// another directory in front. Owns searching PATH and the words for doctor.

import { accessSync, constants, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Environment } from '../paths/paths.js';

/** undefined: it is, or this is not a pane. */
export function describeShadowedCommand(env: Environment): string | undefined {
  const own = env['QMUX_BIN'];
  if (!own || !isExecutable(own)) return undefined;
  const found = (env['PATH'] ?? '')
    .split(':')
    .map((directory) => join(directory || '.', 'qmux'))
    .find(isExecutable);
  if (found !== undefined && realpathSync(found) === realpathSync(own)) return undefined;
  const seen = found === undefined ? 'qmux is not on PATH' : `qmux on PATH is ${found}`;
  const wayOut = dirname(own).includes(':')
    ? `call ${own}`
    : `at the end of your shell's start-up file: [ -z "$QMUX_BIN" ] || PATH="\${QMUX_BIN%/*}:$PATH"`;
  return `${seen}, not this pane's own; ${wayOut}`;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
