// The verbs by which other programs drive sessions: send, capture, export. Their formats are stable. Leaves
// what send does to send-command.ts.

import type { ExportConversation } from '../store/export.js';
import { formatConversations } from '../store/export.js';
import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';

import { type AnySession, isProgram } from '../session/any-session.js';
import { UserError } from '../text/user-error.js';
import type { Command, CommandContext, CommandOutput } from './command.js';
import { SILENT } from './command.js';
import { createCommandPrompt } from '../dialogs/command-prompt.js';
import { resolveForCaller } from './caller-directory.js';
import {
  command,
  done,
  getHere,
  getSession,
  getSurface,
  loadConversation,
  parseCount,
  say,
} from './define.js';
import { commandWord } from '../text/mentions.js';
import { send } from './send-command.js';

function conversationOf(session: AnySession): ExportConversation {
  if (isProgram(session))
    throw new UserError(
      `${session.name} is a program and has no conversation; ${commandWord(`capture ${session.name}`)} prints its screen`,
    );
  const { id, name, kind, type, created } = session.record;
  return { session: { id, name, kind, type, created, model: session.modelName }, ...session.exported() };
}

/** The sessions by id: their numbers may mean others by the time the file has a name. */
function askForFile(context: CommandContext, words: readonly string[]): CommandOutput {
  const sessions =
    words.length > 0 ? words.map((word) => context.coordinator.resolve(word)) : [getHere(context)];
  for (const session of sessions) conversationOf(session);
  getSurface(context).open(
    createCommandPrompt({
      title: `export ${countOf(sessions.length, 'conversation')} to: `,
      text: `~/${sessions[0]?.name ?? 'qmux'}.md`,
      toCommands: (text) => {
        const file = text.trim().replace(/^~(?=\/)/, homedir());
        const format = file.endsWith('.json') ? 'json' : 'md';
        return file === ''
          ? []
          : [['export', ...sessions.map(({ id }) => id), '--format', format, '-o', file]];
      },
    }),
  );
  return SILENT;
}

const countOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

export const TALK_COMMANDS: readonly Command[] = [
  command({
    name: 'send',
    aliases: ['send-keys'],
    summary: 'queue a question in a chat, or type text and Enter into a program',
    positionals: [
      { name: 'X', kind: 'session' },
      { name: 'TEXT', kind: 'text', rest: true },
    ],
    flags: [
      { name: 'wait', summary: 'return at the end of the turn and print the answer' },
      { name: 'timeout', value: 'S', summary: 'with --wait: give up after S seconds' },
      { name: 'answer', summary: "the text answers a program's open question (refused otherwise)" },
      { name: 'json', summary: 'print answer, model and finish as an object' },
    ],
    run: send,
  }),
  command({
    name: 'capture',
    aliases: ['capture-pane'],
    summary: "print a session's screen",
    positionals: [{ name: 'X', kind: 'session', optional: true }],
    flags: [
      { name: 'ansi', short: 'e', summary: 'with colours' },
      { name: 'lines', value: 'N', summary: 'the last N lines, scrollback included' },
    ],
    async run(context, input) {
      const session = getSession(context, input.word('X'));
      const lines = input.has('lines') ? parseCount(input.value('lines'), '--lines', 0) : undefined;
      await session.whenParsed();
      return say(await session.capture({ lines, ansi: input.has('ansi') }));
    },
  }),
  command({
    name: 'export',
    summary: 'print conversations as Markdown or JSON',
    positionals: [{ name: 'X', kind: 'session', optional: true, rest: true }],
    flags: [
      { name: 'format', value: 'F', kind: ['md', 'json'], summary: 'md (default) or json' },
      { name: 'o', value: 'FILE', kind: 'file', summary: 'write to FILE instead of standard output' },
      { name: 'ask', summary: 'ask for the file; its extension sets the format' },
    ],
    async run(context, input) {
      const words = input.words('X');
      if (input.has('ask')) return askForFile(context, words);
      const format = input.value('format') ?? 'md';
      if (format !== 'md' && format !== 'json')
        throw new UserError(`no format ${format}; the formats are md and json`, { exitCode: 2 });
      const sessions =
        words.length > 0 ? words.map((word) => context.coordinator.resolve(word)) : [getHere(context)];
      for (const session of sessions) await loadConversation(session);
      const text = formatConversations(sessions.map(conversationOf), format);
      const file = input.value('o');
      if (file === undefined) return say(text.trimEnd());
      await writeFile(resolveForCaller(context.caller, file), text, { mode: 0o600 }).catch((error: Error) => {
        throw new UserError(`cannot write ${file}: ${error.message}`);
      });
      return done(`exported ${countOf(sessions.length, 'conversation')} to ${file}`);
    },
  }),
];
