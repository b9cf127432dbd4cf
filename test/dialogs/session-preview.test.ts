// What the picker shows of the selected session below its list: its screen, its last lines, or what its row
// says.

import { describe, expect, it } from 'vitest';

import type { DialogRoom } from '../../src/dialogs/dialog-view.js';
import type { PickerRow } from '../../src/dialogs/picker-groups.js';
import { createPicker } from '../../src/dialogs/picker.js';
import type { FindPreview } from '../../src/dialogs/session-preview.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { UNKNOWN_COLOURS } from '../../src/text/terminal-colours.js';
import { press, SMALL, stay, textOf } from './press-keys.js';

const LARGE: DialogRoom = { rows: 24, cols: 80 };
const row = (number: number, more: Partial<PickerRow> = {}): PickerRow => ({
  sessionId: `id-${number}`,
  number,
  name: `session-${number}`,
  type: 'chat',
  state: 'active',
  mark: 'none',
  model: 'guide',
  ageMs: 0,
  unread: 0,
  lastLine: 'it is done',
  lastQuestion: 'what is up?',
  archived: false,
  ...more,
});
const screen = createEmulator({
  rows: 3,
  cols: 20,
  scrollbackLines: 0,
  outerColours: () => UNKNOWN_COLOURS,
});
const ROWS = [
  row(1),
  row(2),
  row(3),
  row(4, { question: { id: 'q', text: 'Run make?', isWhole: true, answers: [], mustBeWhole: false } }),
];
const FIND: FindPreview = (id, room) =>
  id === 'id-1'
    ? { type: 'screen', screen }
    : id === 'id-2'
      ? { type: 'lines', lines: Array.from({ length: 50 }, (_, at) => `${room.rows} rows, line ${at + 1}`) }
      : undefined;
const open = (rows = ROWS) => createPicker({ rows, now: () => 0, findPreview: FIND });
const below = (lines: string[]): string[] =>
  lines.slice(lines.findIndex((line) => line.startsWith('──')) + 1);

describe("the selected session's preview", () => {
  it('is its screen, in the lower half of the room', () => {
    const view = open().view(LARGE);
    expect(view.screen).toEqual({ from: 13, rows: 11, screen });
    expect(view.lines).toHaveLength(24);
    expect(below(textOf(view)).join('')).toBe('');
  });

  it('follows the selection, and is the last lines where there is no screen', () => {
    const second = stay(press(open(), 'Down'));
    const view = second.view(LARGE);
    expect(view.screen).toBeUndefined();
    expect(below(textOf(view))).toEqual(Array.from({ length: 11 }, (_, at) => `11 rows, line ${at + 40}`));
    expect(second).toMatchObject({ selectedSession: 'id-2' });
  });

  it('is what the row says of a session that is not in memory, and nothing where none is selected', () => {
    const third = stay(press(open(), 'Down', 'Down'));
    expect(below(textOf(third.view(LARGE))).slice(0, 3)).toEqual(['> what is up?', '', 'it is done']);
    const none = open([]).view(LARGE);
    expect(textOf(none)[1]).toBe('no session matches');
    expect(below(textOf(none)).join('')).toBe('');
  });

  it('stands above what the session asks', () => {
    const fourth = stay(press(open(), 'End'));
    const lines = textOf(fourth.view(LARGE));
    expect(lines.at(-1)).toBe('Run make?');
    expect(below(lines)).toContain('it is done');
    expect(lines).toHaveLength(24);
  });

  it('leaves the room to the list where there is little', () => {
    const view = open().view(SMALL);
    expect(view.screen).toBeUndefined();
    expect(textOf(view).join('\n')).toContain('session-2');
    expect(textOf(view).some((line) => line.startsWith('──'))).toBe(false);
  });
});
