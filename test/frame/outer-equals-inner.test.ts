// A second terminal, fed with what a client's frame sends, must show every cell that was composed.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { ClientFrame } from '../../src/frame/client-frame.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import {
  ALL_FEATURES,
  cellsOf,
  createStage,
  draw,
  leftCols,
  modelOf as model,
  resizeStage,
} from './stage.js';
import { TERMINALS } from './terminals.js';
import { themeOf } from '../harness/theme.js';

const recording = (name: string): Buffer =>
  readFileSync(new URL(`../../fixtures/programs/${name}.rec`, import.meta.url));

const RECORDINGS = [
  'vim',
  'coloured-log',
  'less',
  'htop',
  'tmux',
  'node-repl',
  'codex',
  'claude-code',
  'gemini',
  'opencode',
];
/** Drawn of each recording on each terminal. */
const FRAMES = process.env['QMUX_TEST_LONG'] ? 600 : 15;

describe.each(TERMINALS)('on a terminal $name at $cols by $rows', ({ rows, cols, features }) => {
  it.each(RECORDINGS)('the outer terminal equals the frame over a recording of %s', (name) => {
    const stage = createStage(rows, cols, { features });
    const bytes = recording(name);
    const left = leftCols(cols);
    const size = { rows: rows - 2, cols: left, scrollbackLines: 100 };
    const screens = [createEmulator(size), createEmulator({ ...size, cols: cols - left - 1 })] as const;
    const step = Math.ceil(bytes.length / FRAMES);
    for (let at = 0, drawn = 0; drawn < FRAMES; at += step, drawn++) {
      screens[0].write(bytes.subarray(at, at + step));
      screens[1].write(bytes.subarray(Math.max(0, bytes.length - at - step), Math.max(0, bytes.length - at)));
      if (drawn === FRAMES / 2) {
        resizeStage(stage, rows - 3, cols - 7);
        const smaller = leftCols(stage.cols);
        screens[0].resize(stage.rows - 2, smaller);
        screens[1].resize(stage.rows - 2, stage.cols - smaller - 1);
      }
      draw(stage, model(stage, screens));
    }
    stage.frame.dispose();
  });
});

describe('a client frame', () => {
  it('sends nothing when nothing changed, and everything after invalidate', () => {
    const stage = createStage(12, 60);
    const screens = [
      createEmulator({ rows: 10, cols: 29, scrollbackLines: 0 }),
      createEmulator({ rows: 10, cols: 30, scrollbackLines: 0 }),
    ];
    const first = stage.frame.update(model(stage, screens));
    expect(stage.frame.update(model(stage, screens))).toBe('');
    stage.frame.invalidate();
    expect(stage.frame.update(model(stage, screens)).length).toBeGreaterThan(first.length / 2);
    stage.frame.dispose();
  });

  it('leaves nothing behind when it is disposed of, a hundred times', async () => {
    const count = (): number[] =>
      ['uncaughtException', 'exit', 'SIGTERM', 'SIGINT', 'SIGWINCH'].map((event) =>
        process.listenerCount(event),
      );
    const stage = createStage(12, 60);
    const screens = [createEmulator({ rows: 10, cols: 29, scrollbackLines: 0 })];
    const attachAndLeave = (): void => {
      const frame = new ClientFrame({
        rows: 12,
        cols: 60,
        colours: '256',
        theme: themeOf('256'),
        features: ALL_FEATURES,
      });
      frame.enter();
      frame.update(model(stage, screens));
      frame.dispose();
    };
    attachAndLeave();
    // blessed plans one immediate per screen, which ends with the turn.
    const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    await settled();
    const listeners = count();
    const resources = process.getActiveResourcesInfo().length;
    for (let round = 0; round < 100; round++) attachAndLeave();
    await settled();
    expect(count()).toEqual(listeners);
    expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(resources);
  });

  it('shows a notice in place of everything', () => {
    const stage = createStage(8, 30);
    draw(stage, { ...model(stage, []), notice: 'qmux needs 40x10' });
    const text = cellsOf(stage.frame.grid)
      .map((row) => row.replaceAll(/\/[^|]*\|?/g, ''))
      .join('\n');
    expect(text).toContain('qmux needs 40x10');
    stage.frame.dispose();
  });
});
