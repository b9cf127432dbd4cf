// What an unbound key says, after the prefix and in copy mode (pure). Escape and Ctrl-C cancel the prefix, as
// everywhere.

import type { CopyBinding } from '../../keymap/copy-keys.js';
import { spellKeyName } from '../../keymap/key-words.js';
import { spellKey, type Key } from '../../keymap/key.js';
import { keyWord } from '../../text/mentions.js';

export const unboundKey = (key: Key): string =>
  `${spellKey(key)} is not bound; ${keyWord('keys')} lists the keys`;

/** A user who types text there wants to leave. */
export function unboundCopyKey(key: Key, bindings: ReadonlyMap<string, CopyBinding>): string {
  const leaves = [...bindings.values()].find(({ command }) => command === 'copy-mode cancel');
  const wayOut = leaves === undefined ? '' : `; ${spellKeyName(leaves.key)} leaves it`;
  return `${spellKey(key)} is not bound in copy mode${wayOut}`;
}
