// A directory of its own for a test, below the temporary home that setup.ts makes and removes.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const newDirectory = (): string =>
  mkdtempSync(join(process.env['QMUX_HOME'] ?? tmpdir(), 'directory-'));
