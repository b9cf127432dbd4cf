// From words to a command and its arguments (pure): cut-line.ts says which word is an option, yargs-parser
// reads the options, and the other words are assigned to positionals here. The same for keys, slash, prompt
// and CLI, so that a line means the same everywhere. Leaves quotes to split-words.ts and what a text keeps of
// its line to free-text.ts.

import parseOptions from 'yargs-parser';

import { UserError } from '../../text/user-error.js';
import type { Command, ParsedArguments, Positional, Registry } from '../command.js';
import { cutLine, type GivenOption } from './cut-line.js';
import { asksForHelp } from './free-text.js';
import { isChoice, missingWord, wrongChoice } from './misfit.js';
import { quoteWord, usage } from './usage.js';

/** A command and its arguments; without input the line asks for help on it. */
export interface ParsedLine {
  command: Command;
  input?: ParsedArguments;
}

/** Throws a UserError (exit code 2) for what is not a command or does not fit it. */
export function parseWords(registry: Registry, words: readonly string[]): ParsedLine {
  const { command, rest } = registry.get(words);
  return asksForHelp(command, rest) ? { command } : { command, input: parseArguments(command, rest) };
}

/**
 * Parses the words after the command's name. Throws a UserError (exit code 2) that names what does not fit.
 */
export function parseArguments(command: Command, words: readonly string[]): ParsedArguments {
  const { options, loose, trailing } = cutLine(command, words);
  const given = readOptions(command, options);
  const positionals = assign(command, loose);
  return {
    word: (name) => positionals.get(name)?.[0],
    words: (name) => positionals.get(name) ?? [],
    has: (flag) => given.has(flag),
    value: (flag) => given.get(flag),
    values: (name) => options.flatMap(({ flag, value }) => (flag.name === name ? (value ?? []) : [])),
    trailing,
  };
}

/** Off: what would turn one option into several, a number, an object or another name. */
const SETTINGS = {
  'boolean-negation': false,
  'camel-case-expansion': false,
  'dot-notation': false,
  'parse-numbers': false,
  'short-option-groups': false,
};

/** Values by the names of flags, '' for a switch. If a flag is given twice, the last value counts. */
function readOptions({ flags }: Command, options: readonly GivenOption[]): Map<string, string> {
  if (options.length === 0) return new Map();
  const last = new Map(options.map(({ flag, value }) => [flag.name, value]));
  // yargs-parser strips one pair of quotes from a value, whoever typed them: these are ours.
  const words = [...last].map(([name, value]) =>
    value === undefined ? `--${name}` : `--${name}="${value}"`,
  );
  const names = (isSwitch: boolean): string[] =>
    flags.filter(({ value }) => (value === undefined) === isSwitch).map(({ name }) => name);
  const read: Readonly<Record<string, unknown>> = parseOptions(words, {
    boolean: names(true),
    string: names(false),
    configuration: SETTINGS,
  });
  return new Map(
    Object.entries(read).flatMap(([name, value]) => {
      if (typeof value === 'string') return [[name, value] as const];
      return value === true ? [[name, ''] as const] : [];
    }),
  );
}

function assign(command: Command, loose: readonly string[]): Map<string, string[]> {
  const assigned = new Map<string, string[]>();
  const { positionals } = command;
  const needed = positionals.filter(({ optional }) => !optional).length;
  if (loose.length < needed) {
    const missing = positionals.filter(({ optional }) => !optional)[loose.length] as Positional;
    throw missingWord(command, missing, usage(command));
  }
  // With too few words for all, the optional ones are left out, from the left: `rename NEW` and `rename X
  // NEW`.
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
