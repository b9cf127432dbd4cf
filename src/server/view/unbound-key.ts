// What a key says that is bound to nothing, after the prefix and in copy mode (pure). Escape and Ctrl-C take the prefix back, as everywhere.

import type { CopyBinding } from '../../keymap/copy-keys.js';
import { spellKeyName } from '../../keymap/key-words.js';
import { spellKey, type Key } from '../../keymap/key.js';
import { keyWord } from '../../text/mentions.js';

export const unboundKey = (key: Key): string =>
  `${spellKey(key)} is not bound; ${keyWord('keys')} lists the keys`;

/** Whoever types a text there wants to leave. */
export function unboundCopyKey(key: Key, bindings: ReadonlyMap<string, CopyBinding>): string {
  const leaves = [...bindings.values()].find(({ command }) => command === 'copy-mode cancel');
  const wayOut = leaves === undefined ? '' : `; ${spellKeyName(leaves.key)} leaves it`;
  return `${spellKey(key)} is not bound in copy mode${wayOut}`;
}
