// Entries of a log as the bytes of their lines, for many at once made in turns of the event loop before they
// are appended. Owns which have been made. Invariant: an entry is not changed once it is spelled.

import { Pace, Turns } from '../loop/slice.js';

/** As long as the entry itself. */
const spelled = new WeakMap<object, Buffer>();

/** Whether others had their turn meanwhile: what the entries were made from may have changed. */
export async function spellAhead(entries: readonly object[]): Promise<boolean> {
  const pace = new Pace();
  let hasPaused = false;
  for (const entry of entries) {
    spelled.set(entry, spell(entry));
    hasPaused = (await pace.pause()) || hasPaused;
  }
  // What is done with them begins in a turn of its own.
  if (hasPaused) await new Turns().next();
  return hasPaused;
}

export const bytesOf = (entries: readonly object[]): Buffer => {
  const [only] = entries;
  return only && entries.length === 1 ? lineOf(only) : Buffer.concat(entries.map(lineOf));
};

const lineOf = (entry: object): Buffer => spelled.get(entry) ?? spell(entry);

const spell = (entry: object): Buffer => Buffer.from(`${JSON.stringify(entry)}\n`);
