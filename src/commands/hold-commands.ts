// The verbs that hold a chat's prompts and let them go: pause, resume. Leaves what being held means to the chat.

import type { ChatSession } from '../session/chat-session.js';
import { isProgram } from '../session/coordinator.js';
import { UserError } from '../text/user-error.js';
import type { Command, CommandContext, CommandOutput } from './command.js';
import { command, done, getSession, say } from './define.js';

function getChat(context: CommandContext, word: string | undefined): ChatSession {
  const session = getSession(context, word);
  if (isProgram(session))
    throw new UserError(`${session.name} is a program; only a chat has prompts to hold, name one`);
  return session;
}

function pause(context: CommandContext, word: string | undefined): CommandOutput {
  const chat = getChat(context, word);
  if (!chat.pause()) return say(`${chat.name} is paused already; resume goes on`);
  const when = chat.running === undefined ? '' : ' after this answer';
  return done(`paused ${chat.name}${when}; prompts wait for resume`);
}

function resume(context: CommandContext, word: string | undefined): CommandOutput {
  const chat = getChat(context, word);
  const held = chat.queued;
  if (!chat.resume()) return say(`${chat.name} is not paused`);
  return done(held === 0 ? `resumed ${chat.name}` : `resumed ${chat.name}; its ${held} held now go out`);
}

export const HOLD_COMMANDS: readonly Command[] = [
  command({
    name: 'pause',
    summary: "hold a chat's prompts until resume",
    positionals: [{ name: 'X', kind: 'session', optional: true }],
    run: (context, input) => pause(context, input.word('X')),
  }),
  command({
    name: 'resume',
    summary: 'send the prompts that pause held',
    positionals: [{ name: 'X', kind: 'session', optional: true }],
    run: (context, input) => resume(context, input.word('X')),
  }),
];
