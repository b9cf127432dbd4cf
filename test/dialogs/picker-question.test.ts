// Answering from the picker: the question is shown in full below the list, and a key that comes too soon does
// not count.

import { describe, expect, it } from 'vitest';

import type { DialogCommand } from '../../src/dialogs/dialog-view.js';
import type { PickerRow } from '../../src/dialogs/picker-groups.js';
import { createPicker } from '../../src/dialogs/picker.js';
import { questionPreview, type AskedQuestion } from '../../src/dialogs/question-preview.js';
import { textWidth } from '../../src/text/width.js';
import { press, ROOM, SMALL, stay, textOf } from './press-keys.js';

const row = (number: number, question?: PickerRow['question']): PickerRow => ({
  sessionId: `id-${number}`,
  number,
  name: `session-${number}`,
  type: 'chat',
  state: question ? 'waiting' : 'active',
  mark: question ? 'needs-you' : 'none',
  model: 'guide',
  ageMs: 0,
  unread: 0,
  lastLine: '',
  lastQuestion: '',
  archived: false,
  question,
});
/** With options to allow and to reject, unless said otherwise. */
const asks = (id: string | undefined, text: string, more: Partial<AskedQuestion> = {}): AskedQuestion => ({
  id,
  text,
  isWhole: true,
  answers: ['yes', 'no'],
  mustBeWhole: false,
  ...more,
});
const ASKING = [row(1, asks('q1', 'Run make?')), row(2, asks('q2', 'Deploy?')), row(3)];
const REPLY = ['reply', '#1', '--yes', '--question', 'q1'];

function open(rows: PickerRow[]) {
  let nowMs = 1000;
  return {
    picker: createPicker({ rows, now: () => nowMs, findPreview: () => undefined }),
    wait: (ms: number) => void (nowMs += ms),
  };
}
const commandsOf = (step: ReturnType<typeof press>): DialogCommand[] =>
  'commands' in step ? step.commands : [];

describe("the selected session's question", () => {
  it('is shown, and answered once it has been on the screen for 400 ms', () => {
    const { picker, wait } = open(ASKING);
    expect(textOf(picker.view(ROOM)).at(-1)).toBe('Run make?');
    expect(picker.view(ROOM).footer).toMatch(/^Alt-y yes {2}Alt-n no {2}Enter switch/);
    wait(399);
    expect(commandsOf(press(picker, 'M-y'))).toEqual([]);
    wait(1);
    expect(commandsOf(press(picker, 'M-y'))).toEqual([REPLY]);
    expect(commandsOf(press(picker, 'M-n'))).toEqual([['reply', '#1', '--no', '--question', 'q1']]);
    expect(press(picker, 'M-n').type).toBe('run');
  });

  it('begins its time anew with each question that is shown', () => {
    const { picker, wait } = open(ASKING);
    picker.view(ROOM);
    wait(1000);
    const below = stay(press(picker, 'Down'));
    expect(textOf(below.view(ROOM)).at(-1)).toBe('Deploy?');
    expect(commandsOf(press(below, 'M-y'))).toEqual([]);
    wait(400);
    expect(commandsOf(press(below, 'M-y'))).toEqual([['reply', '#2', '--yes', '--question', 'q2']]);
    // Back again: it was out of sight.
    const back = stay(press(below, 'Up'));
    expect(commandsOf(press(back, 'M-y'))).toEqual([]);
  });

  it('is not taken for another one that came in its place', () => {
    const { picker, wait } = open(ASKING);
    picker.view(ROOM);
    wait(1000);
    const changed = picker.withRows([row(1, asks('q9', 'Delete all?')), ...ASKING.slice(1)]);
    expect(commandsOf(changed.press({ name: 'y', ctrl: false, alt: true, shift: false }))).toEqual([]);
    expect(commandsOf(press(changed, 'M-y'))).toEqual([]);
  });

  it('is missed nowhere: a session without one ignores the keys', () => {
    const { picker, wait } = open([row(3)]);
    wait(1000);
    expect(press(picker, 'M-y')).toMatchObject({ type: 'stay' });
    expect(picker.view(ROOM).footer).toMatch(/^Enter switch/);
  });

  it('of a program is shown, and answered only there', () => {
    const { picker, wait } = open([row(1, asks(undefined, 'Run make?', { answers: [] }))]);
    expect(textOf(picker.view(ROOM)).at(-1)).toBe('Run make?');
    expect(picker.view(ROOM).footer).toMatch(/^Enter switch/);
    wait(1000);
    expect(commandsOf(press(picker, 'M-y'))).toEqual([]);
  });

  it('that does not fit is not allowed from here, only rejected', () => {
    const long = asks('q1', 'rm -rf x\n'.repeat(100), { mustBeWhole: true });
    const { picker, wait } = open([row(1, long), row(2, asks('q2', 'Deploy?', { mustBeWhole: true }))]);
    picker.view(ROOM);
    wait(1000);
    expect(commandsOf(press(picker, 'M-y'))).toEqual([]);
    expect(stay(press(picker, 'M-y')).view(ROOM).footer).toContain('does not fit here');
    expect(commandsOf(press(picker, 'M-n'))).toEqual([['reply', '#1', '--no', '--question', 'q1']]);
    const short = stay(press(picker, 'Down'));
    short.view(ROOM);
    wait(1000);
    expect(commandsOf(press(short, 'M-y'))).toEqual([['reply', '#2', '--yes', '--question', 'q2']]);
  });

  it('of which a part is left out is not allowed from here, however large the picker is', () => {
    const cut = asks('q1', 'rm -rf x', { isWhole: false, mustBeWhole: true });
    const { picker, wait } = open([row(1, cut)]);
    picker.view(ROOM);
    wait(1000);
    expect(commandsOf(press(picker, 'M-y'))).toEqual([]);
    expect(commandsOf(press(picker, 'M-n'))).toEqual([['reply', '#1', '--no', '--question', 'q1']]);
  });

  it('offers only what it can be answered with', () => {
    const { picker, wait } = open([row(1, asks('q1', 'Which branch?', { answers: [] }))]);
    expect(picker.view(ROOM).footer).toMatch(/^Enter switch/);
    wait(1000);
    expect(stay(press(picker, 'M-y')).view(ROOM).footer).toContain('go there to answer');
    const noYes = open([row(1, asks('q1', 'Stop?', { answers: ['no'] }))]);
    expect(noYes.picker.view(ROOM).footer).toMatch(/^Alt-n no {2}Enter switch/);
  });

  it('leaves the list its rows in a small room', () => {
    const { picker } = open([row(1, asks('q', 'word '.repeat(200))), ...ASKING.slice(1)]);
    const lines = textOf(picker.view(SMALL));
    expect(lines.length).toBeLessThanOrEqual(SMALL.rows);
    expect(lines.at(-1)).toBe('…');
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(SMALL.cols);
  });
});

describe('a preview of a question', () => {
  it('breaks at words, and anywhere within longer ones', () => {
    const lines = (text: string): string[] =>
      questionPreview(text, { rows: 20, cols: 10 }).lines.map((line) =>
        line.map((span) => span.text).join(''),
      );
    expect(lines('Run rm -rf build?')).toEqual(['Run rm -rf', 'build?']);
    expect(lines('one\n\ntwo')).toEqual(['one', '', 'two']);
    expect(lines('/a/very/long/path')).toEqual(['/a/very/lo', 'ng/path']);
    expect(lines('漢字漢字漢字')).toEqual(['漢字漢字漢', '字']);
  });
});
