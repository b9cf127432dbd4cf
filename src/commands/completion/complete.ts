// Candidates for the last word of a command line (pure): commands, then names, types, paths and choices by
// position. Leaves what exists to completion-source.ts.

import type { ArgumentKind, Command } from '../command.js';
import { findOpenFlag } from '../line/cut-line.js';
import { flagName } from '../line/usage.js';
import { ANY_NUMBER } from '../line/misfit.js';

export interface Candidate {
  /** What replaces the word. */
  value: string;
  summary: string;
}

/** What completion needs to know about the sessions. */
export interface CompletionSource {
  sessions(): readonly Candidate[];
  archived(): readonly Candidate[];
  /** Sessions that work in a git worktree, also archived ones. */
  worktrees(): readonly Candidate[];
  types(): readonly Candidate[];
  /** Models that are named somewhere: in the config, by a type, by a session. */
  models(): readonly Candidate[];
  agents(): readonly Candidate[];
  /** The patterns of files that go along with each question of this chat. */
  keptFiles(): readonly Candidate[];
  /** Layouts that were saved. */
  layouts(): readonly Candidate[];
  /** Templates of new sessions. */
  templates(): readonly Candidate[];
  /** What the template of this name asks for, with what it may be. */
  asksOf(template: string): readonly { name: string; summary: string; values: readonly string[] }[];
  /** Other machines that the configs name. */
  hosts(): readonly Candidate[];
  /** What a path that begins with the word may be; a directory ends with a slash. */
  paths(word: string, of: 'directory' | 'file'): readonly string[];
}

/** What completion reads of a command: its names and what it takes, not what it does. */
export type CommandShape = Omit<Command, 'run'>;

/** A part of the registry. */
export interface CommandShapes {
  readonly commands: readonly CommandShape[];
  /** Names and aliases. */
  readonly names: readonly string[];
  find(name: string): CommandShape | undefined;
}

/** line: without a leading slash or colon. */
export const completeLine = (shapes: CommandShapes, line: string, source: CompletionSource): Candidate[] =>
  completeWords(shapes, line.split(/\s+/), source);

/** words: the last is the one to complete, '' if it has not begun. */
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
      .map((value) => ({ value, summary: registry.find(value)?.summary ?? '' }));
    const matching = named.filter(({ value }) => value.startsWith(last));
    // Aliases only if no name fits: each would be the same command a second time.
    return matching.length > 0 ? matching : aliases.filter(({ value }) => value.startsWith(last));
  }
  const command = registry.find(words[0] ?? '');
  if (!command) return [];
  const { given, word, before } = cutFlagOff(command, words);
  if (expectsFlag(command, given, word))
    return command.flags
      .map((each) => ({ value: flagName(each), summary: each.summary }))
      .filter(({ value }) => value.startsWith(word));
  const kind = expectedBehind(command, given);
  if (kind === 'template-key') return valuesOfTemplate(command, given, word, source);
  const values = kind === undefined ? [] : valuesOf(kind, word, source);
  return values.map(({ value, summary }) => ({ value: before + value, summary }));
}

/** before: `--flag=`, where the last word begins so; the flag is then the last word given. */
function cutFlagOff(
  command: CommandShape,
  words: readonly string[],
): { given: readonly string[]; word: string; before: string } {
  const given = words.slice(1, -1);
  const word = words.at(-1) ?? '';
  const [before, flag] = /^(--[^=]+)=/.exec(word) ?? [];
  if (before === undefined || given.includes('--') || !findOpenFlag(command, flag))
    return { given, word, before: '' };
  return { given: [...given, flag ?? ''], word: word.slice(before.length), before };
}

/** The kind of the last word; undefined: a command, a flag, or unknown. */
export function findExpectedKind(
  registry: CommandShapes,
  words: readonly string[],
): ArgumentKind | undefined {
  const command = words.length > 1 ? registry.find(words[0] ?? '') : undefined;
  if (!command) return undefined;
  const { given, word } = cutFlagOff(command, words);
  return expectsFlag(command, given, word) ? undefined : expectedBehind(command, given);
}

const expectsFlag = (command: CommandShape, given: readonly string[], last: string): boolean =>
  last.startsWith('-') && !given.includes('--') && !findOpenFlag(command, given.at(-1));

/** The kind of the next word; undefined: unknown. */
function expectedBehind(command: CommandShape, given: readonly string[]): ArgumentKind | undefined {
  const dashes = given.indexOf('--');
  const takesTargets = command.positionals.some(({ kind }) => kind === 'targets');
  if (dashes >= 0)
    return command.trailing && !takesTargets ? wordOfProgram(given.length - dashes - 1) : undefined;
  const open = findOpenFlag(command, given.at(-1));
  if (open) return open.kind;
  const loose = given.filter((word, at) => !word.startsWith('-') && !findOpenFlag(command, given[at - 1]));
  const positional = command.positionals[loose.length] ?? command.positionals.findLast(({ rest }) => rest);
  if (positional?.kind === 'command' || positional?.kind === 'shell') return wordOfProgram(loose.length);
  const flag = Object.entries(positional?.suggestsWith ?? {}).find(([name]) => given.includes(`--${name}`));
  if (flag) return flag[1];
  const after = positional?.suggestsAfter?.[loose[0] ?? ''];
  return after ?? positional?.suggests ?? positional?.kind;
}

/** A program is often followed by files. */
const wordOfProgram = (at: number): ArgumentKind => (at === 0 ? 'command' : 'file');

function valuesOf(kind: ArgumentKind, word: string, source: CompletionSource): readonly Candidate[] {
  if (kind === 'directory' || kind === 'file') return source.paths(word, kind).map(plain);
  // A program is looked up on PATH, unless a slash gives its directory.
  if (kind === 'command') return word.includes('/') ? source.paths(word, 'file').map(plain) : [];
  if (kind === 'host') {
    // As whom comes before.
    const user = word.slice(0, word.lastIndexOf('@') + 1);
    const named = source.hosts().map(({ value, summary }) => ({ value: user + value, summary }));
    return named.filter(({ value }) => value.startsWith(word));
  }
  const begins = (value: string): boolean => value.toLowerCase().startsWith(word.toLowerCase());
  return namesOf(kind, source).filter(
    ({ value }) => begins(value) || (kind === 'model' && begins(value.slice(value.indexOf('/') + 1))),
  );
}

/** Keys that are not given yet; after one, what it may be. */
function valuesOfTemplate(
  command: CommandShape,
  given: readonly string[],
  word: string,
  source: CompletionSource,
): Candidate[] {
  const flag = command.flags.find(({ kind }) => kind === 'template');
  const named = flag && given[given.lastIndexOf(flagName(flag)) + 1];
  if (named === undefined) return [];
  const asks = source.asksOf(named);
  const [key = '', value] = word.split('=', 2);
  if (value === undefined)
    return asks
      .filter(({ name }) => name.startsWith(key) && !given.some((each) => each.startsWith(`${name}=`)))
      .map(({ name, summary }) => ({ value: `${name}=`, summary }));
  const values = asks.find(({ name }) => name === key)?.values ?? [];
  return values
    .filter((each) => each.startsWith(value) && !NEEDS_QUOTES.test(each))
    .map((each) => plain(`${key}=${each}`));
}

const NEEDS_QUOTES = /[\s'"\\]/;

/** What needs no summary. */
const plain = (value: string): Candidate => ({ value, summary: '' });

function namesOf(kind: ArgumentKind, source: CompletionSource): readonly Candidate[] {
  if (typeof kind !== 'string') return kind.filter((choice) => choice !== ANY_NUMBER).map(plain);
  if (kind === 'session' || kind === 'targets') return source.sessions();
  if (kind === 'archived-session') return source.archived();
  if (kind === 'readable-session') return [...source.sessions(), ...source.archived()];
  if (kind === 'worktree') return source.worktrees();
  if (kind === 'type') return source.types();
  if (kind === 'model') return source.models();
  if (kind === 'agent') return source.agents();
  if (kind === 'kept-files') return source.keptFiles();
  if (kind === 'saved-layout') return source.layouts();
  if (kind === 'template') return source.templates();
  return [];
}
