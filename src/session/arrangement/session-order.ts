// Which session comes next, was used last, or waits longest (pure readings of a list of sessions).

import { isProgram, type AnySession } from '../any-session.js';
import type { Viewer, WalkPosition } from './viewers.js';

export const usedLast = (sessions: readonly AnySession[]): AnySession | undefined =>
  sessions.toSorted((a, b) => b.record.lastUsed - a.record.lastUsed)[0];

/**
 * The one that last had the viewer's focus. A session that was only created, or answered in the background,
 * was not visited.
 */
export function visitedLast(sessions: readonly AnySession[], { view }: Viewer): AnySession | undefined {
  const byId = new Map(sessions.map((session) => [session.id, session]));
  const id = view.visited?.find((each) => byId.has(each));
  return id === undefined ? undefined : byId.get(id);
}

/** By number, wrapping around. */
export function besideByNumber(
  sessions: readonly AnySession[],
  number: number,
  which: 'next' | 'prev',
): AnySession | undefined {
  const byNumber = sessions.toSorted((a, b) => a.number - b.number);
  return which === 'next'
    ? (byNumber.find((session) => session.number > number) ?? byNumber[0])
    : (byNumber.findLast((session) => session.number < number) ?? byNumber.at(-1));
}

/**
 * The next session of a walk, longest waiting first, wrapping around; after position, where the walk
 * continues, even if the session there no longer waits. Never the one where the viewer is (focused).
 */
export function nextWaiting(
  sessions: readonly AnySession[],
  focused: string | undefined,
  position: WalkPosition | undefined,
): { session: AnySession; position: WalkPosition } | undefined {
  const waiting = sessions
    .flatMap((session) => {
      const since = waitsSince(session);
      if (since === undefined || session.id === focused) return [];
      return [{ session, position: { session: session.id, since, order: session.attention.order } }];
    })
    .toSorted((a, b) => compareWaiting(a.position, b.position));
  const goesOn = position !== undefined && position.session === focused;
  const behind = goesOn ? waiting.find((each) => compareWaiting(each.position, position) > 0) : undefined;
  return behind ?? waiting[0];
}

/**
 * When the user was first wanted, in ms on a monotonic clock; undefined: not at all. A question of a chat
 * waits from when it was asked, not from when those before it were answered.
 */
function waitsSince(session: AnySession): number | undefined {
  const { since } = session.attention;
  if (since === undefined || isProgram(session)) return since;
  return session.questions.all.reduce((oldest, question) => Math.min(oldest, question.since), since);
}

/** Longest waiting first; within one millisecond, the one whose attention opened first. */
export const compareWaiting = (
  a: Pick<WalkPosition, 'since' | 'order'>,
  b: Pick<WalkPosition, 'since' | 'order'>,
): number => a.since - b.since || a.order - b.order;

/** What would be ended or cut if the server ended, for the question before it. */
export const describeRunning = (sessions: readonly AnySession[]): string[] =>
  sessions.flatMap(({ number, name, running }) =>
    running === undefined ? [] : [`#${number} ${name}: ${running}`],
  );
