// The verb context: what fills the window of a chat's model, and the files that go along with each question.
// Leaves what is read of them to chat/context/.

import { isProgram } from '../../session/any-session.js';
import { UserError } from '../../text/user-error.js';
import type { CommandOutput } from '../command.js';
import type {
  CommandedChat,
  ConversationCommand,
  ConversationContext,
} from '../chat/conversation-context.js';
import { command, done, getSession, say } from '../define.js';

const ACTIONS = ['add', 'remove', 'clear'] as const;

async function runContext(
  context: ConversationContext,
  action: string | undefined,
  patterns: readonly string[],
): Promise<CommandOutput> {
  const chat = getModelChat(context);
  const { standing = [] } = chat.record;
  if (action === undefined) return say(await chat.reportContext());
  if (action === 'clear') {
    if (patterns.length > 0) throw new UserError('context clear takes no pattern', { exitCode: 2 });
    return keep(chat, []);
  }
  if (patterns.length === 0)
    throw new UserError(`context ${action} needs a path or a pattern, such as docs/*.md`, { exitCode: 2 });
  if (action === 'add') {
    const wrong = patterns.find((pattern) => pattern.startsWith('!'));
    if (wrong !== undefined) throw new UserError(`${wrong} names no files; leave out the !`, { exitCode: 2 });
    return keep(chat, [...new Set([...standing, ...patterns])]);
  }
  const unknown = patterns.find((pattern) => !standing.includes(pattern));
  if (unknown !== undefined)
    throw new UserError(
      standing.length === 0
        ? `${unknown} is not kept; nothing is`
        : `${unknown} is not kept; what is: ${standing.join(', ')}`,
    );
  return keep(
    chat,
    standing.filter((pattern) => !patterns.includes(pattern)),
  );
}

function keep(chat: CommandedChat, patterns: readonly string[]): CommandOutput {
  chat.update({ standing: patterns.length === 0 ? undefined : patterns });
  chat.changed();
  if (patterns.length === 0) return done(`no files go along with each question in ${chat.name}`);
  return done(`with each question in ${chat.name} go ${patterns.join(', ')}; /context shows what that is`);
}

function getModelChat(context: ConversationContext): CommandedChat {
  const session = getSession(context, undefined);
  if (isProgram(session)) throw new UserError(`${session.name} is a program; name a chat`);
  if (session.agent)
    throw new UserError(`${session.agent.chosen} keeps its own context; name files with @ in a question`);
  return session;
}

export const CONTEXT_COMMANDS: readonly ConversationCommand[] = [
  command<ConversationCommand['run']>({
    name: 'context',
    summary: "show what fills the model's window; keep files in it",
    positionals: [
      { name: 'ACTION', called: 'add, remove or clear', kind: ACTIONS, optional: true },
      {
        name: 'FILE',
        called: 'a path or a pattern',
        kind: 'file',
        suggestsAfter: { remove: 'kept-files', clear: [] },
        optional: true,
        rest: true,
      },
    ],
    run: (context, input) => runContext(context, input.word('ACTION'), input.words('FILE')),
  }),
];
