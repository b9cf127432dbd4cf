// Keys as texts name them (pure): prefix and key of a command as bound, `Ctrl-q ?`.

import type { Binding } from './key-table.js';
import type { Key } from './key.js';
import { parseKeyName, spellKey } from './key.js';

/** A canonical name as a user reads it: `C-Left` is `Ctrl-Left`. */
export function spellKeyName(name: string): string {
  const key = parseKeyName(name);
  return key ? spellKey(key) : name;
}

/** Finds the key of a command line, the default one first; undefined if none is bound to it. */
export const createKeyWords = (
  prefix: Key,
  bindings: Iterable<Binding>,
): ((command: string) => string | undefined) => {
  const keys = new Map<string, string>();
  for (const { key, command } of bindings) if (!keys.has(command)) keys.set(command, key);
  return (command) => {
    const key = keys.get(command);
    return key === undefined ? undefined : `${spellKey(prefix)} ${spellKeyName(key)}`;
  };
};
