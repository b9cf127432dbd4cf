// The key tables as help and documentation list them.

import { afterEach, describe, expect, it } from 'vitest';

import { copyBindings } from '../../src/keymap/copy-keys.js';
import { DEFAULT_BINDINGS, resolveBindings } from '../../src/keymap/default-bindings.js';
import { copyKeyRows, keyGroups } from '../../src/keymap/key-rows.js';
import { installGlyphs } from '../../src/text/glyphs.js';

const labels = (overrides: Readonly<Record<string, string>>, group: string): string[] =>
  (keyGroups(resolveBindings(overrides, 'C-q')).find((each) => each.group === group)?.rows ?? []).map(
    ({ label }) => label,
  );

afterEach(() => installGlyphs('drawn'));

describe('the rows of the key tables', () => {
  it('are in groups, with keys that belong together in one row', () => {
    expect(keyGroups(DEFAULT_BINDINGS).map(({ group }) => group)).toEqual([
      'panes',
      'tabs',
      'sessions',
      'copying',
      'other',
    ]);
    const panes = labels({}, 'panes');
    expect(panes.slice(0, 4)).toEqual(['%', '"', '←↓↑→ hjkl', 'z']);
    expect(panes.indexOf('Alt-←↓↑→')).toBe(panes.indexOf('Ctrl-←↓↑→') + 1);
    expect(panes).toContain('Alt-1…5');
    expect(labels({}, 'tabs')).toContain('0-9');
  });

  it('contain every binding once, each command with its keys', () => {
    const entries = keyGroups(DEFAULT_BINDINGS).flatMap(({ rows }) => rows.flatMap((row) => row.entries));
    const pairs = entries.flatMap(({ keys, command }) => keys.map((key) => `${key} ${command}`));
    expect(pairs.toSorted()).toEqual(
      DEFAULT_BINDINGS.map(({ key, command }) => `${key} ${command}`).toSorted(),
    );
    expect(entries.find(({ command }) => command === 'focus left')?.keys).toEqual(['Left', 'h']);
  });

  it('lose what the user binds to something else, or unbinds', () => {
    const panes = labels({ h: 'zoom', Up: 'none', 'M-2': 'none', 'C-Right': 'none' }, 'panes');
    expect(panes).toContain('←↓→ jkl');
    expect(panes).toContain('h');
    expect(panes).toContain('Ctrl-←↓↑');
    expect(panes).toContain('Alt-1,3…5');
    expect(labels({ 3: 'none', 4: 'none', 6: 'none' }, 'tabs')).toContain('0-2,5,7-9');
  });

  it.each([
    ['zoom', 'panes'],
    ['split  right', 'panes'],
    ['split right --type debug', 'panes'],
    ['tab 12', 'tabs'],
    ['new debug', 'sessions'],
    ['switch build', 'sessions'],
    ['copy-mode', 'copying'],
    ['prompt "send 2 "', 'other'],
    ['prompt join', 'panes'],
    ['doctor', 'other'],
  ])('have what a user bound to %j among %s', (command, group) => {
    expect(resolveBindings({ F5: command }, 'C-q').find(({ key }) => key === 'F5')?.group).toBe(group);
    expect(labels({ F5: command }, group)).toContain('F5');
  });

  it('of copy mode have all keys of a command, in the style in use and with the user’s own', () => {
    const vi = copyKeyRows(copyBindings('vi', { x: 'copy-mode cancel', h: 'none' }).values());
    expect(vi.find(({ summary }) => summary === 'down')?.label).toBe('j ↓');
    expect(vi.find(({ summary }) => summary === 'left')?.label).toBe('←');
    expect(vi.find(({ entries }) => entries[0]?.command === 'copy-mode cancel')?.label).toBe('q x');
    const emacs = copyKeyRows(copyBindings('emacs').values());
    expect(emacs.find(({ summary }) => summary === 'down')?.label).toBe('Ctrl-n ↓');
    expect(emacs.find(({ summary }) => summary === 'half a page up')?.label).toBe('Alt-↑');
  });

  it('name arrows in plain text', () => {
    installGlyphs('plain');
    expect(labels({}, 'panes')).toContain('arrows hjkl');
    expect(labels({ Up: 'none' }, 'panes')).toContain('Left,Down,Right hjkl');
    expect(copyKeyRows(copyBindings('vi').values())[0]?.label).toBe('h Left');
  });
});
