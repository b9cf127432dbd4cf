// What the key help lists: the keys without the prefix, those after it with the user's own, and those of copy
// mode in the style that is in use.

import type { HelpOptions, HelpRow } from '../../dialogs/key-help.js';
import { copyBindings } from '../../keymap/copy-keys.js';
import { copyKeyRows, keyGroups, rootKeyRows, type KeyRow } from '../../keymap/key-rows.js';
import { spellKeyName } from '../../keymap/key-words.js';
import { readKeys } from '../../keymap/read-keys.js';
import type { CommandContext } from '../command.js';

export function keyHelp({ bindings, config, wording }: CommandContext): HelpOptions {
  const copyMode = wording.key('copy-mode');
  const copyKeys = copyBindings(config.copyModeKeys, config.copyModeBindings).values();
  const prefix = spellKeyName(config.prefix);
  return {
    prefix,
    sections: [
      {
        title: `without ${prefix}`,
        isApart: true,
        rows: rootKeyRows(readKeys(config).root.values()).map((row) => helpRow(row, (line) => line)),
      },
      ...keyGroups(bindings).map(({ group, rows }) => ({
        title: group,
        rows: rows.map((row) => helpRow(row, (line) => line)),
      })),
      {
        isApart: true,
        title: copyMode === undefined ? 'in copy mode' : `in copy mode (${copyMode})`,
        rows: copyKeyRows(copyKeys).map((row) => helpRow(row, () => undefined)),
      },
    ],
  };
}

const helpRow = (
  { label, summary, entries }: KeyRow,
  lineOf: (line: string) => string | undefined,
): HelpRow => ({
  label,
  summary,
  entries: entries.map(({ keys, summary: does, command }) => ({
    keys: keys.map(spellKeyName),
    summary: does,
    command: lineOf(command),
  })),
});

/** For a shell: a line for each key, those without the prefix apart. */
export function keyList({ bindings, config }: CommandContext): string {
  const { root, prefixName } = readKeys(config);
  const list = (keys: Iterable<{ key: string; command: string }>): string[] =>
    [...keys].map(({ key, command }) => `${key.padEnd(10)} ${command}`);
  const after = list(bindings);
  return root.size === 0
    ? after.join('\n')
    : [`without ${prefixName}:`, ...list(root.values()), '', `after ${prefixName}:`, ...after].join('\n');
}
