// What became of a question that several sessions were asked (pure): how each answer stands, and the group in
// a few words. Owns the words. Leaves asking to ask-sessions.ts, and who shows them to its callers.

import { glyphs } from '../../text/glyphs.js';
import { isProgram, type AnySession } from '../any-session.js';

/** unknown: a program that does not report when it has answered. */
export type AskedState = 'runs' | 'asks' | 'held' | 'done' | 'failed' | 'unknown';

/** undefined: it was not asked with others. */
export function askedStateOf(session: AnySession): AskedState | undefined {
  const { asked } = session.record;
  if (!asked) return undefined;
  if (asked.end === 'stop') return 'done';
  const isWaiting = session.state === 'waiting';
  if (asked.end === 'unknown') return isWaiting ? 'asks' : 'unknown';
  if (asked.end !== undefined) return 'failed';
  if (isWaiting) return 'asks';
  if (isProgram(session) || session.state === 'processing') return 'runs';
  // Else the server was killed: nothing runs.
  return session.isHeld ? 'held' : 'failed';
}

/** Open ones, in creation order. */
export const membersOf = (group: string, sessions: readonly AnySession[]): AnySession[] =>
  sessions.filter(({ record }) => record.asked?.group === group);

const WORDS: readonly (readonly [AskedState, string])[] = [
  ['done', 'done'],
  ['asks', 'asking you'],
  ['held', 'held'],
  ['failed', 'failed'],
  ['unknown', 'unknown'],
];

/** `asked 3 · 2 done`. */
export function spellAsked(states: readonly AskedState[]): string {
  const parts = WORDS.flatMap(([state, word]) => {
    const many = states.filter((each) => each === state).length;
    return many > 0 || state === 'done' ? [`${many} ${word}`] : [];
  });
  return [`asked ${states.length}`, ...parts].join(glyphs().between);
}

/**
 * For the title of a session. Of one that asked: until it goes on itself. Of one that was asked, with others:
 * until all have answered. undefined: nothing.
 */
export function askedTitle(session: AnySession, sessions: readonly AnySession[]): string | undefined {
  const { record } = session;
  const asking = record.kind === 'chat' ? record.asking : undefined;
  const group = asking ?? record.asked?.group;
  if (group === undefined) return undefined;
  const states = membersOf(group, sessions).flatMap((member) => askedStateOf(member) ?? []);
  const isOver = states.every((state) => state === 'done' || state === 'failed' || state === 'unknown');
  if (states.length === 0 || (asking === undefined && (states.length < 2 || isOver))) return undefined;
  return spellAsked(states);
}
