// The verbs save and load: one conversation to a file, and from a file into a session of its own. Owns that
// neither replaces anything unasked. Leaves the formats to documents.ts and store/read-import.ts.

import type { ImportedConversation } from '../../store/imported-conversation.js';
import { readImport } from '../../store/read-import.js';
import type { AnySession } from '../../session/any-session.js';
import { importSession } from '../../session/chat/import-session.js';
import { newId } from '../../session/names/new-id.js';
import { commandWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import type { ConversationCommand, ConversationContext } from '../chat/conversation-context.js';
import { resolveForCaller } from '../caller-directory.js';
import { command, done, getSession } from '../define.js';
import { isModelFor } from '../import-command.js';
import { conversationOf, formatOfFile, spellDocument, writeToFile } from './documents.js';

async function save(context: ConversationContext, input: ParsedArguments): Promise<CommandOutput> {
  const file = input.word('FILE') as string;
  const format = formatOfFile(file);
  if (!format)
    throw new UserError(
      `save writes .md (Markdown), .json and .html, not ${file}; give FILE one of these endings`,
      {
        exitCode: 2,
      },
    );
  const conversation = await conversationOf(getSession(context, input.value('from')));
  const { caller, inspection } = context;
  await writeToFile(spellDocument([conversation], format), {
    file,
    caller,
    replace: input.has('force'),
    files: inspection.disk.files,
  });
  const turns = conversation.turns.length;
  return done(`saved ${conversation.session.name} (${turns === 1 ? '1 turn' : `${turns} turns`}) to ${file}`);
}

async function load(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const { coordinator, viewer, inspection, caller } = context;
  const file = input.word('FILE') as string;
  const conversation = await readOne(context, file);
  // An export of qmux does not say where its session worked.
  const cwd = conversation.cwd ?? (caller.cwd === '' ? undefined : caller.cwd);
  // A copy, each time: as those of a fork, its turns are not counted again.
  const created = Date.now();
  const record = await importSession(
    { ...conversation, id: newId(), cwd, created },
    {
      coordinator,
      sessionsDir: inspection.paths.sessionsDir,
      disk: inspection.disk,
      isModel: isModelFor(context),
      now: created,
    },
  );
  const [session] = (await coordinator.reopenSessions(viewer, [record.id])) as [AnySession];
  const { turns } = conversation;
  const text = `loaded #${session.number} ${session.name} (${turns === 1 ? '1 turn' : `${turns} turns`}) from ${file}`;
  return { ...done(text), json: { id: session.id, name: session.name }, attach: session.id };
}

async function readOne({ caller }: CommandContext, file: string): Promise<ImportedConversation> {
  const [first, ...others] = await readImport(resolveForCaller(caller, file)).catch((error: unknown) => {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing)
      throw new UserError(`no file ${file}; load takes what save or export wrote as JSON`, { exitCode: 2 });
    throw new UserError(`cannot load ${file}: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (first && others.length === 0) return first;
  throw new UserError(
    `${file} has ${others.length + 1} conversations; ${commandWord(`import ${file}`)} brings in all of them as closed sessions`,
  );
}

export const SAVE: ConversationCommand = command<ConversationCommand['run']>({
  name: 'save',
  summary: 'write this conversation to FILE (.md, .json or .html)',
  positionals: [{ name: 'FILE', kind: 'file' }],
  flags: [
    { name: 'force', short: 'f', summary: 'replace an existing file' },
    { name: 'from', value: 'X', kind: 'session', summary: 'of session X instead of this one' },
  ],
  run: save,
});

export const SAVE_COMMANDS: readonly Command[] = [
  SAVE,
  command({
    name: 'load',
    summary: 'open a saved conversation in a new session',
    positionals: [{ name: 'FILE', kind: 'file' }],
    flags: [{ name: 'json', summary: 'print id and name as an object' }],
    run: load,
  }),
];
