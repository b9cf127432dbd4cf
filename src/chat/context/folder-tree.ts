// The tree of a folder as text: names below it, indented, without what its repository ignores. Owns how much
// of it there is: the levels nearest to the folder, and what is left out is counted.

import { walkFiles } from './walk-files.js';

/** A few thousand tokens. */
const MOST_ENTRIES = 1_000;
/** Of a larger folder not even the number is known. */
const MOST_COUNTED = 100_000;

/** root: absolute. */
export async function describeTree(root: string): Promise<string> {
  const paths: string[] = [];
  let count = 0;
  for await (const entries of walkFiles(root)) {
    for (const { path, isDirectory } of entries)
      if (count++ < MOST_ENTRIES) paths.push(isDirectory ? `${path}/` : path);
    if (count > MOST_COUNTED) break;
  }
  if (count === 0) return '(empty)\n';
  const left = count - paths.length;
  const more = count > MOST_COUNTED ? `more than ${left}` : String(left);
  const lines = paths.sort(byTree).map(indented);
  return `${[...lines, ...(left > 0 ? [`(${more} more, deeper or later)`] : [])].join('\n')}\n`;
}

/** What is below a folder follows it. */
const byTree = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function indented(path: string): string {
  const parts = path.split('/');
  const isDirectory = parts.at(-1) === '';
  if (isDirectory) parts.pop();
  return `${'  '.repeat(parts.length - 1)}${parts.at(-1) ?? ''}${isDirectory ? '/' : ''}`;
}
