// The errors for words that do not fit a command (pure): a missing one, or one that is not among the choices.
// Each names the command, what it wants and what it got; exit code 2.

import { commandWord } from '../../text/mentions.js';
import { nearest } from '../../text/nearest.js';
import { orList } from '../../text/or-list.js';
import { UserError } from '../../text/user-error.js';
import type { Command, Positional } from '../command.js';
import { MOST_CHOICES } from './usage.js';

/** Among choices: stands for any whole number. */
export const ANY_NUMBER = 'N';
const choicesOf = ({ kind }: Positional): readonly string[] | undefined =>
  typeof kind === 'string' ? undefined : kind;

const sentence = (choices: readonly string[]): string =>
  orList(choices.map((choice) => (choice === ANY_NUMBER ? 'a number' : choice)));

export const isChoice = (choices: readonly string[], word: string): boolean =>
  (choices.includes(word) && word !== ANY_NUMBER) || (choices.includes(ANY_NUMBER) && /^\d+$/.test(word));

/** usage: of the command. */
export function missingWord(command: Command, positional: Positional, usage: string): UserError {
  const choices = choicesOf(positional);
  const wanted = positional.called ?? positional.name;
  if (choices) return misfit(`${command.name} needs ${wanted}: ${sentence(choices)}`);
  if (positional.kind === 'session')
    return misfit(
      `${command.name} needs ${wanted}, a number or a name; ${commandWord('sessions')} lists them`,
    );
  if (positional.kind === 'archived-session')
    return misfit(
      `${command.name} needs ${wanted}, a closed session; ${commandWord('sessions --all')} lists them`,
    );
  return misfit(`${command.name} needs ${wanted}; usage: ${usage}`);
}

export function wrongChoice(command: Command, choices: readonly string[], word: string): UserError {
  if (choices.length <= MOST_CHOICES)
    return misfit(`${command.name} takes ${sentence(choices)}, not ${word}`);
  const near = nearest(word, choices);
  const wayOut =
    near.length > 0
      ? `did you mean ${orList(near)}?`
      : `${commandWord(`help ${command.name}`)} lists what it takes`;
  return misfit(`${command.name} does not know ${word}; ${wayOut}`);
}

const misfit = (text: string): UserError => new UserError(text, { exitCode: 2 });
