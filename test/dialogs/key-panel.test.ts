import { describe, expect, it } from 'vitest';

import { keyPanel, type PanelGroup } from '../../src/dialogs/key-panel.js';
import { DEFAULT_BINDINGS, resolveBindings } from '../../src/keymap/default-bindings.js';
import { panelGroups } from '../../src/server/view/describe-key-panel.js';
import { textWidth } from '../../src/text/width.js';

const GROUPS = panelGroups(DEFAULT_BINDINGS);
const COUNT = GROUPS.reduce((sum, { rows }) => sum + rows.length, 0);

function show(cols: number, rows: number, groups: readonly PanelGroup[] = GROUPS, allKey?: string) {
  const view = keyPanel({ groups, prefix: 'Ctrl-q', allKey }, { rows, cols });
  const lines = (view.menu?.lines ?? []).map((line) => line.map(({ text }) => text).join(''));
  const keys = (view.menu?.lines ?? []).flat().filter(({ role }) => role === 'accent');
  return { view, lines, keys: keys.map(({ text }) => text.trim()), note: view.lines[0]?.[0]?.text };
}

describe('the keys after the prefix', () => {
  it.each([
    [200, 50],
    [120, 40],
    [80, 24],
    [60, 15],
    [40, 10],
  ])('leave half of %ix%i, or as little as eight rows need', (cols, rows) => {
    const { lines, keys, note } = show(cols, rows, GROUPS, '?');
    // With the line above it and the row below.
    expect(lines.length + 1).toBeLessThanOrEqual(Math.max(rows / 2, Math.min(10, rows - 2)));
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(cols);
    const left = COUNT - keys.length;
    expect(note).toBe(left === 0 ? '' : `${left} more; ? lists all`);
    if (cols >= 120) expect(left).toBe(0);
    if (cols >= 60) expect(keys).toEqual(expect.arrayContaining(['%', 'c', 's', '[', ':', '?', 'd']));
  });

  it('are those that are used most where not all fit, whichever keys they are', () => {
    const groups = panelGroups(resolveBindings({ '|': 'split right', '%': 'redraw', v: 'echo' }, 'C-q'));
    const { keys, lines } = show(80, 24, groups);
    expect(keys).toEqual(expect.arrayContaining(['|', 'z', 'C', 'x', ']', 'd']));
    expect(keys).not.toContain('%');
    expect(lines.join('\n')).not.toContain('…');
  });

  it('have the first part of a summary where it is too long, and a line of commands is cut', () => {
    const row = (label: string, summary: string) => ({ label, summary });
    const rows = [
      row('X', 'hide the pane; its session keeps running'),
      row('g', 'split right ; new -d build -- make'),
    ];
    expect(show(30, 24, [{ title: 'one', rows }]).lines.map((line) => line.trimEnd())).toEqual([
      '─'.repeat(30),
      ' one',
      ' X  hide the pane',
      ' g  split right ; new -d bu…',
    ]);
  });

  it('are in columns, and a heading is never alone at the end of one', () => {
    const group = (title: string, ...labels: string[]): PanelGroup => ({
      title,
      rows: labels.map((label) => ({ label, summary: `does ${label}` })),
    });
    const groups = [group('one', 'a', 'b', 'c'), group('two', 'Ctrl-x', '漢', 'd', 'e')];
    const { lines } = show(60, 14, groups);
    expect(lines.slice(1).map((line) => line.trimEnd())).toEqual([
      ' one                           two',
      ' a  does a                     Ctrl-x  does Ctrl-x',
      ' b  does b                     漢      does 漢',
      ' c  does c                     d       does d',
      '                               e       does e',
    ]);
  });

  it('are none if nothing is bound, and cannot be narrowed', () => {
    const { lines, view } = show(80, 24, [{ title: 'empty', rows: [] }]);
    expect(lines).toHaveLength(1);
    expect(view).toMatchObject({ placement: 'bottom', title: 'Ctrl-q', footer: 'Esc cancels' });
    expect(view.cursor).toBeUndefined();
  });
});
