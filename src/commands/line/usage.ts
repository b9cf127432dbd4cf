// How a command and its flags are written (pure): in help, in errors, on the reference pages.
// Leaves reading what was typed to cut-line.ts.

import type { Command, Flag } from '../command.js';

/** More are a list to look up, not a sentence. */
export const MOST_CHOICES = 8;

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
    ...command.flags.map((flag) => `[${flagText(flag)}]${flag.repeats ? '…' : ''}`),
    ...(command.trailing ? [`[-- ${command.trailing}]`] : []),
  ].join(' ');

/** As it is typed: `-d`, `--model`. */
export const flagName = ({ name }: Flag): string => (name.length === 1 ? `-${name}` : `--${name}`);

export const flagText = (flag: Flag): string =>
  flag.value === undefined
    ? flagName(flag)
    : `${flagName(flag)} ${flag.valueOptional ? `[${flag.value}]` : flag.value}`;
