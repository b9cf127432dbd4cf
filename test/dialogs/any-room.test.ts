// What frame/ can rely on: whatever the dialog, the keys and the room, its lines fit the rows and its caret
// is on them. And what a user can: whatever the terminal's width, the last row says how to get out.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createCommandPrompt } from '../../src/dialogs/command-prompt.js';
import type { Dialog, DialogRoom } from '../../src/dialogs/dialog-view.js';
import { bottomRows, drawBottomDialog } from '../../src/frame/bottom-line.js';
import { dialogPlace, dialogRoom, drawDialogBox } from '../../src/frame/dialog-box.js';
import { NAMED_KEYS, parseKeyName, plainKey, type Key } from '../../src/keymap/key.js';
import { createGrid, rowText } from '../../src/text/cell-grid.js';
import { textWidth } from '../../src/text/width.js';
import { DIALOGS } from './all-dialogs.js';

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

const TITLE = `rename #12 ${'漢字の長い名前'.repeat(4)} to: `;
const ALL_WITH_WAY_OUT: Readonly<Record<string, () => Dialog>> = {
  ...DIALOGS,
  // Its title alone is wider than the room of the others.
  renaming: () => createCommandPrompt({ title: TITLE, text: '漢字', toCommands: (text) => [[text]] }),
};

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

  it.each(Object.keys(ALL_WITH_WAY_OUT))('%s says in its last row how to get out', (name) => {
    fc.assert(
      fc.property(
        fc.array(key, { maxLength: 12 }),
        fc.integer({ min: 40, max: 120 }),
        fc.integer({ min: 10, max: 40 }),
        (keys, cols, rows) => {
          let dialog: Dialog | undefined = ALL_WITH_WAY_OUT[name]?.();
          for (const pressed of keys) {
            if (!dialog) break;
            expect(lastRow(dialog, rows, cols)).toContain('Esc');
            const next = dialog.press(pressed);
            dialog = next.type === 'close' ? undefined : next.dialog;
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** As drawn: of a box the last row within its border. */
function lastRow(dialog: Dialog, rows: number, cols: number): string {
  const view = dialog.view(dialogRoom(rows, cols));
  const grid = createGrid(rows, cols);
  if (view.placement === 'bottom') {
    const own = dialog.view({ rows, cols });
    const height = bottomRows(own, rows);
    drawBottomDialog(grid, { row: rows - height, col: 0, rows: height, cols }, own);
    return rowText(grid, rows - 1);
  }
  const { height, width } = dialogPlace(view, rows, cols);
  const box = { row: 0, col: 0, rows: Number(height), cols: Number(width) };
  drawDialogBox(grid, box, view);
  return rowText(grid, box.rows - 2);
}
