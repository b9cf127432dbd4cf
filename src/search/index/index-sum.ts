// The sum of the index's bytes, left beside it when its process ends because nobody asks, and compared when
// the next one opens it: to SQLite damaged words are no error, only some units are missing. Owns that file.
// Without it, after a kill, the index is taken as it is.

import { closeSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sumOf } from './file-sum.js';

const SLICE_BYTES = 8 << 20;

const sumFileOf = (file: string): string => `${file}.sum`;

/** Of an index that is closed. */
export async function leaveSum(file: string): Promise<void> {
  writeFileSync(sumFileOf(file), await spellSum(file), { mode: 0o600 });
}

/** False: it has changed since. Asked before it is opened, and once. */
export async function hasItsSum(file: string): Promise<boolean> {
  let left: string;
  try {
    left = readFileSync(sumFileOf(file), 'utf8');
  } catch {
    return true;
  }
  removeSum(file);
  return left === (await spellSum(file).catch(() => undefined));
}

export const removeSum = (file: string): void => rmSync(sumFileOf(file), { recursive: true, force: true });

async function spellSum(file: string): Promise<string> {
  const { size } = statSync(file);
  const descriptor = openSync(file, 'r');
  try {
    let sum = 0;
    for (let from = 0; from < size; from += SLICE_BYTES) {
      sum = sumOf(descriptor, from, Math.min(size, from + SLICE_BYTES), sum) ?? 0;
      await nextTurn();
    }
    return `${size} ${sum}\n`;
  } finally {
    closeSync(descriptor);
  }
}
