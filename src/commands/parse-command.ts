// From words to a command and its arguments (pure). Owns quoting, flags, `--` and the errors for what does not fit.
// The same for keys, slash, prompt and CLI, so that a line means the same everywhere.

import { nearest } from '../text/nearest.js';
import { UserError } from '../text/user-error.js';
import type { Command, Flag, ParsedArguments, Positional } from './command.js';
import { isChoice, missingWord, MOST_CHOICES, wrongChoice } from './misfit.js';

/**
 * Splits a line as a shell would: blanks separate, '…' and "…" quote, a backslash takes the next character as it is.
 * Nothing is expanded. Throws a UserError for a quote that is not closed.
 */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] as string;
    if (quote === "'" ? character !== "'" : character === '\\' && at + 1 < line.length) {
      word = (word ?? '') + (quote === "'" ? character : line[++at]);
    } else if (character === quote) {
      quote = undefined;
    } else if (quote !== undefined) {
      word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (quote !== undefined) throw new UserError(`the quote ${quote} is not closed`, { exitCode: 2 });
  if (word !== undefined) words.push(word);
  return words;
}

/** A word as a user could type it again. */
export const quoteWord = (word: string): string =>
  /^[\p{L}\p{N}_./:@%+=,#-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

export const usage = (command: Omit<Command, 'run'>): string =>
  [
    command.name,
    ...command.positionals.map(({ name, kind, optional, rest }) => {
      const listed = typeof kind === 'string' || kind.length > MOST_CHOICES ? undefined : kind.join('|');
      const shown = listed ?? (rest ? `${name}…` : name);
      return optional ? `[${shown}]` : shown;
    }),
    ...command.flags.map((flag) => `[${flagText(flag)}]`),
    ...(command.trailing ? [`[-- ${command.trailing}]`] : []),
  ].join(' ');

/** As it is typed: `-d`, `--model`. */
export const flagName = ({ name }: Flag): string => (name.length === 1 ? `-${name}` : `--${name}`);

export const flagText = (flag: Flag): string =>
  flag.value ? `${flagName(flag)} ${flag.value}` : flagName(flag);

/** The flag that a word is, its value behind `=` not looked at. */
export function findFlag(command: Pick<Command, 'flags'>, word: string | undefined): Flag | undefined {
  const typed = word?.split('=', 1)[0];
  return command.flags.find((flag) => typed === flagName(flag) || (flag.short && typed === `-${flag.short}`));
}

/** The same when the next word is its value. */
export function findOpenFlag(command: Pick<Command, 'flags'>, word: string | undefined): Flag | undefined {
  const flag = findFlag(command, word);
  return flag?.value !== undefined && !word?.includes('=') ? flag : undefined;
}

/**
 * Parses the words behind the command's name. Throws a UserError (exit code 2) that names what does not fit.
 * A text or a program's command line keeps its own dashes: once it has begun, flags of the command count only behind
 * its last word (`send 2 fix the -v flag --wait`), and with a `--` in the line not even there.
 */
export function parseArguments(command: Command, words: readonly string[]): ParsedArguments {
  const flags = new Map<string, string>();
  const loose: string[] = [];
  let trailing: readonly string[] = [];
  const textAt = command.positionals.findIndex(
    ({ kind, rest }) => rest && (kind === 'text' || kind === 'command'),
  );
  const textEnd = words.includes('--') ? words.length : flagsAtEnd(command, words);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    const isInText = textAt >= 0 && loose.length > textAt && at < textEnd;
    if (isInText || !word.startsWith('-') || word === '-') {
      loose.push(word);
      continue;
    }
    if (word === '--') {
      if (command.trailing) trailing = words.slice(at + 1);
      else for (const rest of words.slice(at + 1)) loose.push(rest);
      break;
    }
    const flag = findFlag(command, word);
    if (!flag && loose.length === textAt && command.positionals[textAt]?.kind === 'text') {
      loose.push(word);
      continue;
    }
    if (!flag) throw unknownFlag(command, word);
    const inline = word.includes('=') ? word.slice(word.indexOf('=') + 1) : undefined;
    if (!flag.value) {
      if (inline !== undefined)
        throw new UserError(`${flagName(flag)} does not take a value`, { exitCode: 2 });
      flags.set(flag.name, '');
      continue;
    }
    const value = inline ?? words[++at] ?? '';
    // The next flag is no value: this one's was forgotten.
    if (value === '' || (inline === undefined && (value === '--' || findFlag(command, value))))
      throw new UserError(`${flagName(flag)} needs ${flag.value}; usage: ${usage(command)}`, { exitCode: 2 });
    flags.set(flag.name, value);
  }
  const positionals = assign(command, loose);
  return {
    word: (name) => positionals.get(name)?.[0],
    words: (name) => positionals.get(name) ?? [],
    has: (flag) => flags.has(flag),
    value: (flag) => flags.get(flag),
    trailing,
  };
}

/** From where on the words are flags with their values only. */
export function flagsAtEnd(command: Command, words: readonly string[]): number {
  let start = words.length;
  for (;;) {
    if (findFlag(command, words[start - 1])) start -= 1;
    else if (findOpenFlag(command, words[start - 2])) start -= 2;
    else return start;
  }
}

function assign(command: Command, loose: readonly string[]): Map<string, string[]> {
  const assigned = new Map<string, string[]>();
  const { positionals } = command;
  const needed = positionals.filter(({ optional }) => !optional).length;
  if (loose.length < needed) {
    const missing = positionals.filter(({ optional }) => !optional)[loose.length] as Positional;
    throw missingWord(command, missing, usage(command));
  }
  // With too few words for all, the optional ones go without, from the left: `rename NEW` and `rename X NEW`.
  let spare = loose.length - needed;
  let at = 0;
  for (const positional of positionals) {
    if (positional.optional && spare === 0) continue;
    if (positional.rest) {
      assigned.set(positional.name, loose.slice(at));
      at = loose.length;
      break;
    }
    if (positional.optional) spare--;
    const word = loose[at++];
    if (word === undefined) break;
    if (typeof positional.kind !== 'string' && !isChoice(positional.kind, word))
      throw wrongChoice(command, positional.kind, word);
    assigned.set(positional.name, [word]);
  }
  if (at < loose.length)
    throw new UserError(
      `${command.name} does not take ${quoteWord(loose[at] as string)}; usage: ${usage(command)}`,
      {
        exitCode: 2,
      },
    );
  return assigned;
}

function unknownFlag(command: Command, word: string): UserError {
  if (command.flags.length === 0)
    return new UserError(`${command.name} does not know ${word}; it has no flags`, { exitCode: 2 });
  // Of one letter any other would be as near.
  const long = command.flags.map(({ name }) => name).filter((name) => name.length > 1);
  const [near] = nearest(word.replace(/^-+|=.*$/gs, ''), long);
  const known = command.flags.map(flagText).join(', ');
  const hint = near === undefined ? '' : `did you mean --${near}? `;
  return new UserError(`${command.name} does not know ${word}; ${hint}it has ${known}`, { exitCode: 2 });
}
