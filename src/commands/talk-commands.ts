// The verbs by which other programs drive sessions: send, capture, export. Their formats are stable.

import { formatConversations } from '../store/export.js';
import { UserError } from '../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { command, getSession, parseCount, say } from './define.js';

async function send(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const session = context.coordinator.resolve(input.word('X') as string);
  const text = input.words('TEXT').join(' ');
  if (text.trim() === '') throw new UserError('there is no text to send', { exitCode: 2 });
  if (input.has('timeout') && !input.has('wait'))
    throw new UserError('--timeout goes with --wait', { exitCode: 2 });
  if (session.meta.kind === 'program') {
    if (input.has('wait'))
      throw new UserError(
        `${session.name} is a program: qmux cannot tell when it has answered; leave out --wait`,
      );
    await context.coordinator.sendToProgram(session, text);
    return say('');
  }
  const turn = context.coordinator.sendToChat(session, text);
  if (!input.has('wait')) return { text: '', json: { id: turn.id } };
  const seconds = parseCount(input.value('timeout'), '--timeout', 0);
  const result = await turn.result(seconds === 0 ? undefined : seconds * 1000);
  if (!result) throw new UserError(`${session.name} did not answer within ${seconds} s; its turn goes on`);
  const { answer, model, finish, error } = result;
  return {
    text: error === undefined ? answer : `${answer}${answer === '' ? '' : '\n'}${finish}: ${error}`,
    json: { answer, model, finish, ...(error === undefined ? {} : { error }) },
    exitCode: finish === 'stop' ? 0 : 1,
  };
}

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
    run(context, input) {
      const session = getSession(context, input.word('X'));
      const lines = input.has('lines') ? parseCount(input.value('lines'), '--lines', 0) : undefined;
      return say(session.capture({ lines, ansi: input.has('ansi') }));
    },
  }),
  command({
    name: 'export',
    summary: 'print conversations as Markdown or JSON',
    positionals: [{ name: 'X', kind: 'session', optional: true, rest: true }],
    flags: [
      { name: 'format', value: 'F', summary: 'md (default) or json' },
      { name: 'o', value: 'FILE', summary: 'write to FILE instead of standard output' },
    ],
    async run(context, input) {
      const words = input.words('X');
      const format = input.value('format') ?? 'md';
      if (format !== 'md' && format !== 'json')
        throw new UserError(`no format ${format}; the formats are md and json`, { exitCode: 2 });
      const chosen = words.length > 0 ? words : [undefined];
      const conversations = chosen.map((word) => context.coordinator.conversation(context.here, word));
      const text = formatConversations(conversations, format);
      const file = input.value('o');
      if (file === undefined) return say(text);
      await context.coordinator.saveExport(file, context.caller.cwd, text);
      return say(`exported ${conversations.length} to ${file}`);
    },
  }),
];
