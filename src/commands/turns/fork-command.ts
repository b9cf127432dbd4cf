// The verb fork: a new session with the conversation up to here. Owns its place. Leaves what the new one has
// of the other to session/chat/fork-chat.ts.

import { forkChat } from '../../session/chat/fork-chat.js';
import type { Command, CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { command, done } from '../define.js';
import { getChat } from './chat-turns.js';

async function fork(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const chat = await getChat(context);
  const { branches, agent } = chat;
  // An agent would have to fork in the middle of a turn.
  if (agent) branches.checkIdle();
  const agentSession = await agent?.fork();
  const { coordinator, viewer, caller, inspection } = context;
  const direction = input.has('h') ? 'right' : input.has('v') ? 'below' : undefined;
  const session = await forkChat(
    chat,
    {
      name: input.word('NAME'),
      agentSession,
      viewer,
      env: caller.env,
      place: direction === undefined ? { at: 'pane' } : { at: 'split', direction },
    },
    { coordinator, sessionsDir: inspection.paths.sessionsDir, disk: inspection.disk },
  );
  const { number, id, name } = session;
  return { ...done(`forked ${chat.name} to #${number} ${name}`), json: { number, id, name }, attach: id };
}

export const FORK: Command = command({
  name: 'fork',
  summary: 'begin a session with the conversation up to here',
  positionals: [{ name: 'NAME', kind: 'name', optional: true }],
  flags: [
    { name: 'h', summary: 'in a split to the right' },
    { name: 'v', summary: 'in a split below' },
    { name: 'json', summary: 'print number, id and name as an object' },
  ],
  run: fork,
});
