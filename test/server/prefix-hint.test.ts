import { describe, expect, it } from 'vitest';

import { parseKeyName, type Key } from '../../src/keymap/key.js';
import { hintFor } from '../../src/server/view/prefix-hint.js';
import { readKeys } from '../../src/keymap/read-keys.js';

const PREFIX = parseKeyName('C-q') as Key;
const { keyOf } = readKeys({ prefix: 'C-q', bindings: {} });

describe('the hint', () => {
  it('names the prefix and two keys behind it, within 60 columns', () => {
    const hint = hintFor(PREFIX, keyOf, { TERM_PROGRAM: 'iTerm.app' });
    expect(hint).toBe('Ctrl-q is the prefix: Ctrl-q ? shows keys, Ctrl-q d detaches');
    expect(hint.length).toBeLessThanOrEqual(60);
  });

  it('names the keys that are bound, and none that is not', () => {
    const keys = readKeys({ prefix: 'M-a', bindings: { '?': 'none', F1: 'keys', d: 'none' } });
    expect(hintFor(keys.prefix, keys.keyOf, {})).toBe('Alt-a is the prefix: Alt-a F1 shows keys');
    const none = readKeys({ prefix: 'C-b', bindings: { '?': 'none', d: 'none' } });
    expect(hintFor(none.prefix, none.keyOf, {})).toBe('Ctrl-b is the prefix');
  });

  it.each([
    [{ ZELLIJ: '0' }, 'zellij'],
    [{ TERM_PROGRAM: 'vscode' }, 'VS Code'],
  ])('tells with %j how to change it', (env, taker) => {
    expect(hintFor(PREFIX, keyOf, env)).toBe(`if ${taker} takes Ctrl-q: prefix = "M-q" in config.toml`);
  });
});
