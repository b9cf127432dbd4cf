// Places in the bundles as places in the sources, for stacks that somebody reads. Owns that translation, by
// the tables that the build writes beside the bundles (scripts/bundle.mjs). Reads one only when something has
// gone wrong.

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Line by line of a bundle where it comes from. */
interface LineTable {
  sources: readonly string[];
  /** Of each line, from the first: which of the sources, -1 for none, and the line in it. */
  places: readonly number[];
}

/** Before a bundle's name in a stack. */
export const STACK_PREFIX = 'qmux-bundle/';

const PLACE = new RegExp(`${STACK_PREFIX}(\\w+)\\.js:(\\d+):\\d+`, 'g');

/**
 * The stack with the sources' places where they are known; with the bundle's where an update has replaced it.
 * directory: of the bundles; this file is in each of them.
 */
export function readableStack(stack: string, directory = import.meta.dirname): string {
  const tables = new Map<string, LineTable | undefined>();
  return stack.replace(PLACE, (place, bundle: string, line: string) => {
    if (!tables.has(bundle)) tables.set(bundle, readTable(join(directory, `${bundle}.lines.json`)));
    const table = tables.get(bundle);
    const at = 2 * (Number(line) - 1);
    const source = table?.sources[table.places[at] ?? -1];
    return source === undefined ? place : `${source}:${table?.places[at + 1]}`;
  });
}

function readTable(file: string): LineTable | undefined {
  try {
    // Another build's would name wrong lines.
    if (statSync(file).mtimeMs > performance.timeOrigin) return undefined;
    return JSON.parse(readFileSync(file, 'utf8')) as LineTable;
  } catch {
    return undefined;
  }
}
