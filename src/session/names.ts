// Session names (pure): what is a good name, and which session a user's word means.
// Owns the rules of naming and of resolving. Leaves holding the sessions to the coordinator.

import { nearest } from '../text/nearest.js';
import { UserError } from '../text/user-error.js';

/** Longest name: fits a pane title beside type and model at 80 columns. */
export const MAX_NAME_LENGTH = 64;

export interface Nameable {
  id: string;
  number: number;
  name: string;
}

/** Checks a name a user gave. Throws a UserError that says which rule it breaks. */
export function checkName(
  name: string,
  rules: { typeNames: readonly string[]; taken: readonly string[] },
): void {
  if (name === '') throw new UserError('a session name is empty; give 1 to 64 letters, digits, - _ .');
  if ([...name].length > MAX_NAME_LENGTH)
    throw new UserError(
      `name ${name.slice(0, 20)}… is longer than ${MAX_NAME_LENGTH} characters; give a shorter one`,
    );
  if (!/^[\p{L}\p{M}\p{N}\-_.]+$/u.test(name))
    throw new UserError(`name ${JSON.stringify(name)} holds other characters than letters, digits, - _ .`);
  if (/^[-.]/.test(name))
    throw new UserError(`name ${name} begins with ${name[0]}; begin it with a letter or digit`);
  if (/^\p{N}+$/u.test(name))
    throw new UserError(`name ${name} is only digits, which would be a number; add a letter`);
  if (rules.typeNames.includes(name.toLowerCase()))
    throw new UserError(`name ${name} is the name of a type; choose another, for example ${name}-1`);
  if (isTaken(name, rules.taken))
    throw new UserError(`name ${name} is taken; choose another, or /switch ${name}`);
}

const foldCase = (name: string): string => name.normalize('NFC').toLocaleLowerCase('en');

export function isTaken(name: string, taken: readonly string[]): boolean {
  const folded = foldCase(name);
  return taken.some((other) => foldCase(other) === folded);
}

/** `chat-3`; if taken, `chat-3-2` and so on. */
export function defaultName(base: string, number: number, taken: readonly string[]): string {
  return uniqueName(`${base}-${number}`, taken);
}

export function uniqueName(name: string, taken: readonly string[]): string {
  if (!isTaken(name, taken)) return name;
  let suffix = 2;
  while (isTaken(`${name}-${suffix}`, taken)) suffix++;
  return `${name}-${suffix}`;
}

/** Longest automatic name: short enough for a tab of the tab bar. */
const AUTO_NAME_LENGTH = 24;
/** Words that say nothing of what a question is about. */
const FILLER = new Set(
  'a about an and any are as at be by can could do does for from give have how i in into is it its me my of on or our out please should show so some tell that the their there these they this to us was we were what when where which who why will with would you your'.split(
    ' ',
  ),
);

/**
 * A name from a chat's first question: lower-case, kebab, the type's prefix, unique, at most 24 characters.
 * undefined when the question has no usable word.
 */
export function nameFromQuestion(
  question: string,
  options: { prefix: string; taken: readonly string[]; typeNames: readonly string[] },
): string | undefined {
  const words =
    question
      .toLocaleLowerCase('en')
      .normalize('NFC')
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => !FILLER.has(word));
  const chosen = telling.length > 0 ? telling : words;
  let name = options.prefix;
  for (const word of chosen) {
    const next = name === '' ? word : `${name}-${word}`;
    if ([...next].length > AUTO_NAME_LENGTH) break;
    name = next;
  }
  if (name === options.prefix && chosen[0] !== undefined) {
    const start = name === '' ? '' : `${name}-`;
    name = start + [...chosen[0]].slice(0, AUTO_NAME_LENGTH - start.length).join('');
  }
  if (name === '' || name === options.prefix) return undefined;
  if (/^\p{N}+$/u.test(name) || options.typeNames.includes(name)) name = `chat-${name}`;
  return uniqueName(name, options.taken);
}

/**
 * The session a user's word means: number (`2`, `#2`), exact name, unique name prefix, id prefix, in that order.
 * Throws a UserError with the candidates or the nearest names.
 */
export function resolveSession<T extends Nameable>(word: string, sessions: readonly T[]): T {
  const number = /^#?(\d+)$/.exec(word)?.[1];
  if (number !== undefined) {
    const byNumber = sessions.find((session) => session.number === Number(number));
    if (byNumber) return byNumber;
  }
  const folded = foldCase(word);
  const exact = sessions.find((session) => foldCase(session.name) === folded);
  if (exact) return exact;
  if (folded !== '') {
    const byPrefix = sessions.filter((session) => foldCase(session.name).startsWith(folded));
    if (byPrefix.length === 1 && byPrefix[0]) return byPrefix[0];
    if (byPrefix.length > 1) {
      const candidates = byPrefix.slice(0, 5).map((session) => `#${session.number} ${session.name}`);
      throw new UserError(`${word} is ambiguous: ${candidates.join(', ')}`, { exitCode: 2 });
    }
    // Short id prefixes would match by accident what was meant as a name.
    const byId = word.length >= 4 ? sessions.filter((session) => session.id.startsWith(word)) : [];
    if (byId.length === 1 && byId[0]) return byId[0];
  }
  const near = nearest(
    word,
    sessions.map((session) => session.name),
  );
  const wayOut = near.length > 0 ? `did you mean ${near.join(' or ')}?` : '/sessions lists them';
  throw new UserError(`no session ${word}; ${wayOut}`, { exitCode: 2 });
}
