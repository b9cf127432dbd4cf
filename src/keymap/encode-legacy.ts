// A key as the bytes that terminals have always sent for it. Owns function keys, controls and the application
// modes of cursor keys and keypad. A key that cannot be expressed is sent as the nearest one that can.
// Source: xterm's ctlseqs, "PC-Style Function Keys" and "VT220-Style Function Keys".

import type { InputModes } from '../terminal/screen.js';
import { KEYPAD_OFFSET, LETTER_KEYS, TILDE_KEYS } from './control-sequence.js';
import type { Key } from './key.js';

export type LegacyModes = Pick<InputModes, 'applicationCursorKeys' | 'applicationKeypad'>;

const LETTER_OF = new Map(Object.entries(LETTER_KEYS).map(([letter, name]) => [name, letter]));
/** The codes that xterm itself sends. */
const TILDE_OF = new Map(
  Object.entries(TILDE_KEYS)
    .filter(([code]) => (Number(code) < 7 ? Number(code) !== 1 && Number(code) !== 4 : Number(code) >= 15))
    .map(([code, name]) => [name, code]),
);
TILDE_OF.set('F16', '29');
/**
 * A VT220 has 20 function keys. Those beyond are Shift and Ctrl with lower ones in terminfo's xterm entries.
 */
const LAST_WITH_A_CODE = 20;
const FUNCTION_KEYS = 12;

const CONTROL_CODES: Readonly<Record<string, number>> = {
  Space: 0,
  '\\': 0x1c,
  ']': 0x1d,
  '^': 0x1e,
  _: 0x1f,
  '?': 0x7f,
  '@': 0,
  '[': 0x1b,
};
const PLAIN_CODES: Readonly<Record<string, string>> = {
  Enter: '\r',
  Tab: '\t',
  Escape: '\x1b',
  Space: ' ',
  Backspace: '\x7f',
};

/** Keys that only kitty's protocol can report. */
const NAMELESS: ReadonlySet<string> = new Set(['ScrollLock', 'PrintScreen', 'Pause']);

/** xterm's modifier parameter: 1 + shift 1 + alt 2 + ctrl 4. */
export const modifierParameter = ({ shift, alt, ctrl }: Key): number =>
  1 + (shift ? 1 : 0) + (alt ? 2 : 0) + (ctrl ? 4 : 0);

export function encodeLegacy(key: Key, modes: LegacyModes): string {
  if (key.keypad && modes.applicationKeypad && modifierParameter(key) === 1) {
    const keypad = encodeKeypad(key.name);
    if (keypad !== undefined) return keypad;
  }
  const functional = encodeFunctionKey(key, modes);
  if (functional !== undefined) return functional;
  if (key.name === 'Tab' && key.shift) return `${key.alt ? '\x1b' : ''}\x1b[Z`;
  // No byte was ever sent for it.
  if (NAMELESS.has(key.name)) return '';
  return (
    (key.alt ? '\x1b' : '') + (key.ctrl ? controlCharacter(key.name) : (PLAIN_CODES[key.name] ?? key.name))
  );
}

/** Arrows, editing keys, Menu and F1 to F35; undefined for all others. */
export function encodeFunctionKey(
  key: Key,
  modes: Pick<InputModes, 'applicationCursorKeys'>,
): string | undefined {
  const number = Number(/^F(\d+)$/.exec(key.name)?.[1] ?? 0);
  if (number > LAST_WITH_A_CODE) return encodeFunctionKey(belowTwenty(key, number), modes);
  const modifier = modifierParameter(key);
  const letter = LETTER_OF.get(key.name);
  if (letter) {
    if (modifier > 1) return `\x1b[1;${modifier}${letter}`;
    const isFunctionKey = key.name.startsWith('F');
    return isFunctionKey || modes.applicationCursorKeys ? `\x1bO${letter}` : `\x1b[${letter}`;
  }
  const code = TILDE_OF.get(key.name);
  if (code === undefined) return undefined;
  return modifier > 1 ? `\x1b[${code};${modifier}~` : `\x1b[${code}~`;
}

/** terminfo: kf13 to kf24 are F1 to F12 with Shift, kf25 to kf36 the same with Ctrl. */
function belowTwenty(key: Key, number: number): Key {
  const name = `F${((number - 1) % FUNCTION_KEYS) + 1}`;
  return number <= 2 * FUNCTION_KEYS ? { ...key, name, shift: true } : { ...key, name, ctrl: true };
}

/** DECKPAM. Arrows and the like on the keypad are those of the cursor block. */
function encodeKeypad(name: string): string | undefined {
  if (name === 'Enter') return '\x1bOM';
  if (name === '=') return '\x1bOX';
  return /^[0-9*+,\-./]$/.test(name)
    ? `\x1bO${String.fromCharCode(name.charCodeAt(0) + KEYPAD_OFFSET)}`
    : undefined;
}

function controlCharacter(name: string): string {
  if (name === 'Backspace') return '\b';
  const letter = /^[a-z]$/.test(name) ? name.charCodeAt(0) - 0x60 : CONTROL_CODES[name];
  return letter === undefined ? (PLAIN_CODES[name] ?? name) : String.fromCharCode(letter);
}
