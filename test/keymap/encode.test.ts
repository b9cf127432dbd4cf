import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import type { KeyModes } from '../../src/keymap/encode.js';
import { encodeKey } from '../../src/keymap/encode.js';
import { InputDecoder } from '../../src/keymap/input-decoder.js';
import { formatKeyName, normalKey, parseKeyName, type Key } from '../../src/keymap/key.js';

const LEGACY: KeyModes = {
  applicationCursorKeys: false,
  applicationKeypad: false,
  kittyFlags: 0,
  modifyOtherKeys: 0,
};

const keysOf = (file: string): [bytes: string, name: string][] =>
  Object.entries(
    JSON.parse(readFileSync(new URL(`../../fixtures/keys/${file}.json`, import.meta.url), 'utf8')) as Record<
      string,
      string
    >,
  );

function keyNamed(name: string): Key {
  const key = parseKeyName(name);
  if (!key) throw new Error(`no key ${name}`);
  return key;
}

function decode(text: string): Key[] {
  const decoder = new InputDecoder();
  const events = [...decoder.push(new TextEncoder().encode(text)), ...decoder.flush()];
  return events.flatMap((event) => (event.type === 'key' ? [event.key] : []));
}

const FAMILIES: [file: string, modes: Partial<KeyModes>][] = [
  ['application-cursor', { applicationCursorKeys: true }],
  ['kitty-disambiguate', { kittyFlags: 1 }],
  ['kitty-functional', { kittyFlags: 1 }],
  ['vt220', {}],
  ['vt220', { modifyOtherKeys: 2 }],
  ['modify-other-keys-1', { modifyOtherKeys: 1 }],
  ['modify-other-keys-2', { modifyOtherKeys: 2 }],
];

describe('a key for a pane', () => {
  it.each(FAMILIES)('is encoded as %s says', (file, modes) => {
    for (const [bytes, name] of keysOf(file))
      expect([name, encodeKey(keyNamed(name), { ...LEGACY, ...modes })]).toEqual([name, bytes]);
  });

  it.each(['legacy', 'legacy-alt', 'legacy-modified'])('comes back as the same key: %s', (file) => {
    for (const name of new Set(keysOf(file).map(([, name]) => name)))
      expect(decode(encodeKey(keyNamed(name), LEGACY)).map(formatKeyName)).toEqual([name]);
  });

  // Legacy bytes cannot express that: \b is Ctrl-Backspace and Ctrl-h, ESC ESC is Alt-Escape and two Escapes.
  it.each(FAMILIES.filter(([file]) => /^(?:kitty-dis|.*-2$)/.test(file)))(
    'comes back as a key that sends the same, whatever it is: %s',
    (_, modes) => {
      const all = { ...LEGACY, ...modes };
      const names = [
        'a',
        'A',
        'i',
        '5',
        '%',
        '[',
        ' ',
        '漢',
        'Enter',
        'Tab',
        'Escape',
        'Backspace',
        'Up',
        'F1',
        'F3',
        'Delete',
      ];
      for (const name of names)
        for (let bits = 0; bits < 8; bits++) {
          // In its normal form, which is what the decoder returns.
          const key = normalKey({ name, shift: (bits & 1) > 0, alt: (bits & 2) > 0, ctrl: (bits & 4) > 0 });
          const bytes = encodeKey(key, all);
          // Alt with Escape, or with the bracket that is Escape with Ctrl: to legacy programs two Escapes.
          if (bytes === '\x1b\x1b') continue;
          const decoded = decode(bytes);
          expect([name, bits, decoded.length]).toEqual([name, bits, 1]);
          expect(decoded.map((back) => encodeKey(back, all))).toEqual([bytes]);
        }
    },
  );

  it('goes as the nearest key where the program did not ask for more', () => {
    expect(encodeKey(keyNamed('S-Enter'), LEGACY)).toBe('\r');
    expect(encodeKey(keyNamed('C-S-a'), LEGACY)).toBe('\u0001');
    expect(encodeKey(keyNamed('C-Enter'), LEGACY)).toBe('\r');
  });

  it('goes as terminfo has it beyond the twenty function keys of a VT220', () => {
    const bytes = ['F21', 'F24', 'F25', 'F35', 'M-F30', 'C-F21'].map((name) =>
      encodeKey(keyNamed(name), LEGACY),
    );
    expect(bytes).toEqual([
      '\x1b[20;2~',
      '\x1b[24;2~',
      '\x1b[1;5P',
      '\x1b[23;5~',
      '\x1b[17;7~',
      '\x1b[20;6~',
    ]);
    expect(encodeKey(keyNamed('F16'), LEGACY)).toBe('\x1b[29~');
  });

  it('is nothing where the program did not ask for the only protocol that has it', () => {
    for (const name of ['Pause', 'C-PrintScreen', 'M-ScrollLock'])
      for (const modes of [{}, { modifyOtherKeys: 2 as const }])
        expect(encodeKey(keyNamed(name), { ...LEGACY, ...modes })).toBe('');
  });

  it('follows the application cursor keys with the middle of the keypad', () => {
    expect(encodeKey(keyNamed('Begin'), { ...LEGACY, applicationCursorKeys: true })).toBe('\x1bOE');
    expect(encodeKey(keyNamed('S-Begin'), { ...LEGACY, applicationCursorKeys: true })).toBe('\x1b[1;2E');
  });

  it('follows the application keypad, which bindings and dialogs do not see', () => {
    for (const [bytes, name] of keysOf('application-keypad')) {
      const [key] = decode(bytes);
      if (!key) throw new Error(`no key in ${bytes}`);
      expect(formatKeyName(key)).toBe(name);
      expect(encodeKey(key, { ...LEGACY, applicationKeypad: true })).toBe(bytes);
      expect(encodeKey(key, LEGACY)).toBe(name === 'Enter' ? '\r' : name);
      // The same key of the main block is unchanged.
      expect(encodeKey(keyNamed(name), { ...LEGACY, applicationKeypad: true })).toBe(
        name === 'Enter' ? '\r' : name,
      );
    }
  });

  it('takes the keypad of a kitty terminal for that of any other', () => {
    const digits = keysOf('kitty-keypad').slice(0, 15);
    for (const [bytes, name] of digits)
      expect(decode(bytes).map((key) => encodeKey(key, { ...LEGACY, applicationKeypad: true }))).toEqual([
        `\x1bO${String.fromCharCode(name.charCodeAt(0) + 0x40)}`,
      ]);
    expect(decode('\x1b[57414u').map((key) => encodeKey(key, { ...LEGACY, kittyFlags: 1 }))).toEqual([
      '\x1b[57414u',
    ]);
  });
});
