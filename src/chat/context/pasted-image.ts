// A paste that is the path of an image, as terminals write a file that is dropped on them: quoted, with
// backslashes, or as a URL. Owns telling it from other text. Leaves reading it to read-named.ts.

import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { resolveNamed } from '../../paths/named-path.js';

const IMAGE_NAME = /\.(?:png|jpe?g|gif|webp)$/i;
const MOST_CHARACTERS = 4096;

/** Its path, if there is such a file; undefined: the paste is text. */
export function pastedImage(pasted: string): string | undefined {
  const word = pasted.trim();
  if (word.length > MOST_CHARACTERS || word.includes('\n')) return undefined;
  const path = plainPath(word);
  if (path === undefined || !/^(?:\/|~\/)/.test(path) || !IMAGE_NAME.test(path)) return undefined;
  const isThere = statSync(resolveNamed(path, '/'), { throwIfNoEntry: false })?.isFile() ?? false;
  return isThere && !path.includes('"') ? path : undefined;
}

function plainPath(word: string): string | undefined {
  if (word.startsWith('file://')) {
    try {
      return fileURLToPath(word);
    } catch {
      return undefined;
    }
  }
  const [, quoted] = /^'([^']*)'$/.exec(word) ?? /^"([^"]*)"$/.exec(word) ?? [];
  if (quoted !== undefined) return quoted;
  // A blank that no backslash is before separates two words.
  return /(?<!\\)\s/.test(word) ? undefined : word.replace(/\\(.)/g, '$1');
}
