// Which open sessions a line means: named ones, those of a type, those that have been idle for a while.
// Owns what counts as idle. Invariant: all words are resolved before anything is done, so that one unknown
// name changes nothing.

import { othersTurn, Pace } from '../../loop/slice.js';
import { isProgram, type AnySession } from '../../session/any-session.js';
import { resolveSessions } from '../../session/names/names.js';
import { findType } from '../../session/session-types.js';
import { nearest } from '../../text/nearest.js';
import { UserError } from '../../text/user-error.js';
import type { CommandContext, ParsedArguments } from '../command.js';
import { getHere } from '../define.js';
import { parseAge } from './age-word.js';

/** Each once, in the order of the words; without a word this one. */
export function pickNamed(context: CommandContext, words: readonly string[]): AnySession[] {
  if (words.length === 0) return [getHere(context)];
  const { sessions, archive } = context.coordinator;
  return [...new Set(resolveSessions(words, sessions, { closed: archive }))];
}

/** Reading the words of fewer takes no time that anybody notices. */
const MANY = 50;

/** What is done with many is done in another turn of the event loop, with those that are still open. */
export async function inOwnTurn(
  { coordinator }: CommandContext,
  sessions: readonly AnySession[],
): Promise<readonly AnySession[]> {
  if (sessions.length <= MANY) return sessions;
  await othersTurn();
  return sessions.filter((session) => coordinator.find(session.id) === session);
}

export interface Picked {
  readonly sessions: readonly AnySession[];
  /** Left out by --idle although they are old enough: something runs in them. */
  readonly running: readonly AnySession[];
}

export const PICK_FLAGS = [
  { name: 'idle', value: 'AGE', summary: 'only those unused for AGE, such as 30m, 2h or 7d' },
  { name: 'type', value: 'T', kind: 'type', summary: 'only those of type T' },
] as const;

/** X… and the flags above: of the named ones, else of all, those that fit. A promise only for --idle. */
export function pickSessions(context: CommandContext, input: ParsedArguments): Picked | Promise<Picked> {
  const words = input.words('X');
  const [age, type] = [input.value('idle'), input.value('type')];
  if (age === undefined && type === undefined) return { sessions: pickNamed(context, words), running: [] };
  const idleMs = age === undefined ? undefined : parseAge(age);
  const typeName = type === undefined ? undefined : checkType(context, type);
  const among = words.length === 0 ? [...context.coordinator.sessions] : pickNamed(context, words);
  const ofType = among.filter(({ record }) => typeName === undefined || record.type === typeName);
  if (idleMs === undefined) return { sessions: ofType, running: [] };
  return pickIdle(context, ofType, idleMs);
}

async function pickIdle(
  { coordinator }: CommandContext,
  among: readonly AnySession[],
  idleMs: number,
): Promise<Picked> {
  const now = Date.now();
  const drawn = coordinator.arrangement.drawn();
  const old = among.filter((session) => !drawn.has(session.id) && unusedMs(session, now) >= idleMs);
  const pace = new Pace();
  const [sessions, running]: [AnySession[], AnySession[]] = [[], []];
  for (const session of old) {
    (isAtRest(session) ? sessions : running).push(session);
    await pace.pause();
  }
  return { sessions, running };
}

function checkType({ coordinator }: CommandContext, word: string): string {
  if (word === 'program') return word;
  const type = findType(coordinator.types, word);
  if (type) return type.name;
  const names = [...coordinator.types.map(({ name }) => name), 'program'];
  const [near] = nearest(word, names);
  throw new UserError(
    `no type ${word}; ${near === undefined ? `the types are ${names.join(', ')}` : `did you mean ${near}?`}`,
    { exitCode: 2 },
  );
}

/** Since it was last gone to, answered, or printed something. */
function unusedMs(session: AnySession, now: number): number {
  const unused = now - session.record.lastUsed;
  if (!isProgram(session) || session.printedAtMs === 0) return unused;
  return Math.min(unused, session.steadyNow - session.printedAtMs);
}

/** Nothing in it goes on, and it asks nothing. */
function isAtRest(session: AnySession): boolean {
  if (session.state === 'processing' || session.state === 'waiting' || session.attention.isOpen) return false;
  if (session.running === undefined) return true;
  return isProgram(session) && session.isShellAtRest;
}
