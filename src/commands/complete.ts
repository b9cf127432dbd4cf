// Candidates for the last word of a command line (pure): commands, then names, types and choices by position.

import type { Coordinator } from '../session/coordinator.js';
import { modelOf, NO_MODEL } from '../session/session-facts.js';
import type { ArgumentKind, Command, Positional, Registry } from './command.js';
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
}

export const completionSource = (
  coordinator: Coordinator,
  configuredModel: string | undefined,
): CompletionSource => ({
  sessionNames: () => coordinator.sessions.map(({ name }) => name),
  archivedNames: () => coordinator.archive.map(({ name }) => name),
  typeNames: () => coordinator.types.flatMap(({ name, aliases }) => [name, ...aliases]),
  modelNames: () =>
    [
      ...new Set(
        [
          configuredModel,
          ...coordinator.types.map(({ model }) => model),
          ...coordinator.sessions.map((session) => modelOf(session) ?? undefined),
          'guide',
        ].filter((name) => name !== undefined && name !== NO_MODEL),
      ),
    ] as string[],
});

/** line: without a leading slash or colon. */
export function completeLine(registry: Registry, line: string, source: CompletionSource): Candidate[] {
  const words = line.split(/\s+/);
  const last = words.at(-1) ?? '';
  if (words.length === 1) {
    const named = registry.commands.map(({ name, summary }) => ({ value: name, summary }));
    const aliases = registry.names
      .filter((name) => !named.some(({ value }) => value === name))
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
  // Words behind it are a program's, or text.
  if (given.includes('--')) return [];
  const open = findOpenFlag(command, given.at(-1));
  if (!open && last.startsWith('-'))
    return command.flags
      .map((each) => ({ value: flagName(each), summary: each.summary }))
      .filter(({ value }) => value.startsWith(last));
  const expected = open ? { kind: open.kind, name: open.value ?? '' } : positionalAt(command, given);
  if (!expected?.kind) return [];
  return valuesOf(expected.kind, source)
    .filter((value) => value.toLowerCase().startsWith(last.toLowerCase()))
    .map((value) => ({ value, summary: expected.name }));
}

/** The positional that the next word would be. */
function positionalAt(command: Command, given: readonly string[]): Positional | undefined {
  const loose = given.filter((word, at) => !word.startsWith('-') && !findOpenFlag(command, given[at - 1]));
  return command.positionals[loose.length] ?? command.positionals.findLast(({ rest }) => rest);
}

function valuesOf(kind: ArgumentKind, source: CompletionSource): readonly string[] {
  if (typeof kind !== 'string') return kind;
  if (kind === 'session') return source.sessionNames();
  if (kind === 'archived-session') return source.archivedNames();
  if (kind === 'type') return source.typeNames();
  if (kind === 'model') return source.modelNames();
  return [];
}
