// Session names (pure): what is a good name, and which session a user's word means.
// Owns the rules of naming and of resolving. Leaves holding the sessions to the coordinator.

import { nearest } from '../../text/nearest.js';
import { sanitiseLine } from '../../text/sanitise.js';
import { UserError } from '../../text/user-error.js';
import { tellingWords, tellsEnough, wordsOf } from './question-words.js';
import { commandWord } from '../../text/mentions.js';

/** Longest name: fits a pane title beside type and model at 80 columns. */
/** It is archived. */
export class IsClosed extends UserError {}

export const MAX_NAME_LENGTH = 64;

export interface Nameable {
  id: string;
  /** Below 1: archived, it has none. */
  number: number;
  name: string;
  /** Whoever learnt it may go on using it, while no other session has it. */
  formerName?: string | undefined;
}

/** Longest name of a tab: a bar of 80 columns still shows three. */
const MAX_TAB_NAME = 24;

/** A tab's name as it is kept. '': nothing of it can be shown. */
export const cleanTabName = (name: string): string => sanitiseLine(name, MAX_TAB_NAME).trim();

/** Checks a name a user gave. Throws a UserError that says which rule it breaks. */
export function checkName(
  name: string,
  rules: { typeNames: readonly string[]; taken: readonly string[] },
): void {
  if (name === '') throw new UserError('a session name cannot be empty; use 1 to 64 letters, digits, - _ .');
  if ([...name].length > MAX_NAME_LENGTH)
    throw new UserError(
      `name ${sanitiseLine(name, 20)}… is longer than ${MAX_NAME_LENGTH} characters; give a shorter one`,
    );
  // A mark needs its letter before it. Some letters are drawn as nothing: Hangul fillers.
  const isLegible =
    /^[\p{L}\p{N}\-_.][\p{L}\p{M}\p{N}\-_.]*$/u.test(name) && sanitiseLine(name) === name.normalize('NFC');
  if (!isLegible)
    throw new UserError(
      `name ${JSON.stringify(sanitiseLine(name))} contains characters other than letters, digits, - _ .; remove them`,
    );
  if (/^[-.]/.test(name))
    throw new UserError(`name ${name} begins with ${name[0]}; start it with a letter or digit`);
  if (/^\p{N}+$/u.test(name))
    throw new UserError(`name ${name} has only digits, like a session number; add a letter`);
  if (isTaken(name, rules.typeNames))
    throw new UserError(
      `name ${name} is the name of a type or an agent; choose another, for example ${name}-1`,
    );
  if (isTaken(name, rules.taken))
    throw new UserError(`name ${name} is taken; choose another, or ${commandWord(`switch ${name}`)}`);
}

/** Names that are the same fold to the same. */
export const foldCase = (name: string): string =>
  // Most are ASCII, and lists of thousands are compared with each name of a line.
  NOT_ASCII.test(name) ? name.normalize('NFC').toLocaleLowerCase('en') : name.toLowerCase();

// oxlint-disable-next-line no-control-regex -- all of ASCII
const NOT_ASCII = /[^\0-\x7f]/;

export function isTaken(name: string, taken: readonly string[]): boolean {
  const folded = foldCase(name);
  return taken.some((other) => foldCase(other) === folded);
}

/** `chat-3`; if taken, `chat-3-2` and so on. */
export function defaultName(base: string, number: number, taken: readonly string[]): string {
  return uniqueName(`${base}-${number}`, taken);
}

/** The name itself, or shortened if there is no room for `-2` and so on after it. */
export function uniqueName(name: string, taken: readonly string[], maxLength = MAX_NAME_LENGTH): string {
  let unique = name;
  for (let suffix = 2; isTaken(unique, taken); suffix++)
    unique = `${shorten(name, maxLength - `-${suffix}`.length)}-${suffix}`;
  return unique;
}

/** Cut to some characters, not right after a separator. */
const shorten = (name: string, length: number): string =>
  [...name].slice(0, length).join('').replace(/-+$/, '');

/** Longest automatic name: short enough for a tab of the tab bar. */
const AUTO_NAME_LENGTH = 24;
/** Longest prefix in it: the question's words get the other half. Types of our own are shorter. */
const MAX_PREFIX_LENGTH = 12;

/**
 * A name from a chat's first question: lower-case, kebab, the type's prefix, unique, at most 24 characters.
 * undefined if the question has fewer than two words about its subject: any name would say less than
 * `chat-3`.
 */
export function nameFromQuestion(
  question: string,
  options: { prefix: string; taken: readonly string[]; typeNames: readonly string[] },
): string | undefined {
  const prefix = shorten(wordsOf(options.prefix).join('-'), MAX_PREFIX_LENGTH);
  if (!tellsEnough(question)) return undefined;
  return kebabName(tellingWords(question, prefix), { ...options, prefix });
}

/** A name made from the words of another one, from elsewhere; undefined: it has none, or only numbers. */
export function nameFromName(
  name: string,
  options: { taken: readonly string[]; typeNames: readonly string[] },
): string | undefined {
  return kebabName(tellingWords(name, ''), { ...options, prefix: '' });
}

function kebabName(
  words: readonly string[],
  options: { prefix: string; taken: readonly string[]; typeNames: readonly string[] },
): string | undefined {
  const { prefix } = options;
  const [first, ...others] = words;
  if (first === undefined || words.every((word) => /^\p{N}+$/u.test(word))) return undefined;
  let name = shorten(prefix === '' ? first : `${prefix}-${first}`, AUTO_NAME_LENGTH);
  for (const word of others) {
    if ([...name, '-', ...word].length > AUTO_NAME_LENGTH) break;
    name = `${name}-${word}`;
  }
  if (isTaken(name, options.typeNames)) name = shorten(`chat-${name}`, AUTO_NAME_LENGTH);
  return uniqueName(name, options.taken, AUTO_NAME_LENGTH);
}

/**
 * The session a user's word means: number (`2`, `#2`), exact name, the name it had before qmux named it,
 * unique name prefix, id prefix, in that order. Throws a UserError with the candidates or similar names.
 */
export function resolveSession<T extends Nameable>(
  word: string,
  sessions: readonly T[],
  options: { listedBy?: string; closed?: readonly { id: string; name: string }[] } = {},
): T {
  const number = /^#?(\d+)$/.exec(word)?.[1];
  if (number !== undefined) {
    const byNumber = sessions.find((session) => session.number === Number(number));
    if (byNumber) return byNumber;
  }
  const folded = foldCase(word);
  const exact = sessions.find((session) => foldCase(session.name) === folded);
  if (exact) return exact;
  const byWholeId = sessions.find((session) => session.id === word);
  if (byWholeId) return byWholeId;
  const former = sessions.findLast(
    ({ formerName }) => formerName !== undefined && foldCase(formerName) === folded,
  );
  if (former) return former;
  if (folded !== '') {
    const byName = sessions.filter((session) => foldCase(session.name).startsWith(folded));
    // Short id prefixes would match by accident what was meant as a name.
    const byId = word.length >= 4 ? sessions.filter((session) => session.id.startsWith(word)) : [];
    const found = byName.length > 0 ? byName : byId;
    if (found.length === 1 && found[0]) return found[0];
    if (found.length > 1) throw ambiguous(word, found);
  }
  // A dialog named it, or somebody who did not see it close.
  const closed = options.closed?.find(({ id, name }) => id === word || foldCase(name) === folded);
  if (closed)
    throw new IsClosed(`${closed.name} is closed; ${commandWord(`reopen ${closed.name}`)} brings it back`, {
      exitCode: 2,
    });
  const { listedBy = commandWord('sessions') } = options;
  const near = nearest(
    word,
    sessions.map((session) => session.name),
  );
  const wayOut = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `${listedBy} lists them`;
  throw new UserError(`no session ${word}; ${wayOut}`, { exitCode: 2 });
}

/** The same for many words: those written in full are found without looking through all sessions for each. */
export function resolveSessions<T extends Nameable>(
  words: readonly string[],
  sessions: readonly T[],
  options: Parameters<typeof resolveSession>[2] = {},
): T[] {
  const byNumber = new Map(sessions.map((session) => [session.number, session]));
  const byName = new Map(sessions.map((session) => [foldCase(session.name), session]));
  const byId = new Map(sessions.map((session) => [session.id, session]));
  return words.map((word) => {
    const number = /^#?(\d+)$/.exec(word)?.[1];
    const numbered = number === undefined ? undefined : byNumber.get(Number(number));
    return (
      numbered ?? byName.get(foldCase(word)) ?? byId.get(word) ?? resolveSession(word, sessions, options)
    );
  });
}

/** As many as fit a message line with names of common length. */
const MAX_CANDIDATES = 5;

function ambiguous(word: string, found: readonly Nameable[]): UserError {
  const candidates = found
    .slice(0, MAX_CANDIDATES)
    .map(({ id, number, name }) => (number > 0 ? `#${number} ${name}` : `${name} (${id})`));
  if (found.length > MAX_CANDIDATES) candidates.push(`and ${found.length - MAX_CANDIDATES} more`);
  return new UserError(`${word} is ambiguous: ${candidates.join(', ')}; type more of it`, { exitCode: 2 });
}
