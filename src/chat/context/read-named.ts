// What a path that a prompt names is sent as: the text of a file, some of its lines, an image, the tree of a
// folder. Owns that it is looked up again at the moment of reading, and that nothing else is read. Leaves
// limits and refusals to look-up.ts.

import { open } from 'node:fs/promises';

import { readRegularFile } from '../../files/read-file.js';
import { UserError } from '../../text/user-error.js';
import type { Attached } from './attached.js';
import { describeTree } from './folder-tree.js';
import { lookUpPath, MOST_IMAGE_BYTES, MOST_TEXT_BYTES, withoutLine, type FoundPath } from './look-up.js';
import { readLines } from './read-lines.js';
import { readPath, type LineRange, type NamedPath } from './references.js';

/** Rejects with a UserError if the file cannot be sent. word: an absolute path, maybe with lines. */
export async function checkNamed(word: string): Promise<void> {
  const named = readPath(word);
  const found = await lookUpPath(named, '/');
  if (found.type === 'missing') throw new UserError(`there is no file ${named.path}; nothing was sent`);
  if (found.type === 'refused') throw new UserError(`${named.path} ${found.why}; nothing was sent`);
}

/** undefined: there is no such file. Rejects with a UserError that names it, the reason and the way out. */
export async function readNamed(named: NamedPath, directory: string): Promise<Attached | undefined> {
  const { path: name } = named;
  const found = await lookUpPath(named, directory);
  switch (found.type) {
    case 'missing':
      return undefined;
    case 'refused':
      throw new UserError(`${name} ${found.why}`);
    case 'folder': {
      const text = await describeTree(found.path);
      return { kind: 'folder', name, path: found.path, text, bytes: Buffer.byteLength(text) };
    }
    case 'image': {
      const bytes = await wholeOf(name, found, MOST_IMAGE_BYTES);
      const { path, mediaType } = found;
      return { kind: 'image', name, path, mediaType, text: bytes.toString('base64'), bytes: bytes.length };
    }
    case 'file': {
      const { lines } = named;
      const bytes = lines ? await linesOf(name, found, lines) : await wholeOf(name, found, MOST_TEXT_BYTES);
      const text = bytes.toString();
      const range = lines ? { lines } : {};
      return { kind: 'file', name, path: found.path, ...range, text, bytes: bytes.length };
    }
  }
}

async function wholeOf(name: string, { path }: FoundPath & { path: string }, most: number): Promise<Buffer> {
  const bytes = await readRegularFile(path, { maxBytes: most });
  if (!bytes) throw new UserError(`${name} is gone; name another file`);
  return bytes;
}

async function linesOf(
  name: string,
  { path }: FoundPath & { path: string },
  lines: LineRange,
): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const bytes = await readLines(handle, lines, MOST_TEXT_BYTES);
    if (!bytes)
      throw new UserError(`${name}#${lines.from}-${lines.to} is more than 200 KB; name fewer lines`);
    if (bytes.length === 0) throw new UserError(`${name} ${withoutLine(lines)}`);
    return bytes;
  } finally {
    await handle.close();
  }
}
