// What tells that a file is another than before (pure): its owner, its mode and its bytes all change it.

import type { Stats } from 'node:fs';

export const stampOf = ({ ino, size, mtimeMs, ctimeMs }: Stats): string =>
  [ino, size, mtimeMs, ctimeMs].join(' ');
