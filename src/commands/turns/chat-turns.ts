// The chat whose turns a command is about, and what is refused for chats that an agent answers and for
// shells. Owns these refusals. Leaves what is done to the commands.

import { isProgram } from '../../session/any-session.js';
import type { ProgramSession } from '../../session/program/program-session.js';
import { commandWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import type { CommandContext } from '../command.js';
import type { CommandedAgent, CommandedChat } from '../chat/conversation-context.js';
import { getHere } from '../define.js';

/** "This session", loaded. Rejects with a UserError if it is a program. */
export async function getChat<Chat extends CommandedChat>(context: {
  here: Chat | ProgramSession | undefined;
}): Promise<Chat> {
  const session = getHere(context);
  if (isProgram(session)) throw new UserError(`${session.name} is a program and has no turns; go to a chat`);
  await session.load();
  return session;
}

/** The same for what only a chat with a model can do. */
export async function getModelChat(context: {
  here: CommandedChat | ProgramSession | undefined;
}): Promise<CommandedChat> {
  const chat = await getChat(context);
  if (chat.agent)
    throw new UserError(
      `${chat.agent.chosen} keeps its own history; ${commandWord('fork')} goes on from here in a session of its own`,
    );
  return chat;
}

/** As a prompt: the agent's own command. Rejects with a UserError: it has none of that name. */
export async function sendToAgent(
  chat: CommandedChat,
  agent: CommandedAgent,
  name: string,
  words: string,
): Promise<void> {
  // Until it has started, what it offers is not known, and another agent would answer the word as a question.
  if (agent.agentCommands.length === 0) await agent.start();
  if (!agent.agentCommands.some((each) => each.name === name))
    throw new UserError(
      `${agent.chosen} keeps its own history and has no /${name}; ${commandWord('fork')} goes on from here in a session of its own`,
    );
  chat.send(words === '' ? `/${name}` : `/${name} ${words}`);
}

/** Throws a UserError (exit code 2) where nobody could see or edit what it is about. */
export function refuseShell({ way }: Pick<CommandContext, 'way'>, name: string): void {
  if (way === 'cli')
    throw new UserError(`${name} works only in a chat: type /${name} at its prompt`, { exitCode: 2 });
}
