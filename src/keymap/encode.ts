// From a key to the bytes that a pane's program expects, by the modes it asked for. Owns which of the forms
// is used.

import type { InputModes } from '../terminal/screen.js';
import { encodeKitty, encodeModifyOtherKeys } from './encode-extended.js';
import type { LegacyModes } from './encode-legacy.js';
import { encodeLegacy } from './encode-legacy.js';
import type { Key } from './key.js';

export type KeyModes = LegacyModes & Pick<InputModes, 'kittyFlags' | 'modifyOtherKeys'>;

export const encodeKey = (key: Key, modes: KeyModes): string =>
  encodeExtended(key, modes) ?? encodeLegacy(key, modes);

/** If both were requested, kitty's protocol wins, as in terminals that have both. */
function encodeExtended(key: Key, { kittyFlags, modifyOtherKeys }: KeyModes): string | undefined {
  if (kittyFlags > 0) return encodeKitty(key);
  return modifyOtherKeys === 0 ? undefined : encodeModifyOtherKeys(key, modifyOtherKeys);
}
