// A key for programs that asked to distinguish keys that share legacy bytes: Tab and Ctrl-I, Enter and
// Shift-Enter. Owns the two forms, kitty's CSI u and xterm's modifyOtherKeys. undefined means: as usual
// (encode-legacy.ts). Sources: the kitty keyboard protocol, "Disambiguate escape codes"; xterm's "Modified
// Keys"; tmux's input-keys.c, which like this sends Shift with a printable character as that character in
// both levels.

import { KITTY_CODES } from './control-sequence.js';
import { encodeFunctionKey, modifierParameter } from './encode-legacy.js';
import type { Key } from './key.js';

/** Code points of the named keys that have one. */
const NAMED_CODES: Readonly<Record<string, number>> = {
  Enter: 13,
  Tab: 9,
  Escape: 27,
  Space: 32,
  Backspace: 127,
};
/** A shell needs their single byte after a program that left the mode on. */
const PLAIN_IN_KITTY = new Set(['Enter', 'Tab', 'Backspace']);
const KITTY_KEYPAD_ENTER = 57414;
/** Keys with a code of the protocol's own. */
const ONLY_IN_KITTY = /^(?:F1[3-9]|F2\d|F3[0-5]|Menu|ScrollLock|PrintScreen|Pause)$/;

const codeOf = (name: string): number => NAMED_CODES[name] ?? (name.codePointAt(0) as number);

/** Flag 1 of the kitty protocol. */
export function encodeKitty(key: Key): string | undefined {
  const { name, shift, alt, ctrl } = key;
  const modifier = modifierParameter(key);
  if (key.keypad && name === 'Enter') return csiU(KITTY_KEYPAD_ENTER, modifier);
  // F3's letter form is that of a cursor position report.
  if (name === 'F3') return modifier > 1 ? `\x1b[13;${modifier}~` : '\x1b[13~';
  const ownCode = ONLY_IN_KITTY.test(name) ? KITTY_CODES.get(name) : undefined;
  if (ownCode !== undefined) return csiU(ownCode, modifier);
  const functional = encodeFunctionKey(key, { applicationCursorKeys: false });
  // This protocol has no SS3.
  if (functional !== undefined) return functional.replace('\x1bO', '\x1b[');
  if (modifier === 1) return name === 'Escape' ? csiU(27, 1) : undefined;
  if (PLAIN_IN_KITTY.has(name) || alt || ctrl) {
    // The unshifted key is named, and Shift is among the modifiers.
    const isUpper = /^[A-Z]$/.test(name);
    return csiU(codeOf(isUpper ? name.toLowerCase() : name), isUpper && !shift ? modifier + 1 : modifier);
  }
  return name === 'Escape' ? csiU(27, modifier) : undefined;
}

const csiU = (code: number, modifier: number): string =>
  modifier > 1 ? `\x1b[${code};${modifier}u` : `\x1b[${code}u`;

/** Ctrl with these has a control character of its own, which level 1 does not change. */
const HAS_CONTROL_CHARACTER = /^(?:Space|[/2-8@-~])$/;

export function encodeModifyOtherKeys(key: Key, level: 1 | 2): string | undefined {
  const { name, shift, alt, ctrl } = key;
  const modifier = modifierParameter(key);
  const isPrintable = NAMED_CODES[name] === undefined || name === 'Space';
  if (ONLY_IN_KITTY.test(name)) return undefined;
  if (modifier === 1 || encodeFunctionKey(key, { applicationCursorKeys: false }) !== undefined)
    return undefined;
  if (shift && !alt && !ctrl && isPrintable) return undefined;
  if (level === 1) {
    if (name === 'Backspace' || name === 'Escape') return undefined;
    if (name === 'Tab' && modifier === 2) return undefined;
    if (alt && !ctrl && (isPrintable || !shift)) return undefined;
    if (ctrl && !shift && HAS_CONTROL_CHARACTER.test(name)) return undefined;
  }
  // Unlike kitty, xterm names the character that Shift produces.
  const typed = shift && /^[a-z]$/.test(name) ? name.toUpperCase() : name;
  const isUpper = !shift && /^[A-Z]$/.test(typed);
  return `\x1b[27;${isUpper ? modifier + 1 : modifier};${codeOf(typed)}~`;
}
