// From a client's key table to the panel that lists the keys after the prefix (pure).

import type { DialogRoom, DialogView } from '../../dialogs/dialog-view.js';
import { keyPanel, type PanelGroup } from '../../dialogs/key-panel.js';
import { FREQUENT_COMMANDS } from '../../keymap/default-bindings.js';
import { keyGroups, type KeyRow } from '../../keymap/key-rows.js';
import type { Binding, KeyTable } from '../../keymap/key-table.js';
import { spellKeyName } from '../../keymap/key-words.js';
import { spellKey } from '../../keymap/key.js';

export function describeKeyPanel({ prefix, bindings }: KeyTable, room: DialogRoom): DialogView {
  const all = [...bindings.values()];
  const lister = all.find(({ command }) => command === 'keys');
  const allKey = lister && spellKeyName(lister.key);
  return keyPanel({ groups: panelGroups(all), prefix: spellKey(prefix), allKey }, room);
}

export const panelGroups = (bindings: readonly Binding[]): PanelGroup[] =>
  keyGroups(bindings).map(({ group: title, rows }) => ({ title, rows: rows.map(toPanelRow) }));

const toPanelRow = ({ label, summary, entries }: KeyRow) => {
  const ranks = entries.map(({ command }) => FREQUENT_COMMANDS.indexOf(command)).filter((at) => at >= 0);
  return { label, summary, rank: ranks.length > 0 ? Math.min(...ranks) : undefined };
};
