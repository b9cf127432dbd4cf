// Candidates for the last word of a command line (pure): commands, then names, types, paths and choices by position.
// Leaves what there is to completion-source.ts.

import type { ArgumentKind, Command } from './command.js';
import { findOpenFlag, flagName } from './parse-command.js';

export interface Candidate {
  /** What replaces the word. */
  value: string;
  summary: string;
}

/** What completion needs to know of the sessions. */
export interface CompletionSource {
  sessionNames(): readonly string[];
  archivedNames(): readonly string[];
  typeNames(): readonly string[];
  /** Models that are named somewhere: in the config, by a type, by a session. */
  modelNames(): readonly string[];
  /** What a path that begins with the word may be; a directory ends with a slash. */
  paths(word: string, of: 'directory' | 'file'): readonly string[];
}

/** What completion reads of a command: how it is called and what it takes, not what it does. */
export type CommandShape = Omit<Command, 'run'>;

/** As the registry, which is one. */
export interface CommandShapes {
  readonly commands: readonly CommandShape[];
  /** Names and aliases. */
  readonly names: readonly string[];
  find(name: string): CommandShape | undefined;
}

/** line: without a leading slash or colon. */
export const completeLine = (shapes: CommandShapes, line: string, source: CompletionSource): Candidate[] =>
  completeWords(shapes, line.split(/\s+/), source);

/** words: the last is the one to complete, '' where none has begun. */
export function completeWords(
  registry: CommandShapes,
  words: readonly string[],
  source: CompletionSource,
): Candidate[] {
  const last = words.at(-1) ?? '';
  if (words.length === 1) {
    const listed = registry.commands.filter(({ unlisted }) => !unlisted);
    const named = listed.map(({ name, summary }) => ({ value: name, summary }));
    const aliases = registry.names
      .filter((name) => !registry.commands.some((each) => each.name === name))
      .map((value) => ({
        value,
        summary: '',
      }));
    const matching = named.filter(({ value }) => value.startsWith(last));
    // Aliases only where no name fits: each would be the same command a second time.
    return matching.length > 0 ? matching : aliases.filter(({ value }) => value.startsWith(last));
  }
  const command = registry.find(words[0] ?? '');
  if (!command) return [];
  const given = words.slice(1, -1);
  if (expectsFlag(command, given, last))
    return command.flags
      .map((each) => ({ value: flagName(each), summary: each.summary }))
      .filter(({ value }) => value.startsWith(last));
  const { kind, name } = expectedBehind(command, given);
  return kind === undefined ? [] : valuesOf(kind, last, source).map((value) => ({ value, summary: name }));
}

/** What kind of word the last one is; undefined: a command, a flag, or nothing that can be known. */
export function findExpectedKind(
  registry: CommandShapes,
  words: readonly string[],
): ArgumentKind | undefined {
  const command = words.length > 1 ? registry.find(words[0] ?? '') : undefined;
  const given = words.slice(1, -1);
  if (!command || expectsFlag(command, given, words.at(-1) ?? '')) return undefined;
  return expectedBehind(command, given).kind;
}

const expectsFlag = (command: CommandShape, given: readonly string[], last: string): boolean =>
  last.startsWith('-') && !given.includes('--') && !findOpenFlag(command, given.at(-1));

/** What the next word would be; without a kind: nothing that can be known. */
function expectedBehind(
  command: CommandShape,
  given: readonly string[],
): { kind?: ArgumentKind | undefined; name: string } {
  const dashes = given.indexOf('--');
  if (dashes >= 0) return command.trailing ? wordOfProgram(given.length - dashes - 1) : { name: '' };
  const open = findOpenFlag(command, given.at(-1));
  if (open) return { kind: open.kind, name: open.value ?? '' };
  const loose = given.filter((word, at) => !word.startsWith('-') && !findOpenFlag(command, given[at - 1]));
  const positional = command.positionals[loose.length] ?? command.positionals.findLast(({ rest }) => rest);
  return positional?.kind === 'command' ? wordOfProgram(loose.length) : (positional ?? { name: '' });
}

/** Behind a program stand files as often as not. */
const wordOfProgram = (at: number): { kind: ArgumentKind; name: string } =>
  at === 0 ? { kind: 'command', name: 'program' } : { kind: 'file', name: 'file' };

function valuesOf(kind: ArgumentKind, word: string, source: CompletionSource): readonly string[] {
  if (kind === 'directory' || kind === 'file') return source.paths(word, kind);
  // A program is looked for on PATH, unless a slash says where it is.
  if (kind === 'command') return word.includes('/') ? source.paths(word, 'file') : [];
  return namesOf(kind, source).filter((name) => name.toLowerCase().startsWith(word.toLowerCase()));
}

function namesOf(kind: ArgumentKind, source: CompletionSource): readonly string[] {
  if (typeof kind !== 'string') return kind;
  if (kind === 'session') return source.sessionNames();
  if (kind === 'archived-session') return source.archivedNames();
  if (kind === 'type') return source.typeNames();
  if (kind === 'model') return source.modelNames();
  return [];
}
