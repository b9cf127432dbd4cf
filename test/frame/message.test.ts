// A message over the bottom row: a long one is wrapped over the rows above, and what it covers is not in sight.

import { describe, expect, it } from 'vitest';

import { findQuestions } from '../../src/server/view/question-sight.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { coreOf } from '../../src/terminal/xterm/internals.js';
import { rowText } from '../../src/text/cell-grid.js';
import { textWidth } from '../../src/text/width.js';
import { createStage, draw, modelOf } from './stage.js';

const LONG = 'main has uncommitted changes in /home/user/漢字-project: a.txt; commit or stash them first';

function withMessage(text: string, { rows = 15, cols = 60, cursorAbove = 0 } = {}) {
  const stage = createStage(rows, cols);
  const screen = createEmulator({ rows: rows - 2, cols, scrollbackLines: 0 });
  screen.write(Buffer.from(`\x1b[${rows - 2 - cursorAbove};3H`));
  const bare = modelOf(stage, [screen]);
  const panes = bare.panes.map((pane) => ({ ...pane, asks: 'question' }));
  const model = { ...bare, panes, bottomLine: { text: [{ text, role: 'failed' as const }] } };
  draw(stage, model);
  const hasCursor = !coreOf(stage.outer).coreService.isCursorHidden;
  const lines = Array.from({ length: rows }, (_, row) => rowText(stage.frame.grid, row).trimEnd());
  // It leaves nothing behind.
  draw(stage, { ...model, bottomLine: undefined });
  const after = Array.from({ length: rows }, (_, row) => rowText(stage.frame.grid, row).trimEnd());
  stage.frame.dispose();
  return { lines, after, hasCursor, seen: findQuestions(model).length };
}

describe('a message', () => {
  it('has the bottom row, and covers no question, if it fits', () => {
    const { lines, seen } = withMessage('no such session');
    expect(lines.at(-1)).toBe('no such session');
    expect(lines.at(-2)).not.toContain('session');
    expect(seen).toBe(1);
  });

  it('is wrapped if it does not fit: its end says what can be done', () => {
    const { lines, after, seen } = withMessage(LONG);
    expect(lines.slice(-2)).toEqual([
      'main has uncommitted changes in /home/user/漢字-project:',
      '  a.txt; commit or stash them first',
    ]);
    expect(after.join('\n')).not.toContain('uncommitted');
    expect(after.at(-1)).toContain('1:');
    expect(seen).toBe(0);
  });

  it('hides the cursor that it lies over, and no other', () => {
    expect(withMessage('no such session').hasCursor).toBe(true);
    expect(withMessage(LONG).hasCursor).toBe(false);
    expect(withMessage(LONG, { cursorAbove: 1 }).hasCursor).toBe(true);
  });

  it.each([
    [15, 40, 3],
    [10, 40, 2],
    [4, 40, 1],
  ])(
    'takes a small part of the terminal, and shows that it was cut: %i rows, %i columns',
    (rows, cols, taken) => {
      const { lines } = withMessage(`${LONG} `.repeat(3), { rows, cols });
      expect(lines.at(-taken)).toMatch(/^main has/);
      expect(lines.at(-1)).toMatch(/…$/);
      for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(cols);
    },
  );
});
