// What pipe takes of a session: an answer, its screen, its last command. Owns which it is where nothing is
// named, what it is called, and its limits. Leaves where a command begins and ends to
// session/quote-session.ts.

import { isProgram, type AnySession } from '../../session/any-session.js';
import { readLastCommand } from '../../session/quote-session.js';
import { groupDigits } from '../../text/text-size.js';
import { UserError } from '../../text/user-error.js';
import { commandWord } from '../../text/mentions.js';
import type { SessionRecord } from '../../store/session-record.js';
import type { CommandContext } from '../command.js';
import { answerOf, type NamedAnswer } from '../compare/named-answer.js';
import { isArchived, type Readable } from '../compare/readable.js';

export interface PipedText {
  text: string;
  /** `answer 3`, `screen`, `last command`; what of it is left out. */
  what: string;
}

export interface PipeWish {
  /** Of a chat: number or id of a turn. */
  turn: string | undefined;
  screen: boolean;
  lastCommand: boolean;
}

/** UTF-16 units, as of a file that is named with @: cleaning and folding more would take long. */
const MOST_CHARACTERS = 200_000;

const usageError = (message: string): UserError => new UserError(message, { exitCode: 2 });

/** Rejects with a UserError. */
export async function readPiped(
  context: Pick<CommandContext, 'inspection'>,
  session: Readable,
  wish: PipeWish,
): Promise<PipedText> {
  const piped = isArchived(session)
    ? await readArchived(context, session, wish)
    : await readWish(context, session, wish);
  const { length } = piped.text;
  if (piped.text.trim() === '') throw new UserError(`${session.name} shows nothing`);
  if (length > MOST_CHARACTERS)
    throw new UserError(
      `${piped.what} of ${session.name} has ${groupDigits(length)} characters; pipe takes up to ${groupDigits(MOST_CHARACTERS)}`,
    );
  return piped;
}

async function readArchived(
  context: Pick<CommandContext, 'inspection'>,
  record: SessionRecord,
  { turn, screen, lastCommand }: PipeWish,
): Promise<PipedText> {
  if (screen || lastCommand)
    throw usageError(`${record.name} is closed; ${commandWord(`reopen ${record.name}`)} brings it back`);
  return spell(await answerOf(context, record, turn));
}

async function readWish(
  context: Pick<CommandContext, 'inspection'>,
  session: AnySession,
  wish: PipeWish,
): Promise<PipedText> {
  const { turn, screen, lastCommand } = wish;
  if ([turn !== undefined, screen, lastCommand].filter(Boolean).length > 1)
    throw usageError('pipe takes one of --turn, --screen, --last-command');
  if (screen) return readScreen(session);
  if (isProgram(session) || session.face === 'own') {
    if (turn !== undefined)
      throw usageError(`${session.name} is a program and has no turns; leave out --turn`);
    const command = await readCommand(session);
    if (command) return command;
    if (lastCommand)
      throw new UserError(
        `${session.name} has run nothing, or does not mark its prompts (OSC 133); use --screen`,
      );
    return readScreen(session);
  }
  if (lastCommand)
    throw usageError(`${session.name} is a chat and runs no commands; leave out --last-command`);
  return spell(await answerOf(context, session, turn));
}

function spell({ turn: { answer, finish }, number }: NamedAnswer): PipedText {
  const state = finish === undefined ? ', still answering' : finish === 'stop' ? '' : `, ${finish}`;
  return { text: answer, what: `answer ${number}${state}` };
}

async function readScreen(session: AnySession): Promise<PipedText> {
  await session.whenParsed();
  const text = await session.capture({ lines: undefined, ansi: false });
  return { text: `${text.trimEnd()}\n`, what: 'screen' };
}

async function readCommand(session: AnySession): Promise<PipedText | undefined> {
  await session.whenParsed();
  const found = await readLastCommand(session);
  if (!found) return undefined;
  const { text, leftOut } = found;
  const rows = leftOut === 0 ? '' : `, without its first ${groupDigits(leftOut)} rows`;
  return { text, what: `last command${rows}` };
}
