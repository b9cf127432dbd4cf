// What the key help lists: the keys after the prefix, with the user's own, and those of copy mode in the
// style that is in use.

import type { HelpOptions, HelpRow } from '../dialogs/key-help.js';
import { copyBindings } from '../keymap/copy-keys.js';
import { copyKeyRows, keyGroups, type KeyRow } from '../keymap/key-rows.js';
import { spellKeyName } from '../keymap/key-words.js';
import type { CommandContext } from './command.js';

export function keyHelp({ bindings, config, wording }: CommandContext): HelpOptions {
  const copyMode = wording.key('copy-mode');
  const copyKeys = copyBindings(config.copyModeKeys, config.copyModeBindings).values();
  return {
    prefix: spellKeyName(config.prefix),
    sections: [
      ...keyGroups(bindings).map(({ group, rows }) => ({
        title: group,
        rows: rows.map((row) => helpRow(row, (line) => line)),
      })),
      {
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
