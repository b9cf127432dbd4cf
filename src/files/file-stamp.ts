// What tells that a file is another than before. A stamp changes with its bytes, its owner and its mode.

import { fstatSync, statSync, type Stats } from 'node:fs';

export const stampOf = ({ ino, size, mtimeMs, ctimeMs }: Stats): string =>
  [ino, size, mtimeMs, ctimeMs].join(' ');

/**
 * Whether another file has taken the place of the open one, as when an editor saves. false where there is
 * none at the moment: what is open is all there is.
 */
export function isReplaced(descriptor: number, file: string): boolean {
  const inPlace = statSync(file, { throwIfNoEntry: false });
  if (!inPlace) return false;
  const { ino, dev } = fstatSync(descriptor);
  return inPlace.ino !== ino || inPlace.dev !== dev;
}
