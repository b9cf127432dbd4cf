// The hosts that the user's own ssh config names, for completion: the words of its Host lines that are not
// patterns, also in the files that it includes. Owns reading that much of the format. A file that cannot be
// read names none.

import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { readRegularFileNow } from '../files/read-file.js';

const MOST_BYTES = 256 * 1024;
/** As ssh itself. */
const MOST_DEPTH = 16;
const MOST_FILES = 64;
const PATTERN = /[*?!]/;
/** A keyword, then its words; `=` may be between them. */
const LINE = /^\s*(host|include)(?:\s*=\s*|\s+)(.*)$/i;
const WORD = /"([^"]*)"|(\S+)/g;

/** home: of the user. Each once, in the order of the files. */
export function sshConfigHosts(home: string): string[] {
  const directory = join(home, '.ssh');
  const hosts = new Set<string>();
  let files = 0;
  const read = (path: string, depth: number): void => {
    if (depth > MOST_DEPTH || ++files > MOST_FILES) return;
    for (const line of readText(path).split('\n')) {
      const [, keyword = '', rest = ''] = LINE.exec(line) ?? [];
      const words = wordsOf(rest);
      if (keyword.toLowerCase() === 'include')
        for (const word of words)
          for (const each of filesOf(resolve(directory, word.replace(/^~(?=\/)/, home))))
            read(each, depth + 1);
      else for (const word of words) if (!PATTERN.test(word) && !word.startsWith('-')) hosts.add(word);
    }
  };
  read(join(directory, 'config'), 0);
  return [...hosts];
}

/** Up to a comment. */
function wordsOf(text: string): string[] {
  const words = [...text.matchAll(WORD)];
  const comment = words.findIndex(([word]) => word.startsWith('#'));
  const counting = comment === -1 ? words : words.slice(0, comment);
  return counting.map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** A pattern may be in its last part. */
function filesOf(path: string): string[] {
  if (!PATTERN.test(basename(path))) return [path];
  try {
    const names = readdirSync(dirname(path)).toSorted();
    return names.filter((name) => isLike(name, basename(path))).map((name) => join(dirname(path), name));
  } catch {
    return [];
  }
}

/** Hidden files only by a pattern that begins with a dot. */
function isLike(name: string, pattern: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  const parts = [...pattern].map((each) =>
    each === '*' ? '.*' : each === '?' ? '.' : each.replaceAll(/[\\^$.|+()[\]{}]/g, String.raw`\$&`),
  );
  return new RegExp(`^${parts.join('')}$`).test(name);
}

function readText(path: string): string {
  try {
    return readRegularFileNow(path, { maxBytes: MOST_BYTES })?.toString('utf8') ?? '';
  } catch {
    return '';
  }
}
