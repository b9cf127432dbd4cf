import { describe, expect, it } from 'vitest';

import { parseKeyName, type Key } from '../../src/keymap/key.js';
import { hintFor } from '../../src/server/prefix-hint.js';

const PREFIX = parseKeyName('C-q') as Key;

describe('the hint', () => {
  it('names the prefix and two keys behind it, within 60 columns', () => {
    const hint = hintFor(PREFIX, { TERM_PROGRAM: 'iTerm.app' });
    expect(hint).toBe('Ctrl-q is the prefix: Ctrl-q ? shows keys, Ctrl-q d detaches');
    expect(hint.length).toBeLessThanOrEqual(60);
  });

  it.each([
    [{ ZELLIJ: '0' }, 'zellij'],
    [{ TERM_PROGRAM: 'vscode' }, 'VS Code'],
  ])('tells with %j how to change it', (env, taker) => {
    expect(hintFor(PREFIX, env)).toBe(
      `Ctrl-q is the prefix; if ${taker} keeps it: prefix = "M-q" in the file that qmux config path names`,
    );
  });
});
