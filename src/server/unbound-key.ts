// What a key after the prefix says that is bound to nothing (pure). Escape and Ctrl-C take the prefix back, as everywhere.

import { spellKey, type Key } from '../keymap/key.js';
import { keyWord } from '../text/mentions.js';

export const unboundKey = (key: Key): string =>
  `${spellKey(key)} is not bound; ${keyWord('keys')} lists the keys`;
