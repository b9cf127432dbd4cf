// The picker as a picture in text: what a glance finds at three sizes, and that no column moves.

import { describe, expect, it } from 'vitest';

import type { PickerRow } from '../../src/dialogs/picker-groups.js';
import { createPicker } from '../../src/dialogs/picker.js';
import { dialogRoom } from '../../src/frame/dialog-box.js';
import { textWidth } from '../../src/text/width.js';
import { press, stay, textOf, type } from './press-keys.js';

const row = (number: number, name: string, facts: Partial<PickerRow>): PickerRow => ({
  sessionId: `id-${number}`,
  number,
  name,
  type: 'chat',
  state: 'active',
  mark: 'none',
  model: 'openai/gpt-5.2',
  ageMs: 0,
  unread: 0,
  lastLine: '',
  lastQuestion: '',
  archived: false,
  ...facts,
});
const ROWS = [
  row(1, 'chat-1', { ageMs: 3_600_000 }),
  row(2, '漢字の修正', { state: 'waiting', mark: 'needs-you', lastLine: 'Run make test?', ageMs: 120_000 }),
  row(3, 'login', { state: 'processing', mark: 'answering', type: 'debug' }),
  row(10, 'build-the-whole-thing', {
    type: 'program',
    model: '',
    mark: 'unseen',
    unread: 12,
    ageMs: 86_400_000,
  }),
  row(0, 'an-archived-one', { sessionId: 'old', archived: true, state: 'completed' }),
];
const picker = createPicker({ now: () => 0, findPreview: () => undefined, rows: ROWS });
/** Without the preview, which other tests look at. */
const shown = (cols: number, rows = 12): string[] =>
  textOf(picker.view({ rows: Math.min(rows, 12), cols: dialogRoom(rows, cols).cols })).map((line) =>
    line.trimEnd(),
  );

describe('the columns of the picker', () => {
  it('are all there at 120 columns', () => {
    expect(shown(120)).toEqual([
      'find:',
      'Needs you (1)',
      '! #2  漢字の修正             waiting          chat     openai/gpt-5.2   2 min  Run make tes…',
      'Answering (1)',
      '~ #3  login                  processing       debug    openai/gpt-5.2     now',
      'Unseen (1)',
      '+ #10 build-the-whole-thing  active      +12  program                     1 d',
      'Idle (1)',
      '  #1  chat-1                 active           chat     openai/gpt-5.2     1 h',
      'Archived (1)',
    ]);
  });

  it('are name, state, type and age at 80', () => {
    expect(shown(80).slice(1, 7)).toEqual([
      'Needs you (1)',
      '! #2  漢字の修正             waiting     chat      2 min',
      'Answering (1)',
      '~ #3  login                  processing  debug       now',
      'Unseen (1)',
      '+ #10 build-the-whole-thing  active      program     1 d',
    ]);
  });

  it('are name and state, with what else there is room for, at 60 and at 40', () => {
    expect(shown(60).slice(1, 7)).toEqual([
      'Needs you (1)',
      '! #2  漢字の修正             waiting',
      'Answering (1)',
      '~ #3  login                  processing',
      'Unseen (1)',
      '+ #10 build-the-whole-thing  active      +12',
    ]);
    expect(shown(40).slice(1, 7)).toEqual([
      'Needs you (1)',
      '! #2  漢字の修正  waiting',
      'Answering (1)',
      '~ #3  login       processing',
      'Unseen (1)',
      '+ #10 build-the…  active',
    ]);
  });

  it('stay where they are while one moves, narrows, marks and opens the archive', () => {
    const room = { rows: 12, cols: 100 };
    const stateAt = (line: string, state: string): number => textWidth(line.slice(0, line.indexOf(state)));
    const places = [
      picker,
      stay(press(picker, 'Down')),
      stay(press(picker, 'Tab')),
      stay(press(picker, 'End', 'Enter')),
      type(picker, '漢'),
      type(picker, 'login'),
    ].flatMap((dialog) =>
      textOf(dialog.view(room)).flatMap((line) => {
        const state = /\b(waiting|processing|active|completed)\b/.exec(line)?.[0];
        return state === undefined ? [] : [stateAt(line, state)];
      }),
    );
    expect(places.length).toBeGreaterThan(15);
    expect(new Set(places).size).toBe(1);
  });

  it('never are wider than the room', () => {
    const tooWide = Array.from({ length: 123 }, (_, at) => at + 8).flatMap((cols) =>
      textOf(picker.view({ rows: 12, cols }))
        .slice(1)
        .filter((line) => !/\(\d+\)$/.test(line) && textWidth(line) > cols),
    );
    expect(tooWide).toEqual([]);
  });
});
