// The verb wait: until a session is idle, waits for its user, or has exited. Owns when that holds. Leaves
// telling of changes to who follows the workspace. Invariant: no timer but the caller's time-out.

import { isProgram, type AnySession } from '../../session/any-session.js';
import { IsClosed } from '../../session/names/names.js';
import { describeEnd } from '../../session/program/program-words.js';
import { orList } from '../../text/or-list.js';
import { UserError } from '../../text/user-error.js';
import { asksItself } from '../asks-itself.js';
import type { CommandContext, CommandOutput, ParsedArguments } from '../command.js';
import { SILENT } from '../command.js';
import { parseTimeout } from '../define.js';

export const ENDS_OF_WAIT = ['idle', 'waiting', 'exit'] as const;
type End = (typeof ENDS_OF_WAIT)[number];

const usageError = (message: string): UserError => new UserError(message, { exitCode: 2 });

export async function wait(context: CommandContext, input: ParsedArguments): Promise<CommandOutput> {
  const session = find(context, input.word('X') as string);
  const word = input.value('until');
  const end = ENDS_OF_WAIT.find((each) => each === word);
  if (!end)
    throw usageError(
      word === undefined
        ? `wait needs --until with ${orList(ENDS_OF_WAIT)}`
        : `--until takes ${orList(ENDS_OF_WAIT)}, not ${word}`,
    );
  if (end === 'exit' && !isProgram(session))
    throw usageError(`${session.name} is a chat and does not exit; wait until it is idle or waiting`);
  const seconds = parseTimeout(input.value('timeout'));
  if (!isProgram(session) && end === 'idle' && asksItself(context, session))
    throw new UserError(`${session.name} would wait for itself; wait from another pane or terminal`);
  await untilReached(context, { session, end, seconds });
  return SILENT;
}

/** One that was closed a moment before is gone, as one that is closed meanwhile. */
function find({ coordinator }: CommandContext, word: string): AnySession {
  try {
    return coordinator.resolve(word);
  } catch (error) {
    throw error instanceof IsClosed ? new UserError(error.text) : error;
  }
}

interface Wish {
  session: AnySession;
  end: End;
  /** undefined: as long as it takes. */
  seconds: number | undefined;
}

/** Rejects with a UserError when the time is over, or it can no longer be reached. */
function untilReached({ coordinator, happened, left }: CommandContext, wish: Wish): Promise<void> {
  const { session, end, seconds } = wish;
  const { id, name } = session;
  return new Promise((resolve, reject) => {
    const finish = (error?: UserError): void => {
      undoChange();
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener('abort', leave);
      if (error) reject(error);
      else resolve();
    };
    const look = (): void => {
      if (coordinator.find(id) !== session) finish(new UserError(`${name} was closed`));
      else if (isReached(session, end)) finish();
      else if (hasExited(session)) finish(new UserError(`${name} has ended: ${howItEnded(session)}`));
      else if (happened.over.aborted) finish(new UserError('qmux ended'));
    };
    const leave = (): void => (left?.aborted ? finish() : look());
    const signals = left ? [left, happened.over] : [happened.over];
    const undoChange = happened.onChange(look);
    for (const signal of signals) signal.addEventListener('abort', leave);
    const timer =
      seconds === undefined
        ? undefined
        : setTimeout(
            () => finish(new UserError(`${name} is not ${GOALS[end]} after ${seconds} s`)),
            seconds * 1000,
          );
    leave();
  });
}

const GOALS: Readonly<Record<End, string>> = { idle: 'idle', waiting: 'waiting for you', exit: 'at its end' };

function isReached(session: AnySession, end: End): boolean {
  if (end === 'exit') return hasExited(session);
  if (end === 'waiting') return session.state === 'waiting';
  return isProgram(session) ? session.state === 'active' : session.isAtRest;
}

const hasExited = (session: AnySession): boolean => isProgram(session) && session.record.exit !== undefined;

const howItEnded = (session: AnySession): string =>
  isProgram(session) && session.record.exit !== undefined ? describeEnd(session.record.exit) : '';
