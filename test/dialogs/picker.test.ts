import { describe, expect, it } from 'vitest';

import type { Dialog } from '../../src/dialogs/dialog-view.js';
import type { PickerRow } from '../../src/dialogs/picker-groups.js';
import { createPicker, isPicker, type Picker } from '../../src/dialogs/picker.js';
import { textWidth } from '../../src/text/width.js';
import { press, ROOM, selectedText, SMALL, stay, textOf, type } from './press-keys.js';

function asPicker(dialog: Dialog): Picker {
  if (!isPicker(dialog)) throw new Error(`${dialog.name} is no picker`);
  return dialog;
}

describe('the picker', () => {
  const row = (number: number, facts: Partial<PickerRow> = {}): PickerRow => ({
    sessionId: `id-${number}`,
    number,
    name: `session-${number}`,
    type: 'chat',
    state: 'active',
    mark: 'none',
    model: 'guide',
    ageMs: 0,
    unread: 0,
    lastLine: '',
    lastQuestion: '',
    archived: false,
    ...facts,
  });
  const rows = [
    row(1),
    row(2, { mark: 'needs-you', name: '漢字-debug' }),
    row(3, { mark: 'answering' }),
    row(4, { mark: 'unseen', unread: 3, lastQuestion: 'why is the login slow' }),
    row(0, { sessionId: 'old', name: 'old-one', archived: true }),
  ];
  const picker = createPicker({ now: () => 0, findPreview: () => undefined, rows });

  it('groups by what sessions need, the archive folded', () => {
    expect(textOf(picker.view(ROOM)).filter((line) => /\(\d+\)/.test(line))).toEqual([
      'Needs you (1)',
      'Answering (1)',
      'Unseen (1)',
      'Idle (1)',
      'Archived (1)',
    ]);
    expect(textOf(picker.view(ROOM)).some((line) => line.includes('old-one'))).toBe(false);
    const opened = stay(press(picker, 'End', 'Enter'));
    expect(textOf(opened.view({ rows: 15, cols: 80 })).at(-1)).toContain('old-one');
  });

  it('lists other machines only where some are known', () => {
    const options = { now: () => 0, findPreview: () => undefined, rows };
    const knowing = createPicker({ ...options, hasHosts: true });
    expect(press(knowing, 'M-h')).toMatchObject({ type: 'run', commands: [['hosts']] });
    expect(knowing.view(ROOM).footer).toContain('Alt-h other machines');
    expect(press(picker, 'M-h')).toMatchObject({ type: 'stay' });
    expect(picker.view(ROOM).footer).not.toContain('Alt-h');
  });

  it('switches, reopens, splits, renames, creates', () => {
    expect(press(picker, 'Enter')).toEqual({ type: 'close', commands: [['switch', '#2']] });
    expect(press(picker, 'Down', 'Enter')).toEqual({ type: 'close', commands: [['switch', '#3']] });
    expect(press(type(picker, 'old'), 'Enter')).toEqual({ type: 'close', commands: [['reopen', 'old']] });
    expect(press(picker, 'C-v')).toEqual({
      type: 'close',
      commands: [['split', 'right', '--session', '#2']],
    });
    expect(press(picker, 'C-r')).toMatchObject({ type: 'run', commands: [['rename', '--ask', '#2']] });
    expect(press(picker, 'C-n')).toEqual({ type: 'close', commands: [['tab', 'new']] });
    expect(press(picker, 'C-d')).toMatchObject({ type: 'run', commands: [['close', '#2']] });
  });

  it('marks several with Tab, for closing and exporting together', () => {
    const marked = stay(press(picker, 'Tab', 'Tab'));
    expect(textOf(marked.view(ROOM)).filter((line) => line.startsWith('* '))).toHaveLength(2);
    expect(marked.view(ROOM).title).toBe('sessions, 2 marked');
    expect(marked.view(ROOM).footer).toMatch(/^Ctrl-t actions on 2 {2}Ctrl-a all/);
    expect(press(marked, 'C-t')).toMatchObject({ type: 'run', commands: [['actions', 'id-2', 'id-3']] });
    expect(press(marked, 'C-r')).toMatchObject({ commands: [['rename', '--ask', '#2', '#3']] });
    expect(press(marked, 'C-o')).toMatchObject({ type: 'run', commands: [['export', '--ask', '#2', '#3']] });
    const closed = press(marked, 'C-d');
    expect(closed).toMatchObject({
      type: 'run',
      commands: [['close', '#2', '#3']],
    });
    expect(stay(closed).view(ROOM).title).toBe('sessions');
    const unmarked = stay(press(marked, 'Home', 'Tab'));
    expect(press(unmarked, 'C-d')).toMatchObject({ commands: [['close', '#3']] });
    expect(press(picker, 'C-o')).toMatchObject({ commands: [['export', '--ask', '#2']] });
  });

  it('forgets marks of sessions that are gone, and keeps them while it narrows', () => {
    const marked = asPicker(stay(press(picker, 'Tab', 'Tab')));
    const fewer = marked.withRows(rows.filter(({ number }) => number !== 3));
    expect(press(fewer, 'C-d')).toMatchObject({ commands: [['close', '#2']] });
    expect(press(type(marked, 'session-1'), 'C-d')).toMatchObject({
      commands: [['close', '#2', '#3']],
    });
  });

  it('marks all that are listed, and none of them if they all are; archived ones only where they are seen', () => {
    const all = stay(press(picker, 'C-a'));
    expect(all.view(ROOM).title).toBe('sessions, 4 marked');
    expect(stay(press(all, 'C-a')).view(ROOM).title).toBe('sessions');
    const some = stay(press(type(picker, 'session'), 'C-a'));
    expect(press(some, 'C-d')).toMatchObject({ commands: [['close', '#1', '#3', '#4']] });
    const opened = stay(press(picker, 'End', 'Enter', 'C-a'));
    expect(opened.view(ROOM).title).toBe('sessions, 5 marked');
    expect(press(opened, 'C-t')).toMatchObject({
      commands: [['actions', 'id-1', 'id-2', 'id-3', 'id-4', 'old']],
    });
    expect(press(opened, 'C-o')).toMatchObject({
      commands: [['export', '--ask', '#1', '#2', '#3', '#4', 'old']],
    });
    // Only open ones are closed.
    expect(press(opened, 'C-d')).toMatchObject({ commands: [['close', '#1', '#2', '#3', '#4']] });
  });

  it('takes a mark away when its session is closed or reopened', () => {
    const marked = asPicker(stay(press(picker, 'Tab', 'Tab')));
    const closed = rows.map((each) => (each.number === 3 ? { ...each, number: 0, archived: true } : each));
    expect(press(marked.withRows(closed), 'C-t')).toMatchObject({ commands: [['actions', 'id-2']] });
    expect(press(type(picker, 'old'), 'C-t')).toMatchObject({ commands: [['actions', 'old']] });
  });

  it('says why a key does nothing', () => {
    const archived = type(picker, 'old');
    for (const key of ['C-v', 'C-x', 'C-r', 'C-d'])
      expect(stay(press(archived, key)).view(ROOM)).toMatchObject({
        footer: 'archived: Enter reopens it, Ctrl-t offers more  Esc',
        isNote: true,
      });
    const asking = (question: PickerRow['question']) =>
      createPicker({ now: () => 0, findPreview: () => undefined, rows: [row(1, { question })] });
    const note = (from: Picker, key: string) => stay(press(from, key)).view(ROOM).footer;
    expect(
      note(asking({ id: undefined, text: 'Run?', isWhole: true, answers: [], mustBeWhole: false }), 'M-y'),
    ).toBe('go there to answer: Enter  Esc');
    expect(
      note(asking({ id: undefined, text: 'Run?', isWhole: true, answers: [], mustBeWhole: false }), 'M-n'),
    ).toBe('go there to answer: Enter  Esc');
    expect(
      note(asking({ id: 'q', text: 'Run?', isWhole: true, answers: ['yes'], mustBeWhole: false }), 'M-y'),
    ).toBe('this question has only just appeared  Esc');
    expect(note(picker, 'M-y')).toBe('漢字-debug has no open question  Esc');
    expect(stay(press(archived, 'C-v', 'Backspace')).view(ROOM).isNote).toBeUndefined();
  });

  it('selects what fits best, in whatever group, and the first of equals', () => {
    const apis = createPicker({
      now: () => 0,
      findPreview: () => undefined,
      rows: [
        row(1, { mark: 'needs-you', name: 'old-api-tests' }),
        row(2, { mark: 'unseen', unread: 3, lastQuestion: 'api' }),
        row(3, { name: 'api' }),
        row(4, { name: 'api-2' }),
      ],
    });
    expect(press(type(apis, 'api'), 'Enter')).toEqual({ type: 'close', commands: [['switch', '#3']] });
    expect(press(type(apis, 'a'), 'Up', 'Enter')).toEqual({ type: 'close', commands: [['switch', '#2']] });
    expect(press(type(apis, 'session'), 'Enter')).toEqual({ type: 'close', commands: [['switch', '#2']] });
    expect(press(apis, 'Enter')).toEqual({ type: 'close', commands: [['switch', '#1']] });
  });

  it('narrows by name, type, model and last question, the name first', () => {
    expect(press(type(picker, 'login'), 'Enter')).toEqual({ type: 'close', commands: [['switch', '#4']] });
    expect(press(type(picker, '漢'), 'Enter')).toEqual({ type: 'close', commands: [['switch', '#2']] });
    expect(textOf(type(picker, 'zzzz').view(ROOM)).at(-1)).toBe('no session matches');
  });

  it('keeps the selected session when the list changes under it', () => {
    const selected = asPicker(stay(press(picker, 'Down', 'Down')));
    const changed = selected.withRows([
      row(9, { mark: 'needs-you' }),
      row(8, { mark: 'answering' }),
      ...rows,
    ]);
    expect(press(changed, 'Enter')).toEqual({ type: 'close', commands: [['switch', '#4']] });
    expect(press(changed.withRows(rows.slice(0, 1)), 'Enter')).toEqual({
      type: 'close',
      commands: [['switch', '#1']],
    });
  });

  it('draws only what there is room for, at a thousand sessions too', () => {
    const many = createPicker({
      now: () => 0,
      findPreview: () => undefined,
      rows: Array.from({ length: 1000 }, (_, at) => row(at + 1)),
    });
    expect(textOf(many.view(SMALL))).toHaveLength(5);
    expect(textOf(stay(press(many, 'End')).view(ROOM)).at(-1)).toContain('session-1000');
    for (const line of textOf(picker.view(SMALL)).slice(1))
      expect(textWidth(line)).toBeLessThanOrEqual(SMALL.cols);
  });

  it('goes on with the neighbour when the selected session leaves the list', () => {
    const many = Array.from({ length: 8 }, (_, at) => row(at + 1));
    const fifth = press(
      createPicker({ now: () => 0, findPreview: () => undefined, rows: many }),
      'Down',
      'Down',
      'Down',
      'Down',
      'C-d',
    );
    expect(fifth).toMatchObject({ type: 'run', commands: [['close', '#5']] });
    const closed = many.map((each) => (each.number === 5 ? { ...each, number: 0, archived: true } : each));
    const after = asPicker(stay(fifth)).withRows(closed);
    expect(selectedText(after.view(ROOM))).toContain('session-6');
    expect(press(after, 'C-d')).toMatchObject({ commands: [['close', '#6']] });
    const above = asPicker(stay(fifth)).withRows(many.slice(0, 4));
    expect(selectedText(above.view(ROOM))).toContain('session-4');
  });

  it('shows the whole number of the thousandth session', () => {
    const last = createPicker({ now: () => 0, findPreview: () => undefined, rows: [row(1000)] });
    expect(textOf(last.view({ rows: 5, cols: 100 })).at(-1)).toContain('#1000 session-1000');
  });

  it('fills its room again when the list has shrunk or the room has grown', () => {
    const rows = Array.from({ length: 40 }, (_, at) => row(at + 1));
    const end = asPicker(
      stay(press(createPicker({ now: () => 0, findPreview: () => undefined, rows }), 'End')),
    );
    expect(textOf(end.view({ rows: 42, cols: 80 }))).toHaveLength(42);
    expect(textOf(end.withRows(rows.slice(28)).view(ROOM))).toHaveLength(ROOM.rows);
  });

  it('keeps the caret in a narrow room, and to its one row', () => {
    const typed = type(picker, 'a'.repeat(50));
    const { cursor, lines } = typed.view({ rows: 1, cols: 20 });
    expect(lines).toHaveLength(1);
    expect(cursor).toEqual({ line: 0, col: 19 });
  });
});
