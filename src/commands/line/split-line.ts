// A line of several commands, as keys, the `:` prompt and files have them (pure): `split right ; zoom`. Owns
// where one ends, and that all of them are parsed before any runs. Leaves the words of each to free-text.ts
// and parse-command.ts, and running them to its callers. Slash commands and the shell take one command.

import { UserError } from '../../text/user-error.js';
import type { Registry } from '../command.js';
import { TEXT_KINDS } from './cut-line.js';
import { findText, tokenize, wordsOfLine, type Token } from './free-text.js';
import { parseWords, type ParsedLine } from './parse-command.js';

const SEPARATOR = ';';

/** One command of a line. */
export interface LinePart {
  text: string;
  parsed: ParsedLine;
  /** Before its errors: which of several it is; '' if it is the only one. */
  place: string;
}

/**
 * Throws a UserError (exit code 2) for the first that cannot be parsed, and says which it is. check: whether
 * the words may be a command here; throws as well.
 */
export function parseLineParts(
  registry: Registry,
  line: string,
  check?: (words: readonly string[]) => void,
): LinePart[] {
  const parts = splitLine(registry, line);
  return parts.map((part, at) => {
    const place = placeOf(part, at, parts.length);
    return placed(place, () => {
      if (part === '' && parts.length > 1)
        throw new UserError(`there is no command before the ${SEPARATOR}`, { exitCode: 2 });
      const words = wordsOfLine(registry, part);
      check?.(words);
      return { text: part, parsed: parseWords(registry, words), place };
    });
  });
}

/**
 * Its commands. A lone `;` separates them, unless it is quoted, follows a `--` or belongs to a text or to the
 * command line of a program. One at the end ends nothing.
 */
export function splitLine(registry: Registry, line: string): string[] {
  const tokens = tokenize(line);
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < tokens.length;) {
    const end = at + findEnd(registry, tokens.slice(at));
    const separator = tokens[end];
    parts.push(line.slice(from, separator?.start));
    at = end + 1;
    from = (separator?.start ?? line.length) + 1;
  }
  return parts.length === 0 ? [line] : parts.map((part) => part.trim());
}

/** The command that is being typed at the end of the line. */
export function lastCommandOf(registry: Registry, line: string): string {
  // A separator counts once something follows it.
  const last = splitLine(registry, `${line}x`).at(-1) ?? '';
  return last.slice(0, -1);
}

/** Index of the separator after the first command; the number of tokens if there is none. */
function findEnd(registry: Registry, tokens: readonly Token[]): number {
  const first = tokens.findIndex(isSeparator);
  if (first <= 0) return first < 0 ? tokens.length : 0;
  const dashes = tokens.findIndex(({ word, isQuoted }) => word === '--' && !isQuoted);
  const isInside = (dashes >= 0 && dashes < first) || first >= findRest(registry, tokens);
  return isInside ? tokens.length : first;
}

/** From where on everything belongs to a text or to a program. */
function findRest(registry: Registry, tokens: readonly Token[]): number {
  let found: ReturnType<typeof findText>;
  try {
    found = findText(registry, tokens, [...TEXT_KINDS, 'command']);
  } catch (error) {
    // No command of this name: reported when it is parsed.
    if (error instanceof UserError) return tokens.length;
    throw error;
  }
  if (!found) return tokens.length;
  const { command, positional, start } = found;
  const isMain = positional.kind !== 'command' && command.positionals[0] === positional;
  // One that may be left out has not begun: `tab next ; zoom`. A verb that is about its text has it.
  return positional.optional && !isMain ? start + 1 : start;
}

const isSeparator = ({ word, isQuoted }: Token): boolean => word === SEPARATOR && !isQuoted;

function placeOf(part: string, at: number, count: number): string {
  if (count === 1) return '';
  const [verb = ''] = part.split(/\s/, 1);
  return `${ordinal(at + 1)} of ${count}${verb === '' ? '' : `, ${verb}`}: `;
}

function ordinal(number: number): string {
  const isTeen = number % 100 > 10 && number % 100 < 20;
  return `${number}${(isTeen ? undefined : ['th', 'st', 'nd', 'rd'][number % 10]) ?? 'th'}`;
}

/** What read throws says where. */
function placed<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof UserError ? atPlace(place, error) : error;
  }
}

export const atPlace = (place: string, error: UserError): UserError =>
  place === '' ? error : new UserError(`${place}${error.text}`, { exitCode: error.exitCode });
