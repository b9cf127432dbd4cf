// The verbs of the tools of a chat: tools. Leaves what the tools do to chat/tools/.

import { isProgram } from '../session/any-session.js';
import { UserError } from '../text/user-error.js';
import type { Command, CommandContext, CommandOutput } from './command.js';
import { command, done, getSession, say } from './define.js';

const WORDS = ['on', 'off'] as const;

function setTools(context: CommandContext, word: string | undefined): CommandOutput {
  const session = getSession(context, undefined);
  if (isProgram(session)) throw new UserError(`${session.name} is a program; name a chat`);
  if (session.agent) throw new UserError(`${session.agent.chosen} brings its own tools`);
  if (word === undefined)
    return say(
      context.tools.areOn(session)
        ? `the tools read, list, search, write, edit and shell are on in ${session.name}`
        : `tools are off in ${session.name}`,
    );
  session.update({ tools: word === 'on' });
  session.changed();
  if (word === 'off') return done(`${session.name} has no tools from its next turn`);
  return done(
    `${session.name} can read, search and change files and run commands from its next turn; what leaves ${session.record.cwd}, changes something or runs asks first`,
  );
}

export const TOOL_COMMANDS: readonly Command[] = [
  command({
    name: 'tools',
    summary: "let this chat's model use files and a shell, or not",
    positionals: [{ name: 'STATE', called: 'on or off', kind: WORDS, optional: true }],
    run: (context, input) => setTools(context, input.word('STATE')),
  }),
];
