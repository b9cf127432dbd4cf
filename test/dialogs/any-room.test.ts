// What frame/ can rely on: whatever the dialog, the keys and the room, its lines fit the rows and its caret
// is on them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createChoice } from '../../src/dialogs/choice.js';
import { createCommandPrompt } from '../../src/dialogs/command-prompt.js';
import { createCopyPrompt } from '../../src/dialogs/copy-prompt.js';
import type { Dialog, DialogRoom } from '../../src/dialogs/dialog-view.js';
import { createKeyHelp } from '../../src/dialogs/key-help.js';
import { createPicker } from '../../src/dialogs/picker.js';
import { createRowList } from '../../src/dialogs/row-list.js';
import { createTextList } from '../../src/dialogs/text-list.js';
import { createTextView } from '../../src/dialogs/text-view.js';
import { DEFAULT_BINDINGS } from '../../src/keymap/default-bindings.js';
import { keyGroups } from '../../src/keymap/key-rows.js';
import { NAMED_KEYS, parseKeyName, plainKey, type Key } from '../../src/keymap/key.js';
import { MARK_TEXT, type Mark } from '../../src/text/mark.js';
import { textWidth } from '../../src/text/width.js';

const MARKS = Object.keys(MARK_TEXT) as Mark[];
const lines = Array.from({ length: 40 }, (_, at) => `${at} 漢字`);

const DIALOGS: Readonly<Record<string, () => Dialog>> = {
  choice: () => createChoice({ title: 'end?', lines, choices: [{ key: 'y', label: 'end', commands: [] }] }),
  prompt: () =>
    createCommandPrompt({
      title: 'run: ',
      text: '漢字',
      hint: 'a command',
      history: ['one', 'two'],
      complete: (line) =>
        (line === '' ? [] : [{ value: 'right' }, { value: 'below' }]).map((each) => ({
          ...each,
          summary: '',
        })),
      toCommands: (text) => [[text]],
    }),
  texts: () =>
    createTextList({
      title: 'paste buffers',
      texts: lines.map((_, at) => ({ name: `buffer${at}`, size: '1 line', lines: lines.slice(0, at) })),
      nothing: 'nothing',
      take: (name) => ['paste', name],
      delete: (name) => ['buffers', '--delete', name],
      footer: 'Enter pastes',
    }),
  search: () => createCopyPrompt('search-forward'),
  'go to': () => createCopyPrompt('goto-line'),
  keys: () =>
    createKeyHelp({
      prefix: 'C-q',
      sections: keyGroups(DEFAULT_BINDINGS).map(({ group, rows }) => ({
        title: group,
        rows: rows.map((row) => ({
          ...row,
          entries: row.entries.map((entry) => ({ ...entry, command: [entry.command] })),
        })),
      })),
    }),
  picker: () =>
    createPicker({
      now: () => 0,
      findPreview: () => undefined,
      rows: MARKS.flatMap((mark, group) =>
        Array.from({ length: 5 }, (_, at) => ({
          sessionId: `${mark}-${at}`,
          number: group * 5 + at + 1,
          name: `漢字-${'👩‍💻'.repeat(at)}-${mark}`,
          type: 'development',
          state: 'processing',
          mark,
          model: 'openai/a-model-with-a-long-name',
          ageMs: at * 1e7,
          unread: at,
          lastLine: 'the last line '.repeat(at),
          lastQuestion: 'why is it slow',
          archived: at === 4,
        })),
      ),
    }),
  rows: () =>
    createRowList({
      title: 'tabs',
      rows: lines.map((text) => ({ line: [{ text, role: 'normal' }], enter: ['tab', text] })),
      selected: 7,
      footer: 'Enter',
    }),
  text: () => createTextView({ title: 'help', lines }),
};

const key: fc.Arbitrary<Key> = fc.oneof(
  fc.constantFrom(...NAMED_KEYS).map(plainKey),
  fc
    .constantFrom('C-p', 'C-j', 'C-u', 'C-w', 'C-v', 'C-r', 'C-d')
    .map((name) => parseKeyName(name) ?? plainKey('a')),
  fc.constantFrom('a', 'd', 'j', 'G', 's', '#', '漢', '👩', '\u200d', '💻', '?', 'q').map(plainKey),
);
const step = fc.record({
  key,
  room: fc.record<DialogRoom>({
    rows: fc.integer({ min: 1, max: 25 }),
    cols: fc.integer({ min: 8, max: 120 }),
  }),
});

function checkView(dialog: Dialog, room: DialogRoom): void {
  const view = dialog.view(room);
  const cols = view.placement === 'bottom' ? room.cols - textWidth(view.title) : room.cols;
  expect(view.lines.length).toBeGreaterThan(0);
  expect(view.lines.length).toBeLessThanOrEqual(room.rows);
  if (view.selected !== undefined) expect(view.lines[view.selected]).toBeDefined();
  if (view.cursor) {
    expect(view.lines[view.cursor.line]).toBeDefined();
    expect(view.cursor.col).toBeLessThan(cols);
    expect(view.cursor.col).toBeGreaterThanOrEqual(0);
  }
  // Reading it changes nothing.
  expect(dialog.view(room)).toEqual(view);
}

describe('a dialog in any room', () => {
  it.each(Object.keys(DIALOGS))('%s fits, whatever was pressed', (name) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 15 }), (steps) => {
        let dialog: Dialog | undefined = DIALOGS[name]?.();
        for (const { key: pressed, room } of steps) {
          if (!dialog) break;
          checkView(dialog, room);
          const next = dialog.press(pressed);
          dialog = next.type === 'close' ? undefined : next.dialog;
        }
      }),
      { numRuns: 60 },
    );
  });
});
