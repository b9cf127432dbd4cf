// Which sessions the verb `ask` means, and where its question begins. Owns that a word which might be either
// is refused: nobody is to be asked what was not meant for them. Leaves sending to session/asked/.

import type { AnySession } from '../../session/any-session.js';
import { foldCase } from '../../session/names/names.js';
import { alignmentDistance } from '../../text/nearest.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import { MOST_BEFORE, tokenize, unquote } from '../line/free-text.js';

/** The part of the coordinator needed to know what a word names. */
export interface KnownSessions<Session = AnySession> {
  readonly sessions: readonly (Session & {
    readonly id: string;
    readonly number: number;
    readonly name: string;
    readonly formerName?: string | undefined;
  })[];
  readonly archive: readonly { readonly id: string; readonly name: string }[];
  /** Throws a UserError: no open session is meant. */
  resolve(word: string): Session;
}

export interface Targets<Session = AnySession> {
  targets: Session[];
  text: string;
}

/**
 * The sessions before the first word that names none, and the text from there on. line: words and text as
 * they were typed, or the words as a shell gave them. Throws a UserError (exit code 2) for a word that is
 * neither.
 */
export function splitTargets<Session>(
  line: string | readonly string[],
  known: KnownSessions<Session>,
): Targets<Session> {
  const words =
    typeof line === 'string'
      ? tokenize(line, MOST_BEFORE)
      : line.map((word, start) => ({ word, start, isQuoted: false }));
  const targets: Session[] = [];
  for (const { word, isQuoted } of words) {
    // Without a session before it no question can begin: then the beginning of a name is one, as everywhere.
    const isFirst = targets.length === 0;
    const named = isQuoted
      ? undefined
      : (findNamed(word, known) ?? (isFirst ? known.resolve(word) : undefined));
    if (named === undefined) {
      if (!isQuoted) refuseDoubtful(word, known);
      break;
    }
    targets.push(named);
  }
  const start = words[targets.length]?.start;
  if (start === undefined) return { targets: unique(targets), text: '' };
  const text = typeof line === 'string' ? unquote(line.slice(start)) : line.slice(start).join(' ');
  return { targets: unique(targets), text };
}

export const unique = <Session>(sessions: readonly Session[]): Session[] => [...new Set(sessions)];

/** By its number, its whole name or id. */
function findNamed<Session>(word: string, { sessions }: KnownSessions<Session>): Session | undefined {
  const number = /^#?(\d+)$/.exec(word)?.[1];
  const folded = foldCase(word);
  return (
    (number === undefined ? undefined : sessions.find((session) => session.number === Number(number))) ??
    sessions.find(({ name, id }) => foldCase(name) === folded || id === word) ??
    sessions.findLast(({ formerName }) => formerName !== undefined && foldCase(formerName) === folded)
  );
}

/** Shorter words are within one slip of too many others. */
const SHORTEST_SLIP = 4;

/** Throws a UserError if the word begins a session's name, nearly is one, or is that of a closed session. */
function refuseDoubtful<Session>(word: string, known: KnownSessions<Session>): void {
  const folded = foldCase(word);
  const closed = known.archive.find(({ id, name }) => id === word || foldCase(name) === folded);
  if (closed) throw doubtful(word, `is a closed session`);
  if (/^#\d+$/.test(word)) throw doubtful(word, 'is not open');
  const begun = known.sessions.filter(({ name }) => foldCase(name).startsWith(folded));
  if (begun.length > 0) throw doubtful(word, `may be ${begun.map(({ name }) => name).join(' or ')}`);
  if (word.length < SHORTEST_SLIP) return;
  const near = known.sessions.find(({ name }) => alignmentDistance(folded, foldCase(name)) === 1);
  if (near) throw doubtful(word, `may be ${near.name}`);
}

const doubtful = (word: string, why: string): UserError =>
  new UserError(
    `${sanitiseLine(word)} ${why}, or the first word of the question; put -- before the question; nothing was sent`,
    { exitCode: 2 },
  );
