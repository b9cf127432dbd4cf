// The verbs that hold a chat's prompts and release them: pause, resume. Leaves what being held means to the
// chat.

import { Pace } from '../loop/slice.js';
import type { ChatSession } from '../session/chat/chat-session.js';
import { isProgram } from '../session/any-session.js';
import { UserError } from '../text/user-error.js';
import type { Command, CommandContext, CommandOutput } from './command.js';
import { command, done, say } from './define.js';
import { pickNamed } from './several/pick-sessions.js';
import { commandWord } from '../text/mentions.js';
import { countOf, nameList } from '../text/name-list.js';

/** All of them before one is held. */
function getChats(context: CommandContext, words: readonly string[]): ChatSession[] {
  return pickNamed(context, words).map((session) => {
    if (isProgram(session))
      throw new UserError(`${session.name} is a program and cannot be paused; name a chat`);
    return session;
  });
}

/** What releases them again, wherever it is typed. */
const resumeWord = ({ way, here }: CommandContext, chat: ChatSession): string =>
  commandWord(way === 'slash' && here === chat ? 'resume' : `resume ${chat.name}`);

function pause(context: CommandContext, words: readonly string[]): CommandOutput | Promise<CommandOutput> {
  const chats = getChats(context, words);
  const [chat] = chats;
  if (!chat || chats.length > 1) return pauseAll(chats);
  if (!chat.pause())
    return say(`${chat.name} is already paused; ${resumeWord(context, chat)} sends its prompts`);
  const when = chat.running === undefined ? '' : ' after this answer';
  return done(`paused ${chat.name}${when}; prompts wait for ${resumeWord(context, chat)}`);
}

async function pauseAll(chats: readonly ChatSession[]): Promise<CommandOutput> {
  const pace = new Pace();
  const paused: ChatSession[] = [];
  for (const chat of chats) {
    if (chat.pause()) paused.push(chat);
    await pace.pause();
  }
  if (paused.length === 0) return say(`all ${chats.length} are already paused`);
  const others = chats.length - paused.length;
  const rest = others === 0 ? '' : `; ${others} ${others === 1 ? 'was' : 'were'} already paused`;
  return done(`paused ${countOf(paused.length, 'chat')}: ${namesOf(paused)}${rest}`);
}

function resume(context: CommandContext, words: readonly string[]): CommandOutput | Promise<CommandOutput> {
  const chats = getChats(context, words);
  const [chat] = chats;
  if (!chat || chats.length > 1) return resumeAll(chats);
  const held = chat.queued;
  if (!chat.resume()) return say(`${chat.name} is not paused`);
  if (held === 0) return done(`resumed ${chat.name}`);
  return done(`resumed ${chat.name}; sending ${countOf(held, 'held prompt')}`);
}

async function resumeAll(chats: readonly ChatSession[]): Promise<CommandOutput> {
  const pace = new Pace();
  let held = 0;
  const resumed: ChatSession[] = [];
  for (const chat of chats) {
    const { queued } = chat;
    if (chat.resume()) {
      held += queued;
      resumed.push(chat);
    }
    await pace.pause();
  }
  if (resumed.length === 0) return say(`none of the ${chats.length} is paused`);
  const sent = held === 0 ? '' : `; sending ${countOf(held, 'held prompt')}`;
  return done(`resumed ${countOf(resumed.length, 'chat')}: ${namesOf(resumed)}${sent}`);
}

const namesOf = (chats: readonly ChatSession[]): string => nameList(chats.map(({ name }) => name));

export const HOLD_COMMANDS: readonly Command[] = [
  command({
    name: 'pause',
    summary: 'hold the prompts of chats until resume',
    positionals: [{ name: 'X', kind: 'session', optional: true, rest: true }],
    run: (context, input) => pause(context, input.words('X')),
  }),
  command({
    name: 'resume',
    summary: 'send the prompts that pause held',
    positionals: [{ name: 'X', kind: 'session', optional: true, rest: true }],
    run: (context, input) => resume(context, input.words('X')),
  }),
];
