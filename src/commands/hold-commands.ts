// The verbs that hold a chat's prompts and release them: pause, resume. Leaves what being held means to the
// chat.

import type { ChatSession } from '../session/chat/chat-session.js';
import { isProgram } from '../session/any-session.js';
import { UserError } from '../text/user-error.js';
import type { Command, CommandContext, CommandOutput } from './command.js';
import { command, done, getSession, say } from './define.js';
import { commandWord } from '../text/mentions.js';

function getChat(context: CommandContext, word: string | undefined): ChatSession {
  const session = getSession(context, word);
  if (isProgram(session))
    throw new UserError(`${session.name} is a program and cannot be paused; name a chat`);
  return session;
}

/** What releases them again, wherever it is typed. */
const resumeWord = ({ way, here }: CommandContext, chat: ChatSession): string =>
  commandWord(way === 'slash' && here === chat ? 'resume' : `resume ${chat.name}`);

function pause(context: CommandContext, word: string | undefined): CommandOutput {
  const chat = getChat(context, word);
  if (!chat.pause())
    return say(`${chat.name} is already paused; ${resumeWord(context, chat)} sends its prompts`);
  const when = chat.running === undefined ? '' : ' after this answer';
  return done(`paused ${chat.name}${when}; prompts wait for ${resumeWord(context, chat)}`);
}

function resume(context: CommandContext, word: string | undefined): CommandOutput {
  const chat = getChat(context, word);
  const held = chat.queued;
  if (!chat.resume()) return say(`${chat.name} is not paused`);
  if (held === 0) return done(`resumed ${chat.name}`);
  return done(`resumed ${chat.name}; sending ${held} held ${held === 1 ? 'prompt' : 'prompts'}`);
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
