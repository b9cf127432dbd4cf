// The verb clear: a new conversation in the same session. Leaves moving the one before to session/chat/.

import { clearChat } from '../../session/chat/clear-chat.js';
import { SILENT, type Command, type CommandContext, type CommandOutput } from '../command.js';
import { command } from '../define.js';
import { getChat, sendToAgent } from './chat-turns.js';

async function clear(context: CommandContext): Promise<CommandOutput> {
  const chat = await getChat(context);
  if (chat.agent) await sendToAgent(chat, chat.agent, 'clear', '');
  else {
    const name = await clearChat(chat, context.coordinator);
    // Whoever ran it from its prompt does not see an answer: that prompt is another one now.
    chat.addNote(`a new conversation; the one before is ${name}: /reopen ${name}`, 'info');
  }
  return SILENT;
}

export const CLEAR: Command = command({
  name: 'clear',
  summary: 'begin a new conversation here; the one before is archived',
  run: clear,
});
