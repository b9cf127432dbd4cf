// The tools write and edit. Owns that exactly the change that was shown is made: a file that is another by
// then is left alone, and what fails leaves the old file. Leaves where a path leads to real-path.ts.

import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FileDiff } from '../model-event.js';
import { spellPath } from './path-rules.js';
import { checkStillReal, explain, findRealPath, openReal, shownInput } from './real-path.js';
import { maybeFlag, readInput, schemaOf, textField } from './tool-input.js';
import { goodResult, ToolFault, type ReadyCall, type Tool } from './tool-set.js';

/** Comparing and showing more is of no use to anybody. */
const MAX_BYTES = 2 * 1024 * 1024;
/** Lines around a change that its diff shows. */
const CONTEXT_LINES = 3;

const WRITE_FIELDS = {
  path: textField('the file: absolute, or relative to the working directory'),
  text: textField('the whole new text of the file'),
};

/** directory: of the session, a real path. */
export const writeTool = (directory: string): Tool => ({
  spec: {
    name: 'write',
    description: 'Creates a file, or replaces all of its text. Folders that are missing are created.',
    inputSchema: schemaOf(WRITE_FIELDS),
  },
  async prepare(input) {
    const { path: named, text } = readInput('write', WRITE_FIELDS, input);
    const path = await findRealPath(named, directory);
    const before = await readWhole(path);
    return changeCall({
      title: `write ${named}`,
      // Its diff says the rest.
      input: shownInput({ path: named }, path, directory),
      covers: spellPath(directory, path),
      change: { path, before, after: text, diff: { path, old: before, new: text } },
    });
  },
});

const EDIT_FIELDS = {
  path: textField('the file: absolute, or relative to the working directory'),
  old: textField('the text to replace, exactly as it is in the file; it must occur once'),
  new: textField('the text in its place'),
  all: maybeFlag('replace every occurrence; false by default'),
};

export const editTool = (directory: string): Tool => ({
  spec: {
    name: 'edit',
    description: 'Replaces a text within a file by another.',
    inputSchema: schemaOf(EDIT_FIELDS),
  },
  async prepare(input) {
    const given = readInput('edit', EDIT_FIELDS, input);
    const path = await findRealPath(given.path, directory);
    const before = await readWhole(path);
    if (before === null) throw new ToolFault(`there is no file ${path}; write creates one`);
    const { at, text } = findOld(path, before, given);
    const replacement = text === given.old ? given.new : given.new.replaceAll(/\r?\n/g, '\r\n');
    const isAll = given.all === true && before.indexOf(text, at + text.length) !== -1;
    const after = isAll
      ? before.replaceAll(text, () => replacement)
      : before.slice(0, at) + replacement + before.slice(at + text.length);
    const diff = isAll
      ? { path, old: before, new: after }
      : changedPart(path, { before, after, from: at, to: at + text.length });
    return changeCall({
      title: `edit ${given.path}`,
      input: shownInput({ path: given.path }, path, directory),
      covers: spellPath(directory, path),
      change: { path, before, after, diff },
    });
  },
});

/** A file with the line ends of Windows is edited by a text without them. */
function findOld(
  path: string,
  before: string,
  { old, new: now, all }: { old: string; new: string; all: boolean | undefined },
): { at: number; text: string } {
  if (old === '') throw new ToolFault('old is empty: name the text to replace, or write the whole file');
  if (old === now) throw new ToolFault('old and new are the same: nothing would change');
  const text = before.includes(old) ? old : old.replaceAll(/\r?\n/g, '\r\n');
  const at = before.indexOf(text);
  if (at === -1) throw new ToolFault(`old does not occur in ${path}; read the file for its exact text`);
  if (all !== true && before.indexOf(text, at + 1) !== -1)
    throw new ToolFault(`old occurs more than once in ${path}; name more of the text around it, or set all`);
  return { at, text };
}

/** Whole lines, with a few around them. from, to: of the old text. */
function changedPart(
  path: string,
  { before, after, from, to }: { before: string; after: string; from: number; to: number },
): FileDiff {
  let start = from;
  for (let lines = 0; lines <= CONTEXT_LINES && start > 0; lines++)
    start = before.lastIndexOf('\n', start - 2) + 1;
  let end = to;
  for (let lines = 0; lines <= CONTEXT_LINES && end < before.length; lines++) {
    const feed = before.indexOf('\n', end);
    end = feed === -1 ? before.length : feed + 1;
  }
  return {
    path,
    old: before.slice(start, end),
    new: after.slice(start, after.length - (before.length - end)),
  };
}

interface Change {
  path: string;
  /** null: there is no file. */
  before: string | null;
  after: string;
  diff: FileDiff;
}

interface ChangeCall {
  title: string;
  input: unknown;
  /** The file in words. */
  covers: string;
  change: Change;
}

const changeCall = ({ title, input, covers, change }: ChangeCall): ReadyCall => ({
  kind: 'edit',
  title,
  input,
  paths: [change.path],
  diffs: [change.diff],
  consent: { key: `change ${change.path}`, covers: `changing ${covers}` },
  run: async ({ signal }) => {
    await makeChange(change, signal);
    return goodResult(change.before === null ? `created ${change.path}` : `changed ${change.path}`);
  },
});

async function makeChange({ path, before, after }: Change, signal: AbortSignal): Promise<void> {
  if ((await readWhole(path)) !== before)
    throw new ToolFault(`${path} was changed meanwhile and is left as it is; read it again`);
  if (signal.aborted) throw new ToolFault('interrupted; nothing was changed');
  try {
    await mkdir(dirname(path), { recursive: true });
    // A folder on the way may be a link now.
    await checkStillReal(path);
    await replaceFile(path, after);
  } catch (error) {
    throw explain(path, error);
  }
}

/** The old text or the new one, never a part. */
async function replaceFile(path: string, text: string): Promise<void> {
  const mode = await stat(path).then(
    (found) => found.mode & 0o7777,
    () => undefined,
  );
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', mode ?? 0o666);
    try {
      await handle.writeFile(text);
      // Not the umask's.
      if (mode !== undefined) await handle.chmod(mode);
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** null: there is no such file. Rejects with a ToolFault. */
async function readWhole(path: string): Promise<string | null> {
  const handle = await openReal(path);
  if (!handle) return null;
  try {
    const { size } = await handle.stat();
    if (size > MAX_BYTES) throw new ToolFault(`${path} is too large to be changed (${size} bytes)`);
    const bytes = await handle.readFile();
    try {
      // With its byte order mark: it is written back.
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new ToolFault(`${path} is not a text in UTF-8 and cannot be changed`);
    }
  } finally {
    await handle.close();
  }
}
