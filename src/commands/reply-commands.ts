// The verb that replies to what a tool or a provider asks in a chat: reply. The picker's keys use it too. No
// provider asks anything yet, so it is not listed. Invariant: a reply never reaches another question than the
// one it was given for.

import { isProgram } from '../session/any-session.js';
import { UserError } from '../text/user-error.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from './command.js';
import { command, say } from './define.js';

function reply(context: CommandContext, input: ParsedArguments): CommandOutput {
  const session = context.coordinator.resolve(input.word('X') as string);
  if (isProgram(session)) throw new UserError(`${session.name} is a program; answer it in its pane`);
  const question = session.userQuestion;
  if (!question) throw new UserError(`${session.name} has no question open`);
  const wanted = input.value('question');
  if (wanted !== undefined && wanted !== question.id)
    throw new UserError(`${session.name} asks something else now; check it again`);
  const text = input.words('TEXT').join(' ');
  if ([input.has('yes'), input.has('no'), text !== ''].filter(Boolean).length !== 1)
    throw new UserError('reply takes one of --yes, --no or TEXT', { exitCode: 2 });
  const given = input.has('yes')
    ? ({ type: 'yes' } as const)
    : input.has('no')
      ? ({ type: 'no' } as const)
      : ({ type: 'text', text } as const);
  if (!session.reply(question.id, given))
    throw new UserError(
      given.type === 'yes'
        ? `${session.name} asks for text, not for yes or no; give it as TEXT`
        : `${session.name} asks for yes or no; give --yes or --no`,
    );
  return say(`replied to ${session.name}`);
}

export const REPLY_COMMANDS: readonly Command[] = [
  command({
    name: 'reply',
    unlisted: true,
    summary: 'reply to what session X asks',
    positionals: [
      { name: 'X', kind: 'session' },
      { name: 'TEXT', kind: 'text', optional: true, rest: true },
    ],
    flags: [
      { name: 'yes', short: 'y', summary: 'yes' },
      { name: 'no', short: 'n', summary: 'no' },
      { name: 'question', value: 'ID', summary: 'only if it still asks this' },
    ],
    run: reply,
  }),
];
