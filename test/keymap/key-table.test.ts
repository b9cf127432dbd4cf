import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DEFAULT_BINDINGS, resolveBindings } from '../../src/keymap/default-bindings.js';
import type { KeyState, KeyTable } from '../../src/keymap/key-table.js';
import { pressKey, ROOT } from '../../src/keymap/key-table.js';
import { formatKeyName, NAMED_KEYS, parseKeyName, plainKey, sameKey } from '../../src/keymap/key.js';

const table: KeyTable = {
  prefix: { ...plainKey('q'), ctrl: true },
  bindings: new Map(DEFAULT_BINDINGS.map((binding) => [binding.key, binding])),
  repeatTimeMs: 500,
};

/** What each key does, one every 100 ms. */
function press(...names: string[]): string[] {
  let state: KeyState = ROOT;
  return names.map((name, at) => {
    const key = parseKeyName(name);
    if (!key) throw new Error(`no key ${name}`);
    const result = pressKey(table, state, key, at * 100);
    state = result.state;
    return result.action.type === 'command' ? result.action.command : result.action.type;
  });
}

describe('key names', () => {
  it('come back as they were written', () => {
    const name = fc.oneof(fc.constantFrom(...NAMED_KEYS), fc.constantFrom('a', 'A', '%', '漢', '-', '"'));
    const modifiers = fc.record({ ctrl: fc.boolean(), alt: fc.boolean(), shift: fc.boolean() });
    fc.assert(
      fc.property(name, modifiers, (keyName, flags) => {
        const text = formatKeyName({ name: keyName, ...flags });
        const parsed = parseKeyName(text);
        expect(parsed && formatKeyName(parsed)).toBe(text);
      }),
    );
  });

  it.each([
    ['Ctrl-q', 'C-q'],
    ['Alt-1', 'M-1'],
    ['C-M-Left', 'C-M-Left'],
    ['esc', 'Escape'],
    ['C--', 'C--'],
    ['C-Q', 'C-q'],
  ])('%s is %s', (written, canonical) => {
    const key = parseKeyName(written);
    expect(key && formatKeyName(key)).toBe(canonical);
  });

  it.each(['', 'Nope', 'C-', 'ab', 'C-C-x', 'Ctrl-c-x', 'M-C-M-x', 'S-S-F1'])('%j is none', (written) => {
    expect(parseKeyName(written)).toBeUndefined();
  });

  it('compare by what is typed', () => {
    expect(sameKey({ ...plainKey('a'), shift: true }, plainKey('A'))).toBe(true);
  });
});

describe('the key table', () => {
  it('takes only the prefix from a pane', () => {
    expect(press('a', 'C-c', 'Escape', 'C-q', 'z', 'z')).toEqual([
      'forward',
      'forward',
      'forward',
      'swallow',
      'zoom',
      'forward',
    ]);
  });

  it('sends the prefix itself when it is pressed twice', () => {
    expect(press('C-q', 'C-q', 'a')).toEqual(['swallow', 'send-prefix', 'forward']);
  });

  it('tells a key that is bound to nothing from one that takes the prefix back', () => {
    expect(press('C-q', 'F7', 'F7')).toEqual(['swallow', 'unbound', 'forward']);
    expect(press('C-q', 'Escape', 'C-q', 'C-c', 'x')).toEqual([
      'swallow',
      'swallow',
      'swallow',
      'swallow',
      'forward',
    ]);
  });

  it('repeats what is repeatable for half a second', () => {
    expect(press('C-q', 'C-Left', 'C-Left', 'C-Right', 'x')).toEqual([
      'swallow',
      'resize left 1',
      'resize left 1',
      'resize right 1',
      'forward',
    ]);
    const later = pressKey(table, { mode: 'repeat', until: 500 }, { ...plainKey('Left'), ctrl: true }, 501);
    expect(later.action).toEqual({ type: 'forward' });
  });
});

describe('the default bindings', () => {
  it('have canonical names, each once', () => {
    for (const { key } of DEFAULT_BINDINGS) {
      const parsed = parseKeyName(key);
      expect(parsed && formatKeyName(parsed)).toBe(key);
    }
    expect(new Set(DEFAULT_BINDINGS.map(({ key }) => key)).size).toBe(DEFAULT_BINDINGS.length);
  });

  it('can be changed, unbound, and follow the prefix', () => {
    const bindings = resolveBindings({ 'Ctrl-x': 'zoom', z: 'none', nonsense: 'zoom' }, 'C-b');
    const commandOf = (key: string): string | undefined =>
      bindings.find((binding) => binding.key === key)?.command;
    expect(commandOf('C-x')).toBe('zoom');
    expect(commandOf('z')).toBeUndefined();
    expect(commandOf('C-b')).toBe('send-prefix');
    expect(commandOf('C-q')).toBeUndefined();
  });
});
