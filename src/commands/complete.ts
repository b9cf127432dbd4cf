// Candidates for the last word of a command line (pure): commands, then names, types and choices by position.

import type { Coordinator } from '../session/coordinator.js';
import type { ArgumentKind, Registry } from './command.js';

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
}

export const completionSource = (coordinator: Coordinator): CompletionSource => ({
  sessionNames: () => coordinator.sessions.map(({ name }) => name),
  archivedNames: () => coordinator.archive.map(({ name }) => name),
  typeNames: () => coordinator.types.flatMap(({ name, aliases }) => [name, ...aliases]),
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
  if (last.startsWith('-'))
    return command.flags
      .map(({ name, summary }) => ({ value: name.length === 1 ? `-${name}` : `--${name}`, summary }))
      .filter(({ value }) => value.startsWith(last));
  const at = words.slice(1, -1).filter((word) => !word.startsWith('-')).length;
  const positional = command.positionals[at] ?? command.positionals.findLast(({ rest }) => rest);
  if (!positional) return [];
  return valuesOf(positional.kind, source)
    .filter((value) => value.toLowerCase().startsWith(last.toLowerCase()))
    .map((value) => ({ value, summary: positional.name }));
}

function valuesOf(kind: ArgumentKind, source: CompletionSource): readonly string[] {
  if (typeof kind !== 'string') return kind;
  if (kind === 'session') return source.sessionNames();
  if (kind === 'archived-session') return source.archivedNames();
  if (kind === 'type') return source.typeNames();
  return [];
}
