// The key help: its groups, what stands in view, what Enter does; as pictures at three sizes.

import { describe, expect, it } from 'vitest';

import { createKeyHelp, type HelpRow, type HelpSection } from '../../src/dialogs/key-help.js';
import { dialogRoom } from '../../src/frame/dialog-box.js';
import { press, ROOM, selectedText, SMALL, stay, textOf, type } from './press-keys.js';

const one = (key: string, summary: string, command: string | undefined): HelpRow => ({
  label: key,
  summary,
  entries: [{ keys: [key], summary, command }],
});
const focus: HelpRow = {
  label: '←→ hl',
  summary: 'focus the pane there',
  entries: [
    { keys: ['Left', 'h'], summary: 'pane left', command: 'focus left' },
    { keys: ['Right', 'l'], summary: 'pane right', command: 'focus right' },
  ],
};
const SECTIONS: HelpSection[] = [
  {
    title: 'panes',
    rows: [one('z', 'zoom the pane', 'zoom'), one('%', 'split right', 'split right'), focus],
  },
  { title: 'tabs', rows: [] },
  {
    title: 'sessions',
    rows: [one('s', 'セッションを選ぶ', 'picker'), one('"', 'split below', 'split below')],
  },
  { title: 'in copy mode (Ctrl-q [)', isApart: true, rows: [one('y', 'copy the selection', undefined)] },
];
const help = createKeyHelp({ prefix: 'Ctrl-q', sections: SECTIONS });
const trimmed = (lines: readonly string[]): string[] => lines.map((line) => line.trimEnd());

describe('the key help', () => {
  it('lists groups with headings', () => {
    expect(trimmed(textOf(help.view(ROOM)))).toEqual([
      'find:',
      'panes',
      '  z           zoom the pane',
      '  %           split right',
      '  ←→ hl       focus the pane there',
      'sessions',
      '  s           セッションを選ぶ',
      '  "           split below',
      'in copy mode (Ctrl-q [)',
      '  y           copy the selection',
    ]);
  });

  it.each([
    [120, 40],
    [80, 24],
    [60, 15],
    [40, 10],
  ])('selects rows and never headings, which come into view with their first row, at %ix%i', (cols, rows) => {
    const room = dialogRoom(rows, cols);
    const look = (steps: number, from: string, key: string): string[] => {
      const dialog = stay(press(help, from));
      let at = dialog;
      const seen: string[] = [];
      for (let step = 0; step < steps; step++) {
        const view = at.view(room);
        seen.push((selectedText(view) ?? '').trim().split(' ')[0] ?? '');
        expect(view.lines.length).toBeLessThanOrEqual(room.rows);
        at = stay(press(at, key));
      }
      return seen;
    };
    expect(look(6, 'Home', 'Down')).toEqual(['z', '%', '←→', 's', '"', 'y']);
    expect(look(7, 'End', 'Up')).toEqual(['y', '"', 's', '←→', '%', 'z', 'z']);
    const top = stay(press(help, 'End', 'Home')).view(room);
    expect(textOf(top)[1]).toBe('panes');
  });

  it('keeps a heading in view while one goes up to its first row', () => {
    const low = { rows: 4, cols: 60 };
    let dialog = stay(press(help, 'End'));
    dialog.view(low);
    for (let step = 0; step < 3; step++) {
      const next = dialog.press({ name: 'Up', ctrl: false, alt: false, shift: false });
      dialog = stay(next);
      dialog.view(low);
    }
    expect(selectedText(dialog.view(low))).toContain('←→ hl');
    const twoUp = stay(dialog.press({ name: 'Home', ctrl: false, alt: false, shift: false }));
    expect(trimmed(textOf(twoUp.view(low)))).toEqual([
      'find:',
      'panes',
      '  z           zoom the pane',
      '  %           split right',
    ]);
  });

  it('narrows by words, without headings, and runs what is selected', () => {
    expect(textOf(type(help, 'split').view(ROOM)).slice(1)).toEqual([
      '%           split right',
      '"           split below',
    ]);
    expect(press(type(help, 'split'), 'Down', 'Enter')).toEqual({
      type: 'close',
      commands: ['split below'],
    });
    // Scattered letters match if nothing else does.
    expect(textOf(type(help, 'splb').view(ROOM)).slice(1)).toEqual(['"           split below']);
    expect(press(type(help, '%'), 'Enter')).toEqual({ type: 'close', commands: ['split right'] });
    expect(press(type(help, 'nothing'), 'Enter')).toEqual({ type: 'close', commands: [] });
  });

  it('narrows a row of several keys to each of them', () => {
    const row = stay(press(help, 'Down', 'Down'));
    expect(selectedText(row.view(ROOM))).toContain('focus the pane there');
    const refused = stay(press(row, 'Enter')).view(ROOM);
    expect(refused).toMatchObject({ footer: 'several keys: type to narrow to one  Esc', isNote: true });
    expect(textOf(type(help, 'focus').view(ROOM)).slice(1)).toEqual([
      'Left h      pane left',
      'Right l     pane right',
    ]);
    expect(press(type(help, 'l'), 'Enter')).toEqual({ type: 'close', commands: ['focus right'] });
  });

  it('says of a key of copy mode that it works there', () => {
    const copy = type(help, 'copy the');
    expect(textOf(copy.view(ROOM)).at(-1)).toBe('y           copy the selection  in copy mode (Ctrl-q [)');
    const refused = stay(press(copy, 'Enter'));
    expect(refused.view(ROOM)).toMatchObject({
      footer: 'y works in copy mode (Ctrl-q [)  Esc',
      isNote: true,
    });
    expect(stay(press(refused, 'Backspace')).view(ROOM).isNote).toBeUndefined();
  });

  it('shows that a summary is cut', () => {
    expect(textOf(help.view({ rows: 9, cols: 28 }))[4]).toBe('  ←→ hl       focus the pan…');
  });

  it('clears the filter before it closes', () => {
    const cleared = stay(press(type(help, 'split'), 'Escape'));
    expect(textOf(cleared.view(ROOM))).toHaveLength(10);
    expect(press(cleared, 'Escape')).toEqual({ type: 'close', commands: [] });
    expect(textOf(help.view({ rows: 2, cols: 36 }))).toHaveLength(2);
    expect(textOf(help.view({ rows: 1, cols: 36 }))).toEqual(['find: ']);
  });

  it('keeps what is selected when a key has nothing to move', () => {
    const last = stay(press(help, 'End'));
    for (const key of ['Down', 'End', 'PageDown', 'Left', 'F5'])
      expect(selectedText(stay(press(last, key)).view(ROOM))).toContain('copy the selection');
  });

  it('fills its room again when the room has grown', () => {
    const rows = Array.from({ length: 30 }, (_, at) => one(`F${at}`, 'x', 'x'));
    const long = createKeyHelp({ prefix: 'Ctrl-q', sections: [{ title: 'panes', rows }] });
    const end = stay(press(long, 'End'));
    expect(textOf(end.view(SMALL))).toHaveLength(5);
    expect(textOf(end.view({ rows: 32, cols: 36 }))).toHaveLength(32);
  });
});
