// What one complete escape sequence means. Owns the tables of keys: legacy xterm, rxvt and linux,
// modifyOtherKeys, CSI u (kitty). Leaves finding the sequences in a stream to input-decoder.ts. Sources:
// xterm's ctlseqs ("PC-Style Function Keys"), the kitty keyboard protocol, terminfo's rxvt and linux entries.

import type { InputEvent, MouseInput } from './input-event.js';
import type { Key } from './key.js';
import { normalKey, plainKey } from './key.js';
import { latinTwin } from './latin-twin.js';

/** Final bytes of CSI and SS3. */
export const LETTER_KEYS: Readonly<Record<string, string>> = {
  A: 'Up',
  B: 'Down',
  C: 'Right',
  D: 'Left',
  // The 5 of the keypad without NumLock.
  E: 'Begin',
  F: 'End',
  H: 'Home',
  P: 'F1',
  Q: 'F2',
  R: 'F3',
  S: 'F4',
};

/** First parameter of `CSI N ~`. */
export const TILDE_KEYS: Readonly<Record<number, string>> = {
  1: 'Home',
  2: 'Insert',
  3: 'Delete',
  4: 'End',
  5: 'PageUp',
  6: 'PageDown',
  7: 'Home',
  8: 'End',
  11: 'F1',
  12: 'F2',
  13: 'F3',
  14: 'F4',
  15: 'F5',
  17: 'F6',
  18: 'F7',
  19: 'F8',
  20: 'F9',
  21: 'F10',
  23: 'F11',
  24: 'F12',
  25: 'F13',
  26: 'F14',
  28: 'F15',
  // F16 of a VT220; current terminals send it for Menu.
  29: 'Menu',
  31: 'F17',
  32: 'F18',
  33: 'F19',
  34: 'F20',
};

/** rxvt's arrows with modifiers: lower case with Shift, SS3 lower case with Ctrl. */
const RXVT_ARROWS: Readonly<Record<string, string>> = { a: 'Up', b: 'Down', c: 'Right', d: 'Left' };
/** The linux console's `ESC [ [ A`. */
const LINUX_FUNCTION_KEYS = 'ABCDE';

const NAMED_CODE_POINTS: Readonly<Record<number, string>> = {
  8: 'Backspace',
  9: 'Tab',
  13: 'Enter',
  27: 'Escape',
  32: 'Space',
  127: 'Backspace',
};

/** Named keys in the kitty protocol's private range; '': locks, which a terminal keeps to itself. */
const KITTY_FIRST = 57344;
const KITTY_KEYS = [
  ...'Escape,Enter,Tab,Backspace,Insert,Delete,Left,Right,Up,Down,PageUp,PageDown,Home,End'.split(','),
  ...',ScrollLock,,PrintScreen,Pause,Menu'.split(','),
  ...Array.from({ length: 35 }, (_, at) => `F${at + 1}`),
];
/** Keys that only this protocol reports, by name. */
export const KITTY_CODES: ReadonlyMap<string, number> = new Map(
  KITTY_KEYS.map((name, at) => [name, KITTY_FIRST + at]),
);
/** The keypad in the same range, from 57399 on; what it types, or the key it duplicates. */
const KITTY_KEYPAD = [
  ...'0123456789./*-+',
  'Enter',
  '=',
  ',',
  'Left',
  'Right',
  'Up',
  'Down',
  'PageUp',
  'PageDown',
  'Home',
  'End',
  'Insert',
  'Delete',
  'Begin',
];
const KITTY_KEYPAD_FIRST = 57399;

const NOT_ASCII = /^[^\0-\x7f]+$/;

/** xterm's modifier parameter is 1 + these; its Meta is our Alt. */
const SHIFT = 1;
const ALT = 2 | 8;
const CTRL = 4;
/** In CSI u: super and hyper, chords of the desktop and not text; meta is 32. */
const KITTY_SUPER = 8 | 16;
const KITTY_META = 32;

function withModifiers(name: string, parameter: number): Key {
  const bits = Math.max(0, parameter - 1);
  return normalKey({ name, shift: (bits & SHIFT) > 0, alt: (bits & ALT) > 0, ctrl: (bits & CTRL) > 0 });
}

/** `CSI code:shifted:base ; modifiers u` of the kitty protocol. */
function keyOfCsiU([code = 0, shifted = 0, base = 0]: readonly number[], modifiers: number): Key | undefined {
  const bits = Math.max(0, modifiers - 1);
  if (bits & KITTY_SUPER) return undefined;
  const known = 1 + (bits & (SHIFT | ALT | CTRL)) + (bits & KITTY_META ? 2 : 0);
  const key = keyOfCodePoint(shifted && bits & SHIFT && !(bits & CTRL) ? shifted : code, known);
  return key && byPlace(key, base);
}

/**
 * For a layout without Latin letters: chords mean the key at that position on the standard layout, which is
 * the character `base` if the terminal reports it. Text stays as typed.
 */
function byPlace(key: Key, base: number): Key {
  if (!NOT_ASCII.test(key.name)) return key;
  const placed = base > 0x20 && base < 0x7f ? { ...key, base: String.fromCodePoint(base) } : key;
  if (!key.ctrl && !(key.alt && base)) return placed;
  const twin = latinTwin(placed);
  return twin ? { ...twin, typed: key.name } : key;
}

function keyOfCodePoint(codePoint: number, modifiers: number): Key | undefined {
  const keypad = KITTY_KEYPAD[codePoint - KITTY_KEYPAD_FIRST];
  const named = NAMED_CODE_POINTS[codePoint] ?? KITTY_KEYS[codePoint - KITTY_FIRST];
  if (named) return withModifiers(named, modifiers);
  if (keypad) return { ...withModifiers(keypad, modifiers), keypad: true };
  // The private range contains keys that are only modifiers, media keys and the like.
  if (codePoint < 32 || codePoint > 0x10ffff || (codePoint >= 57344 && codePoint <= 63743)) return undefined;
  return withModifiers(String.fromCodePoint(codePoint), modifiers);
}

/** From a keypad key's character to its final byte in SS3. */
export const KEYPAD_OFFSET = 0x40;

/** Keys of the keypad with a name; a VT220's has Tab and Space. */
const KEYPAD_NAMES: Readonly<Record<string, string>> = { M: 'Enter', I: 'Tab', ' ': 'Space' };

/** `ESC O x`. */
export function decodeSs3(final: string): Key | undefined {
  const name = LETTER_KEYS[final];
  if (name) return plainKey(name);
  const rxvt = RXVT_ARROWS[final];
  if (rxvt) return { ...plainKey(rxvt), ctrl: true };
  const named = KEYPAD_NAMES[final];
  if (named) return { ...plainKey(named), keypad: true };
  // Keypad in application mode: the digit, or sign, 0x40 above its ASCII code.
  if (!/^[j-yX]$/.test(final)) return undefined;
  return {
    ...plainKey(final === 'X' ? '=' : String.fromCharCode(final.charCodeAt(0) - KEYPAD_OFFSET)),
    keypad: true,
  };
}

/** `ESC [ [ A` to `E`. */
export function decodeLinuxFunctionKey(final: string): Key | undefined {
  const at = LINUX_FUNCTION_KEYS.indexOf(final);
  return at < 0 ? undefined : plainKey(`F${at + 1}`);
}

/**
 * A complete control sequence: parameters as text (with a private prefix, if any) and final byte.
 * undefined: it means nothing and is ignored (a key release, an unknown key).
 */
export function decodeCsi(parameters: string, final: string, bytes: Uint8Array): InputEvent | undefined {
  const prefix = /^[<=>?]/.exec(parameters)?.[0] ?? '';
  if (prefix === '<' && (final === 'M' || final === 'm'))
    return decodeMouse(parameters.slice(1).split(';').map(Number), final === 'm');
  if (prefix !== '' || parameters.includes('$') || 'cnty'.includes(final)) return { type: 'reply', bytes };
  if (final === 'I' && parameters === '') return { type: 'focus', focused: true };
  if (final === 'O' && parameters === '') return { type: 'focus', focused: false };
  // A cursor position report looks like F3 with modifiers, except for its row or column.
  if (final === 'R' && !/^(1(;[1-9]|;1[0-6])?)?$/.test(parameters)) return { type: 'reply', bytes };
  const key = decodeKey(parameters, final);
  return key && { type: 'key', key, bytes };
}

function decodeKey(parameters: string, final: string): Key | undefined {
  const fields = parameters.split(';').map((field) => field.split(':').map(Number));
  const first = fields[0]?.[0] ?? 0;
  const modifiers = fields[1]?.[0] || 1;
  // Kitty's event type: 3 is the release of a key.
  if (fields[1]?.[1] === 3) return undefined;
  if (final === 'u') return keyOfCsiU(fields[0] ?? [], modifiers);
  if (final === '~' && first === 27) {
    const key = keyOfCodePoint(fields[2]?.[0] ?? 0, modifiers);
    return key && byPlace(key, 0);
  }
  if (final === '~' || final === '^' || final === '$' || final === '@') {
    // Kitty's codes have been sent with either ending.
    if (first >= KITTY_FIRST) return keyOfCodePoint(first, modifiers);
    const name = TILDE_KEYS[first];
    if (!name) return undefined;
    // rxvt ends with ^ for Ctrl, $ for Shift, @ for both.
    const rxvt = { '~': modifiers, '^': 5, $: 2, '@': 6 }[final];
    return withModifiers(name, rxvt);
  }
  if (final === 'Z') return { ...plainKey('Tab'), shift: true };
  const arrow = RXVT_ARROWS[final];
  if (arrow) return { ...plainKey(arrow), shift: true };
  const name = LETTER_KEYS[final];
  return name ? withModifiers(name, modifiers) : undefined;
}

const BUTTONS: readonly MouseInput['button'][] = ['left', 'middle', 'right', 'none'];
/** By the low two bits of the code. */
const WHEEL: readonly MouseInput['action'][] = ['wheel-up', 'wheel-down', 'wheel-left', 'wheel-right'];
const WHEEL_CODE = 64;
const MOTION_CODE = 32;
/** Buttons 8 to 11: back, forward and beyond, which are not used here. */
const EXTRA_BUTTONS_CODE = 128;

/** SGR mouse (1006): `CSI < button ; col ; row M|m`, positions from 1. */
function decodeMouse(parameters: readonly number[], released: boolean): InputEvent | undefined {
  const [code, col, row] = parameters;
  if (code === undefined || !col || !row || code & EXTRA_BUTTONS_CODE) return undefined;
  const button = BUTTONS[code & 3] as MouseInput['button'];
  const isWheel = (code & WHEEL_CODE) > 0;
  return {
    type: 'mouse',
    action: isWheel
      ? (WHEEL[code & 3] as MouseInput['action'])
      : pointerAction({ button, released, moved: (code & MOTION_CODE) > 0 }),
    button: isWheel ? 'none' : button,
    row: row - 1,
    col: col - 1,
    shift: (code & 4) > 0,
    alt: (code & 8) > 0,
    ctrl: (code & 16) > 0,
  };
}

function pointerAction(event: {
  button: MouseInput['button'];
  released: boolean;
  moved: boolean;
}): MouseInput['action'] {
  if (event.released) return 'release';
  if (!event.moved) return 'press';
  return event.button === 'none' ? 'move' : 'drag';
}
