// Which files below a directory contain a text. Owns nothing else.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export function filesWith(directory: string, text: string): string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) return filesWith(path, text);
    return found?.isFile() && readFileSync(path).includes(text) ? [path] : [];
  });
}
