// From words to a command and its arguments (pure). Owns quoting, flags, `--` and the errors for what does not fit.
// The same for keys, slash, prompt and CLI, so that a line means the same everywhere.

import { nearest } from '../text/nearest.js';
import { UserError } from '../text/user-error.js';
import type { Command, Flag, ParsedArguments } from './command.js';

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

export const usage = (command: Command): string =>
  [
    command.name,
    ...command.positionals.map(({ name, optional, rest }) => {
      const shown = rest ? `${name}…` : name;
      return optional ? `[${shown}]` : shown;
    }),
    ...command.flags.map((flag) => `[${flagText(flag)}]`),
    ...(command.trailing ? [`[-- ${command.trailing}]`] : []),
  ].join(' ');

export const flagText = (flag: Flag): string => {
  const names = flag.name.length === 1 ? `-${flag.name}` : `--${flag.name}`;
  return flag.value ? `${names} ${flag.value}` : names;
};

/** Parses the words behind the command's name. Throws a UserError (exit code 2) that names what does not fit. */
export function parseArguments(command: Command, words: readonly string[]): ParsedArguments {
  const flags = new Map<string, string>();
  const loose: string[] = [];
  let trailing: readonly string[] = [];
  // A text may hold dashes of its own: only the flags that there are count as such.
  const takesText = command.positionals.some(
    ({ kind, rest }) => rest && (kind === 'text' || kind === 'command'),
  );
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (word === '--') {
      if (command.trailing) trailing = words.slice(at + 1);
      else loose.push(...words.slice(at + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      loose.push(word);
      continue;
    }
    const [, dashes, name, inline] = /^(--?)([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    const flag = command.flags.find((known) =>
      dashes === '--' ? known.name === name : known.short === name || known.name === name,
    );
    if (!flag && takesText) {
      loose.push(word);
      continue;
    }
    if (!flag) throw unknownFlag(command, word);
    if (!flag.value) {
      if (inline !== undefined) throw new UserError(`${flagText(flag)} takes no value`, { exitCode: 2 });
      flags.set(flag.name, '');
      continue;
    }
    const value = inline ?? words[++at];
    if (value === undefined)
      throw new UserError(`${word} needs ${flag.value}; usage: ${usage(command)}`, { exitCode: 2 });
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

function assign(command: Command, loose: readonly string[]): Map<string, string[]> {
  const assigned = new Map<string, string[]>();
  const { positionals } = command;
  const needed = positionals.filter(({ optional }) => !optional).length;
  if (loose.length < needed) {
    const missing = positionals.filter(({ optional }) => !optional)[loose.length];
    throw new UserError(`${command.name} needs ${missing?.name ?? 'more'}; usage: ${usage(command)}`, {
      exitCode: 2,
    });
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
    if (Array.isArray(positional.kind) && !positional.kind.includes(word)) {
      const choices = positional.kind as readonly string[];
      throw new UserError(`${command.name} takes ${choices.join(', ')}, not ${word}`, { exitCode: 2 });
    }
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
  const near = nearest(
    word.replace(/^-+/, ''),
    command.flags.map((flag) => flag.name),
  );
  const known = command.flags.map(flagText).join(', ');
  const hint = near[0] ? `did you mean --${near[0]}? ` : '';
  return new UserError(`${command.name} does not know ${word}; ${hint}it has ${known}`, { exitCode: 2 });
}
