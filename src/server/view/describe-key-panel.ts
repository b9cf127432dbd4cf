// From a client's key table to the panel that lists the keys after the prefix (pure).

import type { DialogRoom, DialogView } from '../../dialogs/dialog-view.js';
import { keyPanel } from '../../dialogs/key-panel.js';
import { keyGroups } from '../../keymap/key-rows.js';
import type { KeyTable } from '../../keymap/key-table.js';
import { spellKeyName } from '../../keymap/key-words.js';
import { spellKey } from '../../keymap/key.js';

export function describeKeyPanel({ prefix, bindings }: KeyTable, room: DialogRoom): DialogView {
  const all = [...bindings.values()];
  const lister = all.find(({ command }) => command === 'keys');
  const groups = keyGroups(all).map(({ group: title, rows }) => ({ title, rows }));
  return keyPanel({ groups, prefix: spellKey(prefix), allKey: lister && spellKeyName(lister.key) }, room);
}
