import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DEFAULT_BINDINGS, resolveBindings } from '../../src/keymap/default-bindings.js';
import type { KeyState, KeyTable } from '../../src/keymap/key-table.js';
import { pressKey, ROOT } from '../../src/keymap/key-table.js';
import {
  formatKeyName,
  NAMED_KEYS,
  parseKeyName,
  plainKey,
  sameKey,
  type Key,
} from '../../src/keymap/key.js';
import { describeSilent, isUnmistakable, resolveRootBindings } from '../../src/keymap/root-bindings.js';

const table: KeyTable = {
  prefix: { ...plainKey('q'), ctrl: true },
  bindings: new Map(DEFAULT_BINDINGS.map((binding) => [binding.key, binding])),
  root: new Map(),
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

describe('keys without the prefix', () => {
  const bound = (bindings: Record<string, { command: string; pass?: string[] }>): KeyTable => ({
    ...table,
    root: resolveRootBindings({ rootBindings: bindings, rootPass: ['vim'] }, table.prefix),
  });
  const run = (keys: KeyTable, ...names: string[]): string[] => {
    let state: KeyState = ROOT;
    return names.map((name) => {
      const key = parseKeyName(name);
      if (!key) throw new Error(`no key ${name}`);
      const result = pressKey(keys, state, key, 0);
      state = result.state;
      const { action } = result;
      if (action.type === 'root') return `${action.binding.command} but ${action.binding.pass.join()}`;
      return action.type === 'command' ? action.command : action.type;
    });
  };

  it('are taken as they come, each with the programs that get it instead', () => {
    const keys = bound({ 'Alt-h': { command: 'focus left' }, F5: { command: 'zoom', pass: [] } });
    expect(run(keys, 'M-h', 'M-h', 'F5', 'h', 'M-H')).toEqual([
      'focus left but vim',
      'focus left but vim',
      'zoom but ',
      'forward',
      'forward',
    ]);
  });

  it('go to the program after the prefix, unless they are bound there', () => {
    const keys = bound({ 'M-h': { command: 'zoom' }, 'M-1': { command: 'tab 1' } });
    expect(run(keys, 'C-q', 'M-h', 'C-q', 'M-1')).toEqual([
      'swallow',
      'forward',
      'swallow',
      'layout even-horizontal',
    ]);
    // What is bound nowhere still says so.
    expect(run(keys, 'C-q', 'M-j')).toEqual(['swallow', 'unbound']);
  });

  it('come after a key that repeats', () => {
    const keys = bound({ 'C-Left': { command: 'focus left', pass: [] } });
    expect(run(keys, 'C-q', 'C-Left', 'C-Left', 'Escape', 'C-Left')).toEqual([
      'swallow',
      'resize left 1',
      'resize left 1',
      'forward',
      'focus left but ',
    ]);
  });

  it('are never those that are refused, nor those that are unbound', () => {
    const keys = bound({
      'C-q': { command: 'zoom' },
      h: { command: 'zoom' },
      'S-h': { command: 'zoom' },
      Tab: { command: 'zoom' },
      'M-z': { command: 'none' },
    });
    expect(keys.root.size).toBe(0);
  });

  it('share bytes with another key in most terminals, which is not them', () => {
    const key = parseKeyName('C-i') as Key;
    expect(isUnmistakable(key, Buffer.from('\t'))).toBe(false);
    expect(isUnmistakable(key, Buffer.from('\x1b[105;5u'))).toBe(true);
    expect(isUnmistakable(parseKeyName('C-k') as Key, Buffer.from('\u000b'))).toBe(true);
    expect(isUnmistakable(parseKeyName('C-Space') as Key, Buffer.from('\0'))).toBe(false);
    const silent = (...names: string[]): string | undefined =>
      describeSilent(bound(Object.fromEntries(names.map((name) => [name, { command: 'zoom' }]))).root);
    expect(silent('M-h', 'F5', 'Menu')).toBeUndefined();
    expect(silent('C-i', 'M-h', 'Pause')).toMatch(
      /^C-i of root_bindings cannot be told from Tab here, and Pause of root_bindings may not arrive here;/,
    );
  });
});
