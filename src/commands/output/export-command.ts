// The verb export: conversations as a document, to standard output or a file, or each to its own file in a
// directory. Owns that nothing in a directory is replaced. Leaves the formats to documents.ts. Archived ones
// are only read.

import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createCommandPrompt } from '../../dialogs/command-prompt.js';
import { resolveNamed } from '../../paths/named-path.js';
import { foldCase } from '../../session/names/names.js';
import type { ExportConversation } from '../../store/export.js';
import { gathered } from '../../store/write-document.js';
import { countOf, nameList } from '../../text/name-list.js';
import { orList } from '../../text/or-list.js';
import { UserError } from '../../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { resolveForCaller } from '../caller-directory.js';
import { command, done, getSurface, say } from '../define.js';
import { pickReadable, type Readable } from '../compare/readable.js';
import {
  checkHasConversation,
  formatOfFile,
  FORMATS,
  readForExport,
  spellDocument,
  writeToFile,
  type Format,
} from './documents.js';

/** Of one part on its way to the caller. */
const PRINT_LENGTH = 256 * 1024;

/**
 * At once: what it was opened from comes back behind it. The sessions by id: their numbers may mean others by
 * the time the file has a name.
 */
function askForFile(context: CommandContext, sessions: readonly Readable[], format: Format): CommandOutput {
  for (const session of sessions) checkHasConversation(session);
  getSurface(context).open(
    createCommandPrompt({
      title: `export ${countOf(sessions.length, 'conversation')} to: `,
      text: freeFile(`~/${sessions[0]?.name ?? 'qmux'}`, format),
      toCommands: (text) => {
        const file = text.trim().replace(/^~(?=\/)/, homedir());
        return file === '' ? [] : [['export', ...sessions.map(({ id }) => id), '-o', file]];
      },
    }),
  );
  return SILENT;
}

/** Enter alone must replace nothing. */
function freeFile(base: string, format: Format): string {
  let file = `${base}.${format}`;
  for (let count = 2; existsSync(resolveNamed(file, '/')); count++) file = `${base}-${count}.${format}`;
  return file;
}

function chooseFormat(input: ParsedArguments): Format {
  const file = input.value('o');
  const word = input.value('format') ?? (file === undefined ? undefined : formatOfFile(file)) ?? 'md';
  const format = FORMATS.find((each) => each === word);
  if (format) return format;
  throw new UserError(`no format ${word}; the formats are ${orList(FORMATS).replace(/ or /, ' and ')}`, {
    exitCode: 2,
  });
}

async function runExport(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const words = input.words('X');
  const format = chooseFormat(input);
  const file = input.value('o');
  // A chat that printed its own conversation would have all of it as a note.
  const isNote = context.way === 'slash' && file === undefined && context.surface !== undefined;
  const found = pickReadable(context, words);
  const sessions = found instanceof Promise ? await found : found;
  if (input.has('ask') || isNote) return askForFile(context, sessions, format);
  if (file !== undefined && isDirectory(resolveForCaller(context.caller, file)))
    return exportEach(context, sessions, { directory: file, format });
  const conversations: ExportConversation[] = [];
  for (const session of sessions) conversations.push(await readForExport(context, session));
  const parts = spellDocument(conversations, format);
  if (file === undefined) return printParts(context, parts);
  const { caller, inspection } = context;
  await writeToFile(parts, { file, caller, replace: true, files: inspection.disk.files });
  return done(`exported ${countOf(conversations.length, 'conversation')} to ${file}`);
}

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** All or, if one of the files is there, none. */
async function exportEach(
  context: CommandContext,
  sessions: readonly Readable[],
  { directory, format }: { directory: string; format: Format },
): Promise<CommandOutput> {
  const { caller, inspection } = context;
  for (const session of sessions) checkHasConversation(session);
  const names = differentNames(sessions.map(({ name }) => name)).map((name) => `${name}.${format}`);
  const taken = names.find((name) => existsSync(resolveForCaller(caller, join(directory, name))));
  if (taken !== undefined)
    throw new UserError(`${join(directory, taken)} exists already; give another directory, or a file's name`);
  // One at a time in memory.
  for (const [at, session] of sessions.entries())
    try {
      await writeToFile(spellDocument([await readForExport(context, session)], format), {
        file: join(directory, names[at] as string),
        caller,
        replace: false,
        files: inspection.disk.files,
      });
    } catch (error) {
      if (at === 0 || !(error instanceof UserError)) throw error;
      throw new UserError(
        `${error.text}; exported before it: ${countOf(at, 'conversation')}, ${nameList(names.slice(0, at))}`,
      );
    }
  return done(`exported ${countOf(sessions.length, 'conversation')} to ${directory}: ${nameList(names)}`);
}

/** An archived session may have the name of another one. */
function differentNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const all = new Set(names.map(foldCase));
  return names.map((name) => {
    let free = name;
    for (let count = 2; taken.has(foldCase(free)) || (free !== name && all.has(foldCase(free))); count++)
      free = `${name}-${count}`;
    taken.add(foldCase(free));
    return free;
  });
}

/** A shell's caller gets them as they are made. */
async function printParts({ print }: CommandContext, parts: Iterable<string>): Promise<CommandOutput> {
  let text = '';
  for await (const part of gathered(parts, PRINT_LENGTH))
    if (!print) text += part;
    else if (!(await print(part))) break;
  return say(text.trimEnd());
}

export const EXPORT: Command = command({
  name: 'export',
  summary: 'print conversations, open or archived, as Markdown, JSON or HTML',
  positionals: [{ name: 'X', kind: 'readable-session', optional: true, rest: true }],
  flags: [
    { name: 'format', value: 'F', kind: FORMATS, summary: 'md (default), json or html' },
    {
      name: 'o',
      value: 'FILE',
      kind: 'file',
      summary: 'write to FILE, whose ending sets the format, or a file each to a directory',
    },
    { name: 'ask', summary: 'ask for the file' },
  ],
  run: runExport,
});
