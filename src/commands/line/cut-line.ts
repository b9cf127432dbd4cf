// The words after a command's name, cut into options, positionals and text (pure). Owns which word is which,
// and refusing, with the word as typed, what is not declared, has the wrong number of dashes, lacks its
// value or has one too many. Leaves reading the options to parse-command.ts: a parser of options alone
// takes flags out of texts, and words into flags.

import { nearest } from '../../text/nearest.js';
import { UserError } from '../../text/user-error.js';
import type { ArgumentKind, Command, Flag } from '../command.js';
import { flagName, flagText, usage } from './usage.js';

export interface CutLine {
  options: readonly GivenOption[];
  /** Positionals in order, including the words of a text. */
  loose: readonly string[];
  /** What followed `--` if the command takes a program there. */
  trailing: readonly string[];
}

/** A flag of the command, with a value if it takes one. */
export interface GivenOption {
  flag: Flag;
  value?: string;
}

/** The flag that a word is; a value after `=` is ignored. */
export function findFlag(command: Pick<Command, 'flags'>, word: string | undefined): Flag | undefined {
  const typed = word?.split('=', 1)[0];
  return command.flags.find((flag) => typed === flagName(flag) || (flag.short && typed === `-${flag.short}`));
}

/** The same if the next word is its value. */
export function findOpenFlag(command: Pick<Command, 'flags'>, word: string | undefined): Flag | undefined {
  const flag = findFlag(command, word);
  return flag?.value !== undefined && !word?.includes('=') ? flag : undefined;
}

/** Whose words are a text, or end in one. */
export const TEXT_KINDS: readonly ArgumentKind[] = ['text', 'shell', 'targets'];

/** Index of the positional that takes all remaining words with their dashes; -1: there is none. */
export const findTextPosition = (
  { positionals }: Pick<Command, 'positionals'>,
  kinds: readonly ArgumentKind[] = ['text', 'shell', 'command'],
): number => positionals.findIndex(({ kind, rest }) => rest && kinds.includes(kind));

/** From where on the words are only flags with their values. */
export function flagsAtEnd(command: Pick<Command, 'flags'>, words: readonly string[]): number {
  let start = words.length;
  for (;;) {
    if (findFlag(command, words[start - 1])) start -= 1;
    else if (findOpenFlag(command, words[start - 2])) start -= 2;
    else return start;
  }
}

/**
 * Throws a UserError (exit code 2) that names the word. A text or a program's command line keeps its own
 * dashes: once it has begun, flags of the command count only after its last word (`send 2 fix the -v flag
 * --wait`), and with a `--` in the line, or for a shell's command, not even there.
 */
export function cutLine(command: Omit<Command, 'run'>, words: readonly string[]): CutLine {
  const options: GivenOption[] = [];
  const loose: string[] = [];
  const textAt = findTextPosition(command);
  const isShell = findTextPosition(command, ['shell']) >= 0;
  const tailAt = isShell || words.includes('--') ? words.length : flagsAtEnd(command, words);
  const beginsText = (): boolean => loose.length === textAt && command.positionals[textAt]?.kind === 'text';
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    const isInText = textAt >= 0 && loose.length > textAt && at < tailAt;
    const flag = findFlag(command, word);
    if (isInText || !word.startsWith('-') || word === '-') loose.push(word);
    else if (word === '--') {
      const rest = words.slice(at + 1);
      if (command.trailing) return { options, loose, trailing: rest };
      return { options, loose: [...loose, ...rest], trailing: [] };
    } else if (flag) {
      const option = readOption(command, flag, word, words[at + 1]);
      options.push(option);
      if (option.value !== undefined && !word.includes('=')) at++;
    } else if (beginsText()) loose.push(word);
    else throw unknownFlag(command, word);
  }
  return { options, loose, trailing: [] };
}

/** word: the flag as typed; next: its value unless it has one after `=`. */
function readOption(
  command: Omit<Command, 'run'>,
  flag: Flag,
  word: string,
  next: string | undefined,
): GivenOption {
  const inline = word.includes('=') ? word.slice(word.indexOf('=') + 1) : undefined;
  if (!flag.value && inline !== undefined)
    throw new UserError(`${flagName(flag)} does not take a value`, { exitCode: 2 });
  if (!flag.value) return { flag };
  const value = inline ?? next ?? '';
  const isLeftOut = inline === undefined && (next === undefined || next === '--' || findFlag(command, next));
  if (flag.valueOptional && isLeftOut) return { flag };
  // The next word is a flag and not a value: the value was forgotten.
  if (value === '' || (inline === undefined && (value === '--' || findFlag(command, value))))
    throw new UserError(`${flagName(flag)} needs ${flag.value}; usage: ${usage(command)}`, { exitCode: 2 });
  return { flag, value };
}

function unknownFlag(command: Omit<Command, 'run'>, word: string): UserError {
  if (command.flags.length === 0)
    return new UserError(`${command.name} does not know ${word}; it has no flags`, { exitCode: 2 });
  // With one letter, any other flag would be as near.
  const long = command.flags.map(({ name }) => name).filter((name) => name.length > 1);
  const [near] = nearest(word.replace(/^-+|=.*$/gs, ''), long);
  const known = command.flags.map(flagText).join(', ');
  const hint = near === undefined ? '' : `did you mean --${near}? `;
  return new UserError(`${command.name} does not know ${word}; ${hint}it has ${known}`, { exitCode: 2 });
}
