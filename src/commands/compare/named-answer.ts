// Which answer `chat-1:3` means: the third of that chat, on its current branch; without a number the last
// one. Owns the form and what is said of one that is not there. Leaves which session a name means to
// readable.ts.

import type { Conversation, Turn } from '../../chat/conversation.js';
import { isProgram } from '../../session/any-session.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { commandWord } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';
import type { CommandContext } from '../command.js';
import { getReadable, isArchived, readArchived, type Readable } from './readable.js';

export interface NamedAnswer {
  session: { readonly id: string; readonly name: string };
  turn: Turn;
  /** Of its turn, from 1. */
  number: number;
  isArchived: boolean;
}

type Context = Pick<CommandContext, 'here' | 'coordinator' | 'inspection'>;

const FORM = /^(.*?)(?::([^:]*))?$/s;

/** name: undefined: this session. number: undefined: none was named. */
export function splitAnswer(word: string | undefined): {
  name: string | undefined;
  number: string | undefined;
} {
  const [, name = '', number] = FORM.exec(word ?? '') ?? [];
  return { name: name === '' ? undefined : name, number };
}

/** word: undefined: the last answer of this session. Rejects with a UserError. */
export async function findAnswer(context: Context, word: string | undefined): Promise<NamedAnswer> {
  const { name, number } = splitAnswer(word);
  return answerOf(context, await getReadable(context, name), number);
}

/** number: of the turn, or its id; undefined: the last that has an answer. Rejects with a UserError. */
export async function answerOf(
  context: Pick<Context, 'inspection'>,
  session: Readable,
  number: string | undefined,
): Promise<NamedAnswer> {
  const { turns } = await conversationOf(context, session);
  const facts = { session, isArchived: isArchived(session) };
  const has = ({ answer }: Turn): boolean => answer.trim() !== '';
  if (number === undefined) {
    const turn = turns.findLast(has);
    if (!turn) throw new UserError(`${session.name} has no answer yet`, { exitCode: 2 });
    return { ...facts, turn, number: turns.indexOf(turn) + 1 };
  }
  const turn =
    turns.find(({ id }) => id === number) ?? (/^\d{1,9}$/.test(number) && turns[Number(number) - 1]);
  if (!turn) {
    const range = turns.length === 0 ? 'nothing has been asked yet' : `they are 1 to ${turns.length}`;
    throw new UserError(`${session.name} has no turn ${sanitiseLine(number) || '(empty)'}; ${range}`, {
      exitCode: 2,
    });
  }
  const named = { ...facts, turn, number: turns.indexOf(turn) + 1 };
  if (has(turn)) return named;
  throw new UserError(`turn ${named.number} of ${session.name} has no answer`, { exitCode: 2 });
}

async function conversationOf(
  context: Pick<Context, 'inspection'>,
  session: Readable,
): Promise<Readonly<Conversation>> {
  const { name } = session;
  if (isArchived(session)) {
    if (session.kind === 'program') throw hasNoAnswers(name, `reopen ${name}`, 'brings back');
    const conversation = await readArchived(context, session);
    if (!conversation) throw new UserError(`${name} has no answer yet`, { exitCode: 2 });
    return conversation;
  }
  if (isProgram(session)) throw hasNoAnswers(name, `capture ${name}`, 'prints');
  await session.load();
  return session.conversation;
}

const hasNoAnswers = (name: string, line: string, does: string): UserError =>
  new UserError(`${name} is a program and has no answers; ${commandWord(line)} ${does} its screen`, {
    exitCode: 2,
  });

/** `chat-1:3`, and that there may be more to come, or is not. */
export function describeAnswer({ session, turn, number, isArchived: isClosed }: NamedAnswer): string {
  const { finish } = turn;
  const state = finish === undefined ? 'still answering' : finish === 'stop' ? [] : finish;
  const notes = [isClosed ? 'archived' : [], state].flat();
  return `${session.name}:${number}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`;
}
