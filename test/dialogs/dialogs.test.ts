import { describe, expect, it } from 'vitest';

import { createChoice } from '../../src/dialogs/choice.js';
import { createCommandPrompt, type PromptOptions } from '../../src/dialogs/command-prompt.js';
import type { Dialog, DialogStep, DialogView } from '../../src/dialogs/dialog-view.js';
import { createKeyHelp } from '../../src/dialogs/key-help.js';
import type { PickerRow } from '../../src/dialogs/picker-groups.js';
import { createPicker, isPicker } from '../../src/dialogs/picker.js';
import { createTextView } from '../../src/dialogs/text-view.js';
import { parseKeyName } from '../../src/keymap/key.js';
import { textWidth } from '../../src/text/width.js';

const ROOM = { rows: 10, cols: 80 };
const SMALL = { rows: 5, cols: 36 };

/** Presses keys by their names, or types characters; the step that the last one led to. */
function press(dialog: Dialog, ...keys: string[]): DialogStep {
  let step: DialogStep = { type: 'stay', dialog };
  for (const name of keys) {
    const now: Dialog | undefined = step.type === 'close' ? undefined : step.dialog;
    const key = parseKeyName(name === ' ' ? 'Space' : name);
    if (!now || !key) throw new Error(`cannot press ${name}`);
    // Drawn between two keys, as on a screen.
    now.view(ROOM);
    step = now.press(key);
  }
  return step;
}

const type = (dialog: Dialog, text: string): Dialog => stay(press(dialog, ...text));

function stay(step: DialogStep): Dialog {
  if (step.type === 'close') throw new Error('the dialog closed');
  return step.dialog;
}

const textOf = ({ lines }: DialogView): string[] =>
  lines.map((line) => line.map(({ text }) => text).join(''));

describe('a choice', () => {
  const choice = createChoice({
    title: 'close this tab?',
    lines: Array.from({ length: 20 }, (_, at) => `#${at}`),
    choices: [
      { key: 'h', label: 'hide', commands: [['tab', 'close', '--hide']] },
      { key: 'n', label: 'keep', commands: [] },
    ],
  });
  it('runs what its key says, stays for others, and closes on Escape', () => {
    expect(press(choice, 'h')).toEqual({ type: 'close', commands: [['tab', 'close', '--hide']] });
    expect(press(choice, 'H')).toEqual({ type: 'close', commands: [['tab', 'close', '--hide']] });
    expect(press(choice, 'z').type).toBe('stay');
    expect(press(choice, 'Escape')).toEqual({ type: 'close', commands: [] });
  });
  it('sums up long lists and fits into a small room', () => {
    expect(textOf(choice.view(ROOM))).toHaveLength(10);
    expect(textOf(choice.view({ rows: 20, cols: 80 })).at(-1)).toBe('and 8 more');
    expect(textOf(choice.view(SMALL))).toHaveLength(5);
  });
});

describe('a prompt', () => {
  const prompt = (options: Partial<PromptOptions> = {}): Dialog =>
    createCommandPrompt({ title: ':', text: '', toCommands: (text) => [text.split(' ')], ...options });

  it('edits a line by clusters and makes commands of it', () => {
    const typed = stay(press(type(prompt(), 'a漢b'), 'Left', 'Backspace', 'Home', 'x'));
    expect(textOf(typed.view(ROOM))).toEqual(['xab']);
    expect(typed.view(ROOM).cursor).toEqual({ line: 0, col: 2 });
    expect(press(typed, 'End', ' ', 'z', 'Enter')).toEqual({ type: 'close', commands: [['xab', 'z']] });
  });

  it('puts the caret behind wide characters', () => {
    const typed = stay(prompt().paste('漢字👩‍💻\nx'));
    expect(textOf(typed.view(ROOM))).toEqual(['漢字👩‍💻 x']);
    expect(typed.view(ROOM).cursor?.col).toBe(1 + textWidth('漢字👩‍💻 x'));
    expect(textOf(stay(press(typed, 'Backspace', 'Backspace', 'Backspace')).view(ROOM))).toEqual(['漢字']);
  });

  it('has the keys of a shell', () => {
    expect(textOf(stay(press(prompt({ text: 'one two' }), 'C-w')).view(ROOM))).toEqual(['one ']);
    expect(textOf(stay(press(prompt({ text: 'one two' }), 'C-u', 'x')).view(ROOM))).toEqual(['x']);
    expect(textOf(stay(press(prompt({ text: 'one two' }), 'C-a', 'C-k')).view(ROOM))).toEqual(['']);
  });

  it('walks through its history and back to what was typed', () => {
    const dialog = type(prompt({ history: ['first', 'second'] }), 'new');
    expect(textOf(stay(press(dialog, 'Up')).view(ROOM))).toEqual(['second']);
    expect(textOf(stay(press(dialog, 'Up', 'Up', 'Up')).view(ROOM))).toEqual(['first']);
    expect(textOf(stay(press(dialog, 'Up', 'Down')).view(ROOM))).toEqual(['new']);
  });

  it('completes: one candidate at once, several in turn', () => {
    const complete = (line: string): { value: string; summary: string }[] =>
      ['split', 'swap', 'zoom']
        .filter((value) => value.startsWith(line))
        .map((value) => ({ value, summary: '' }));
    expect(textOf(stay(press(type(prompt({ complete }), 'z'), 'Tab')).view(ROOM))).toEqual(['zoom ']);
    const cycling = type(prompt({ complete }), 's');
    expect(textOf(stay(press(cycling, 'Tab')).view(ROOM))[0]).toContain('split  split  swap');
    expect(textOf(stay(press(cycling, 'Tab', 'Tab')).view(ROOM))[0]).toMatch(/^swap/);
    expect(textOf(stay(press(cycling, 'Tab', 'Tab', 'Tab')).view(ROOM))[0]).toMatch(/^split/);
  });

  it('stays with the reason when the text cannot be parsed', () => {
    const dialog = prompt({
      toCommands: () => {
        throw new Error('the quote is not closed');
      },
    });
    expect(textOf(stay(press(dialog, 'x', 'Enter')).view(ROOM))[0]).toContain('the quote is not closed');
  });
});

describe('the key help', () => {
  const help = createKeyHelp({
    prefix: 'C-q',
    bindings: [
      { key: 'z', summary: 'zoom the pane', command: ['zoom'] },
      { key: '%', summary: 'split right', command: ['split', 'right'] },
      { key: '"', summary: 'split below', command: ['split', 'below'] },
    ],
  });
  it('narrows by words and runs what is selected', () => {
    expect(press(type(help, 'split'), 'Down', 'Enter')).toEqual({
      type: 'close',
      commands: [['split', 'below']],
    });
    expect(press(type(help, '%'), 'Enter')).toEqual({ type: 'close', commands: [['split', 'right']] });
    expect(press(type(help, 'nothing'), 'Enter')).toEqual({ type: 'close', commands: [] });
  });
  it('clears the filter before it closes', () => {
    const cleared = stay(press(type(help, 'split'), 'Escape'));
    expect(textOf(cleared.view(ROOM))).toHaveLength(4);
    expect(press(cleared, 'Escape')).toEqual({ type: 'close', commands: [] });
    expect(textOf(help.view({ rows: 2, cols: 36 }))).toHaveLength(2);
  });
});

describe('a text view', () => {
  const view = createTextView({ title: 'x', lines: Array.from({ length: 30 }, (_, at) => `line ${at}`) });
  it('scrolls to its ends and no further', () => {
    expect(textOf(view.view(ROOM))[0]).toBe('line 0');
    expect(textOf(stay(press(view, 'Down', 'Down')).view(ROOM))[0]).toBe('line 2');
    expect(textOf(stay(press(view, 'PageDown')).view(ROOM))[0]).toBe('line 10');
    expect(textOf(stay(press(view, 'End', 'Down')).view(ROOM))[0]).toBe('line 20');
    expect(press(view, 'q')).toEqual({ type: 'close', commands: [] });
  });
});

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
  const picker = createPicker({ rows });

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
    expect(textOf(opened.view({ rows: 20, cols: 80 })).at(-1)).toContain('old-one');
  });

  it('switches, reopens, splits, renames, creates', () => {
    expect(press(picker, 'Enter')).toEqual({ type: 'close', commands: [['switch', '#2']] });
    expect(press(picker, 'Down', 'Enter')).toEqual({ type: 'close', commands: [['switch', '#3']] });
    expect(press(type(picker, 'old'), 'Enter')).toEqual({ type: 'close', commands: [['reopen', 'old']] });
    expect(press(picker, 'C-v')).toEqual({
      type: 'close',
      commands: [['split', 'right', '--session', '#2']],
    });
    expect(press(picker, 'C-r')).toEqual({ type: 'close', commands: [['rename', '--ask', '#2']] });
    expect(press(picker, 'C-n')).toEqual({ type: 'close', commands: [['tab', 'new']] });
    expect(press(picker, 'C-d')).toMatchObject({ type: 'run', commands: [['close', '#2']] });
  });

  it('narrows by name, type, model and last question, the name first', () => {
    expect(press(type(picker, 'login'), 'Enter')).toEqual({ type: 'close', commands: [['switch', '#4']] });
    expect(press(type(picker, '漢'), 'Enter')).toEqual({ type: 'close', commands: [['switch', '#2']] });
    expect(textOf(type(picker, 'zzzz').view(ROOM)).at(-1)).toBe('no session matches');
  });

  it('keeps the selected session when the list changes under it', () => {
    const selected = stay(press(picker, 'Down', 'Down'));
    if (!isPicker(selected)) throw new Error('not a picker');
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
    const many = createPicker({ rows: Array.from({ length: 1000 }, (_, at) => row(at + 1)) });
    expect(textOf(many.view(SMALL))).toHaveLength(5);
    expect(textOf(stay(press(many, 'End')).view(ROOM)).at(-1)).toContain('session-1000');
    for (const line of textOf(picker.view(SMALL)).slice(1))
      expect(textWidth(line)).toBeLessThanOrEqual(SMALL.cols);
  });
});
