// The verb export: conversations as a document, to standard output or a file. Leaves the formats to
// documents.ts.

import { homedir } from 'node:os';
import { createCommandPrompt } from '../../dialogs/command-prompt.js';
import type { AnySession } from '../../session/any-session.js';
import type { ExportConversation } from '../../store/export.js';
import { gathered } from '../../store/write-document.js';
import { orList } from '../../text/or-list.js';
import { UserError } from '../../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { command, done, getHere, getSurface, say } from '../define.js';
import {
  checkHasConversation,
  conversationOf,
  formatOfFile,
  FORMATS,
  spellDocument,
  writeToFile,
  type Format,
} from './documents.js';

/** Of one part on its way to the caller. */
const PRINT_LENGTH = 256 * 1024;

const sessionsOf = (context: CommandContext, words: readonly string[]): AnySession[] =>
  words.length > 0 ? words.map((word) => context.coordinator.resolve(word)) : [getHere(context)];

/**
 * At once: what it was opened from comes back behind it. The sessions by id: their numbers may mean others by
 * the time the file has a name.
 */
function askForFile(context: CommandContext, words: readonly string[], format: Format): CommandOutput {
  const sessions = sessionsOf(context, words);
  for (const session of sessions) checkHasConversation(session);
  getSurface(context).open(
    createCommandPrompt({
      title: `export ${countOf(sessions.length, 'conversation')} to: `,
      text: `~/${sessions[0]?.name ?? 'qmux'}.${format}`,
      toCommands: (text) => {
        const file = text.trim().replace(/^~(?=\/)/, homedir());
        return file === '' ? [] : [['export', ...sessions.map(({ id }) => id), '-o', file]];
      },
    }),
  );
  return SILENT;
}

const countOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

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
  if (input.has('ask') || isNote) return askForFile(context, words, format);
  const conversations: ExportConversation[] = [];
  for (const session of sessionsOf(context, words)) conversations.push(await conversationOf(session));
  const parts = spellDocument(conversations, format);
  if (file === undefined) return printParts(context, parts);
  const { caller, inspection } = context;
  await writeToFile(parts, { file, caller, replace: true, files: inspection.disk.files });
  return done(`exported ${countOf(conversations.length, 'conversation')} to ${file}`);
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
  summary: 'print conversations as Markdown, JSON or HTML',
  positionals: [{ name: 'X', kind: 'session', optional: true, rest: true }],
  flags: [
    { name: 'format', value: 'F', kind: FORMATS, summary: 'md (default), json or html' },
    {
      name: 'o',
      value: 'FILE',
      kind: 'file',
      summary: 'write to FILE, whose ending sets the format, instead of standard output',
    },
    { name: 'ask', summary: 'ask for the file' },
  ],
  run: runExport,
});
