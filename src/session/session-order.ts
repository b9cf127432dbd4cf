// Which session comes next, was used last, or waits longest (pure readings of a list of sessions).

import type { AnySession } from './coordinator.js';

export const usedLast = (sessions: readonly AnySession[]): AnySession | undefined =>
  sessions.toSorted((a, b) => b.meta.lastUsed - a.meta.lastUsed)[0];

/** By number, around the end. */
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

export function longestWaiting(sessions: readonly AnySession[]): AnySession | undefined {
  const since = (session: AnySession): number =>
    Math.min(...[...session.attention.values()].map((attention) => attention.since));
  return sessions.filter(({ attention }) => attention.size > 0).toSorted((a, b) => since(a) - since(b))[0];
}

/** What an end of the server would end or cut, for the question before it. */
export const describeRunning = (sessions: readonly AnySession[]): string[] =>
  sessions.flatMap(({ number, name, running }) =>
    running === undefined ? [] : [`#${number} ${name}: ${running}`],
  );
