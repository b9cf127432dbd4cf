// What the palette lists: every line that a key runs, and every command, each with its keys and what it does.
// Owns the order: what a single key does first, then commands, then keys of which several do the like.

import type { PaletteEntry } from '../../dialogs/palette.js';
import { spellKeyName } from '../../keymap/key-words.js';
import { readPrefix } from '../../keymap/read-keys.js';
import { spellKey } from '../../keymap/key.js';
import { resolveRootBindings } from '../../keymap/root-bindings.js';
import type { CommandContext } from '../command.js';

export function paletteOf({
  registry,
  bindings,
  config,
}: Pick<CommandContext, 'registry' | 'bindings' | 'config'>): PaletteEntry[] {
  const prefix = readPrefix(config);
  const prefixName = spellKey(prefix);
  const root = resolveRootBindings(config, prefix);
  const listed = registry.commands.filter(({ unlisted }) => !unlisted);
  const summaries = new Map(listed.map(({ name, summary }) => [name, summary]));
  /** The first one of each line. */
  const keys = new Map<string, string>();
  const bind = (line: string, key: string): void => void (keys.has(line) || keys.set(line, key));
  for (const { key, command } of root.values()) bind(command, spellKeyName(key));
  for (const { key, command } of bindings) bind(command, `${prefixName} ${spellKeyName(key)}`);
  const entries = new Map<string, PaletteEntry>();
  const list = (line: string, summary: string): void => {
    if (!entries.has(line)) entries.set(line, { line, keys: keys.get(line) ?? '', summary });
  };
  /** A binding of the user's own says only which line it runs. */
  const summaryOf = (line: string, summary: string): string =>
    summary === line ? (summaries.get(line.split(' ')[0] ?? '') ?? '') : summary;
  for (const { command, summary, row } of bindings)
    if (row === undefined) list(command, summaryOf(command, summary));
  for (const { command } of root.values()) list(command, summaryOf(command, command));
  for (const { name, summary } of listed) list(name, summary);
  for (const { command, summary } of bindings) list(command, summaryOf(command, summary));
  return [...entries.values()];
}
