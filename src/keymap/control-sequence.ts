// What one complete escape sequence means. Owns the tables of keys: legacy xterm, rxvt and linux, modifyOtherKeys,
// CSI u (kitty). Leaves finding the sequences in a stream to input-decoder.ts.
// Sources: xterm's ctlseqs ("PC-Style Function Keys"), the kitty keyboard protocol, terminfo's rxvt and linux entries.

import type { InputEvent, MouseInput } from './input-event.js';
import type { Key } from './key.js';
import { normalKey, plainKey } from './key.js';

/** Final bytes of CSI and SS3. */
export const LETTER_KEYS: Readonly<Record<string, string>> = {
  A: 'Up',
  B: 'Down',
  C: 'Right',
  D: 'Left',
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
  57414: 'Enter',
};

/** Keypad digits and signs in the kitty protocol's private range, from 57399. */
const KITTY_KEYPAD = '0123456789./*-+\r=';
const KITTY_KEYPAD_FIRST = 57399;

/** xterm's modifier parameter: 1 + shift 1 + alt 2 + ctrl 4 (+ super 8, ignored). */
function withModifiers(name: string, parameter: number): Key {
  const bits = Math.max(0, parameter - 1);
  return normalKey({ name, shift: (bits & 1) > 0, alt: (bits & 2) > 0, ctrl: (bits & 4) > 0 });
}

function keyOfCodePoint(codePoint: number, modifiers: number): Key | undefined {
  const keypad = KITTY_KEYPAD[codePoint - KITTY_KEYPAD_FIRST];
  const named = NAMED_CODE_POINTS[codePoint];
  if (named) return withModifiers(named, modifiers);
  if (keypad) return withModifiers(keypad, modifiers);
  // The private range holds keys that are only modifiers, media keys and the like.
  if (codePoint < 32 || codePoint > 0x10ffff || (codePoint >= 57344 && codePoint <= 63743)) return undefined;
  return withModifiers(String.fromCodePoint(codePoint), modifiers);
}

/** `ESC O x`. */
export function decodeSs3(final: string): Key | undefined {
  const name = LETTER_KEYS[final];
  if (name) return plainKey(name);
  const rxvt = RXVT_ARROWS[final];
  if (rxvt) return { ...plainKey(rxvt), ctrl: true };
  if (final === 'M') return plainKey('Enter');
  // Keypad in application mode: the digit, or sign, 0x40 above its ASCII code.
  return /^[j-y]$/.test(final) ? plainKey(String.fromCharCode(final.charCodeAt(0) - 0x40)) : undefined;
}

/** `ESC [ [ A` to `E`. */
export function decodeLinuxFunctionKey(final: string): Key | undefined {
  const at = LINUX_FUNCTION_KEYS.indexOf(final);
  return at < 0 ? undefined : plainKey(`F${at + 1}`);
}

/**
 * A whole control sequence: parameters as text (with a private prefix, if any) and final byte.
 * undefined: it means nothing and is swallowed (a key release, an unknown key).
 */
export function decodeCsi(parameters: string, final: string, bytes: Uint8Array): InputEvent | undefined {
  const prefix = /^[<=>?]/.exec(parameters)?.[0] ?? '';
  if (prefix === '<' && (final === 'M' || final === 'm'))
    return decodeMouse(parameters.slice(1).split(';').map(Number), final === 'm');
  if (prefix !== '' || parameters.includes('$') || 'cnty'.includes(final)) return { type: 'reply', bytes };
  if (final === 'I' && parameters === '') return { type: 'focus', focused: true };
  if (final === 'O' && parameters === '') return { type: 'focus', focused: false };
  // A cursor position report looks like F3 with modifiers, but for its row or column.
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
  if (final === 'u') return keyOfCodePoint(first, modifiers);
  if (final === '~' && first === 27) return keyOfCodePoint(fields[2]?.[0] ?? 0, modifiers);
  if (final === '~' || final === '^' || final === '$' || final === '@') {
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

const BUTTONS = ['left', 'middle', 'right', 'none'] as const;

/** SGR mouse (1006): `CSI < button ; col ; row M|m`, positions from 1. */
function decodeMouse(parameters: readonly number[], released: boolean): InputEvent | undefined {
  const [code, col, row] = parameters;
  if (code === undefined || !col || !row) return undefined;
  const action: MouseInput['action'] =
    code & 64
      ? code & 1
        ? 'wheel-down'
        : 'wheel-up'
      : released
        ? 'release'
        : code & 32
          ? (code & 3) === 3
            ? 'move'
            : 'drag'
          : 'press';
  return {
    type: 'mouse',
    action,
    button: code & 64 ? 'none' : (BUTTONS[code & 3] as MouseInput['button']),
    row: row - 1,
    col: col - 1,
    shift: (code & 4) > 0,
    alt: (code & 8) > 0,
    ctrl: (code & 16) > 0,
  };
}
