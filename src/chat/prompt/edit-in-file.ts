// A draft in the user's own editor: as a file that only the user can read, until the editor ends. Owns that
// file, which editor it is, and what counts as leaving it without saving. Leaves running it to whoever has
// the terminal. Rejects with a UserError, in which case the draft is as it was.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readRegularFile } from '../../files/read-file.js';
import { sanitiseInput } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';

/** What POSIX names; every system has it, or nothing. */
const DEFAULT_EDITOR = 'vi';
const NOT_FOUND = 127;
const MAX_BYTES = 64 * 1024 * 1024;
/** Editors know by its end what the text is. */
const FILE = 'prompt.md';

export interface EditorEnd {
  code?: number | undefined;
  signal?: number | string | undefined;
}

export interface EditorRunner {
  env: Readonly<Record<string, string | undefined>>;
  /** Runs it in the user's terminal; resolves when it has ended. */
  run(command: readonly string[]): Promise<EditorEnd>;
}

/** With its arguments, as a line for the shell. */
const editorOf = ({ env }: EditorRunner): string => env['VISUAL'] || env['EDITOR'] || DEFAULT_EDITOR;

/** What the editor made of the text. */
export async function editInFile(text: string, runner: EditorRunner): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'qmux-draft-'));
  try {
    const file = join(directory, FILE);
    await writeFile(file, `${text}${endOf(text)}`, { mode: 0o600 });
    const editor = editorOf(runner);
    checkEnd(editor, await runner.run(['/bin/sh', '-c', `${editor} "$@"`, 'editor', file]));
    return await readEdited(file, text);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function checkEnd(editor: string, { code, signal }: EditorEnd): void {
  if (code === 0 && !signal) return;
  if (code === NOT_FOUND)
    throw new UserError(`the editor ${editor} was not found; set VISUAL or EDITOR to one that is installed`);
  const how = signal ? `was ended by signal ${signal}` : `exited with ${code}`;
  throw new UserError(`the editor ${how}; the draft is as it was`);
}

async function readEdited(file: string, before: string): Promise<string> {
  const bytes = await readRegularFile(file, { maxBytes: MAX_BYTES });
  if (!bytes) throw new UserError('the editor left no file; the draft is as it was');
  const text = sanitiseInput(bytes.toString('utf8'));
  return endOf(before) !== '' && text.endsWith('\n') ? text.slice(0, -1) : text;
}

/** Editors want the last line to have an end, which that of a draft does not need. */
const endOf = (text: string): string => (text.endsWith('\n') ? '' : '\n');
