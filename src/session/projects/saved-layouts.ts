// The layouts that were saved, each a project file with one tab in the server's own directory. Owns their
// names and their files. Leaves what is in them to config/project/, and opening one to open-project.ts.

import { lstatSync, mkdirSync, readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

import { writeDurably } from '../../files/durable-file.js';
import type { FilePort } from '../../files/file-port.js';
import { commandWord } from '../../text/mentions.js';
import { nearest } from '../../text/nearest.js';
import { orList } from '../../text/or-list.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import { latePattern } from '../../text/derived.js';

const ENDING = '.toml';
/** As file systems limit names, in bytes. */
const MAX_NAME_BYTES = 200;
const nameForm = latePattern(() => /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]*$/u);

export interface SavedLayout {
  name: string;
  ageMs: number;
}

/** By name. */
export function listLayouts(directory: string, now = Date.now()): SavedLayout[] {
  return namesIn(directory).flatMap((name) => {
    const stat = lstatSync(join(directory, `${name}${ENDING}`), { throwIfNoEntry: false });
    return stat?.isFile() ? [{ name, ageMs: Math.max(0, now - stat.mtimeMs) }] : [];
  });
}

function namesIn(directory: string): string[] {
  try {
    const files = readdirSync(directory).filter((file) => file.endsWith(ENDING));
    return files
      .map((file) => file.slice(0, -ENDING.length))
      .filter(isName)
      .sort();
  } catch {
    // None was saved yet.
    return [];
  }
}

/** replaced: there was one of this name. Rejects with the system's error, and then nothing has changed. */
export async function saveLayout(
  directory: string,
  name: string,
  { text, files }: { text: string; files: FilePort },
): Promise<{ replaced: boolean }> {
  const file = fileOf(directory, name);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const replaced = lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  await writeDurably(file, text, { files });
  return { replaced };
}

/** Of one that exists. Throws a UserError with similar names. */
export function findLayout(directory: string, name: string): string {
  const file = fileOf(directory, name);
  if (lstatSync(file, { throwIfNoEntry: false })) return file;
  const near = nearest(name, namesIn(directory));
  const wayOut =
    near.length > 0 ? `did you mean ${orList(near)}?` : `${commandWord('layout list')} lists them`;
  throw new UserError(`no saved layout ${name}; ${wayOut}`, { exitCode: 2 });
}

export function deleteLayout(directory: string, name: string): void {
  unlinkSync(findLayout(directory, name));
}

function fileOf(directory: string, name: string): string {
  if (!isName(name))
    throw new UserError(
      `${sanitiseLine(name, 40)} cannot name a layout; use letters, digits, - _ . and begin with a letter or digit`,
      { exitCode: 2 },
    );
  return join(directory, `${name.normalize('NFC')}${ENDING}`);
}

const isName = (name: string): boolean =>
  nameForm().test(name) && new TextEncoder().encode(name).length <= MAX_NAME_BYTES;
