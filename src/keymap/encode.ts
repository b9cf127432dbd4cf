// From keys, pastes and focus to the bytes that a pane's program expects, by the modes it asked for.
// Owns the legacy encoding; a key that it cannot express goes as the plain one. Source: xterm's ctlseqs.

import type { InputModes } from '../terminal/screen.js';
import { LETTER_KEYS, TILDE_KEYS } from './control-sequence.js';
import type { Key } from './key.js';

const LETTER_OF = new Map(Object.entries(LETTER_KEYS).map(([letter, name]) => [name, letter]));
/** The codes that xterm itself sends. */
const TILDE_OF = new Map(
  Object.entries(TILDE_KEYS)
    .filter(([code]) => (Number(code) < 7 ? Number(code) !== 1 && Number(code) !== 4 : Number(code) >= 15))
    .map(([code, name]) => [name, code]),
);

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

export function encodeKey(key: Key, modes: Pick<InputModes, 'applicationCursorKeys'>): string {
  const modifier = 1 + (key.shift ? 1 : 0) + (key.alt ? 2 : 0) + (key.ctrl ? 4 : 0);
  const letter = LETTER_OF.get(key.name);
  if (letter) {
    if (modifier > 1) return `\x1b[1;${modifier}${letter}`;
    const isFunctionKey = key.name.startsWith('F');
    return isFunctionKey || modes.applicationCursorKeys ? `\x1bO${letter}` : `\x1b[${letter}`;
  }
  const code = TILDE_OF.get(key.name);
  if (code) return modifier > 1 ? `\x1b[${code};${modifier}~` : `\x1b[${code}~`;
  if (key.name === 'Tab' && key.shift) return `${key.alt ? '\x1b' : ''}\x1b[Z`;
  return (
    (key.alt ? '\x1b' : '') + (key.ctrl ? controlCharacter(key.name) : (PLAIN_CODES[key.name] ?? key.name))
  );
}

function controlCharacter(name: string): string {
  if (name === 'Backspace') return '\b';
  const letter = /^[a-z]$/.test(name) ? name.charCodeAt(0) - 0x60 : CONTROL_CODES[name];
  return letter === undefined ? (PLAIN_CODES[name] ?? name) : String.fromCharCode(letter);
}

const PASTE_START = '\x1b[200~';
const PASTE_END = '\x1b[201~';

/** The text of a paste; an end marker inside it would end it early and run the rest as typed. */
export function encodePaste(bytes: Uint8Array, modes: Pick<InputModes, 'bracketedPaste'>): Uint8Array {
  const text = Buffer8.decode(bytes);
  const safe = text.replaceAll(PASTE_END, '');
  if (modes.bracketedPaste) return Buffer8.encode(PASTE_START + safe + PASTE_END);
  return safe === text ? bytes : Buffer8.encode(safe);
}

/** Bytes as characters and back, whatever they are: a paste need not be UTF-8. */
const Buffer8 = {
  decode: (bytes: Uint8Array): string => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192)
      text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return text;
  },
  encode: (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0)),
};

export const encodeFocus = (focused: boolean): string => (focused ? '\x1b[I' : '\x1b[O');
