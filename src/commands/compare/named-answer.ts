// Which answer `chat-1:3` means: the third of that chat, on its current branch; without a number the last
// one. Owns the form and what is said of one that is not there.

import type { Turn } from '../../chat/conversation.js';
import { isProgram } from '../../session/any-session.js';
import type { ChatSession } from '../../session/chat/chat-session.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { commandWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import type { CommandContext } from '../command.js';
import { getSession } from '../define.js';

export interface NamedAnswer {
  session: ChatSession;
  turn: Turn;
  /** Of its turn, from 1. */
  number: number;
}

type Context = Pick<CommandContext, 'here' | 'coordinator'>;

const FORM = /^(.*?)(?::([^:]*))?$/s;

/** word: undefined: the last answer of this session. Rejects with a UserError. */
export async function findAnswer(context: Context, word: string | undefined): Promise<NamedAnswer> {
  const [, name = '', number] = FORM.exec(word ?? '') ?? [];
  return answerOf(getChat(context, name), number);
}

function getChat(context: Context, name: string): ChatSession {
  const session = getSession(context, name === '' ? undefined : name);
  if (!isProgram(session)) return session;
  throw new UserError(
    `${session.name} is a program and has no answers; ${commandWord(`capture ${session.name}`)} prints its screen`,
    { exitCode: 2 },
  );
}

/** number: of the turn, or its id; undefined: the last that has an answer. Rejects with a UserError. */
export async function answerOf(session: ChatSession, number: string | undefined): Promise<NamedAnswer> {
  await session.load();
  const { turns } = session.conversation;
  const has = ({ answer }: Turn): boolean => answer.trim() !== '';
  if (number === undefined) {
    const turn = turns.findLast(has);
    if (!turn) throw new UserError(`${session.name} has no answer yet`, { exitCode: 2 });
    return { session, turn, number: turns.indexOf(turn) + 1 };
  }
  const turn =
    turns.find(({ id }) => id === number) ?? (/^\d{1,9}$/.test(number) && turns[Number(number) - 1]);
  if (!turn) {
    const range = turns.length === 0 ? 'nothing has been asked yet' : `they are 1 to ${turns.length}`;
    throw new UserError(`${session.name} has no turn ${sanitiseLine(number) || '(empty)'}; ${range}`, {
      exitCode: 2,
    });
  }
  const named = { session, turn, number: turns.indexOf(turn) + 1 };
  if (has(turn)) return named;
  throw new UserError(`turn ${named.number} of ${session.name} has no answer`, { exitCode: 2 });
}

/** `chat-1:3`, and that there may be more to come, or is not. */
export function describeAnswer({ session, turn, number }: NamedAnswer): string {
  const { finish } = turn;
  const state = finish === undefined ? ' (still answering)' : finish === 'stop' ? '' : ` (${finish})`;
  return `${session.name}:${number}${state}`;
}
