// A second terminal, fed with what a client's frame sends, must show every cell that was composed.

import headless from '@xterm/headless';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { ClientFrame } from '../../src/frame/client-frame.js';
import type { FrameModel, PaneModel } from '../../src/frame/frame-model.js';
import { createEmulator, type Emulator } from '../../src/terminal/emulator.js';
import { useWidthProvider } from '../../src/terminal/width-provider.js';
import { copyLine, coreOf } from '../../src/terminal/xterm-internals.js';
import { cellText, createGrid, glyphWidth, WORDS, type CellGrid } from '../../src/text/cell-grid.js';

interface Stage {
  frame: ClientFrame;
  outer: InstanceType<typeof headless.Terminal>;
  rows: number;
  cols: number;
}

function createStage(rows: number, cols: number): Stage {
  const outer = new headless.Terminal({ rows, cols, allowProposedApi: true, logLevel: 'off', scrollback: 0 });
  useWidthProvider(outer);
  const frame = new ClientFrame({ rows, cols, colours: 'truecolor' });
  coreOf(outer).writeSync(Buffer.from(frame.enter()));
  return { frame, outer, rows, cols };
}

const cellsOf = (grid: Readonly<CellGrid>): string[] =>
  Array.from({ length: grid.rows }, (_, row) =>
    Array.from({ length: grid.cols }, (_cell, col) => {
      const at = (row * grid.cols + col) * WORDS;
      // An empty cell and a space look the same.
      const text = cellText(grid, row, col) || ' ';
      const width = glyphWidth(grid.cells[at] ?? 0);
      return `${width === 0 ? '' : text}/${[...grid.cells.subarray(at + 1, at + WORDS)].join(',')}`;
    }).join('|'),
  );

function expectOuterEqualsInner({ frame, outer }: Stage): void {
  const { grid } = frame;
  const shown = createGrid(grid.rows, grid.cols);
  const { active } = coreOf(outer).buffers;
  for (let row = 0; row < grid.rows; row++)
    copyLine(active.lines.get(active.ybase + row), grid.cols, shown, row, 0);
  expect(cellsOf(shown)).toEqual(cellsOf(grid));
}

function model(stage: Stage, screens: readonly Emulator[], extra: Partial<FrameModel> = {}): FrameModel {
  const { rows, cols } = stage;
  const left = Math.floor((cols - 1) / 2);
  const panes = screens.map((screen, at): PaneModel => ({
    id: `pane-${at}`,
    box:
      at === 0
        ? { row: 0, col: 0, rows: rows - 1, cols: left }
        : { row: 0, col: left + 1, rows: rows - 1, cols: cols - left - 1 },
    focused: at === 0,
    title: {
      number: at + 1,
      name: at === 0 ? '漢字-build' : 'log',
      type: 'program',
      program: at === 0 ? 'README.md 漢字' : undefined,
      model: undefined,
      state: 'running',
      mark: at === 0 ? 'unseen' : 'needs-you',
      colour: 0x5fafd7,
    },
    screen,
  }));
  return {
    rows,
    cols,
    tabBar: {
      position: 'bottom',
      tabs: [
        { number: 1, name: '漢字のタブ', mark: 'unseen', current: true, zoomed: false },
        { number: 2, name: '👩‍💻 work', mark: 'none', current: false, zoomed: true },
      ],
      waiting: ['#7 build'],
      unseen: 2,
    },
    panes,
    separators: [{ row: 0, col: left, rows: rows - 1, cols: 1 }],
    bottomLine: undefined,
    dialog: undefined,
    notice: undefined,
    title: 'qmux',
    ...extra,
  };
}

const draw = (stage: Stage, frameModel: FrameModel): void => {
  coreOf(stage.outer).writeSync(Buffer.from(stage.frame.update(frameModel)));
  expectOuterEqualsInner(stage);
};

const recording = (name: string): Buffer =>
  readFileSync(new URL(`../../fixtures/programs/${name}.rec`, import.meta.url));

const SIZES = [
  { rows: 40, cols: 120 },
  { rows: 15, cols: 60 },
];

describe.each(SIZES)('at $cols by $rows', ({ rows, cols }) => {
  it.each(['vim', 'coloured-log', 'codex', 'claude-code'])(
    'the outer terminal equals the frame over a recording of %s',
    (name) => {
      const stage = createStage(rows, cols);
      const bytes = recording(name);
      const left = Math.floor((cols - 1) / 2);
      const size = { rows: rows - 2, cols: left, scrollbackLines: 100 };
      const screens = [createEmulator(size), createEmulator({ ...size, cols: cols - left - 1 })] as const;
      const frames = 220;
      const step = Math.ceil(bytes.length / frames);
      for (let at = 0, drawn = 0; drawn < frames; at += step, drawn++) {
        screens[0].write(bytes.subarray(at, at + step));
        screens[1].write(
          bytes.subarray(Math.max(0, bytes.length - at - step), Math.max(0, bytes.length - at)),
        );
        if (drawn === frames / 2) {
          stage.rows = rows - 3;
          stage.cols = cols - 7;
          stage.outer.resize(stage.cols, stage.rows);
          const smaller = Math.floor((stage.cols - 1) / 2);
          screens[0].resize(stage.rows - 2, smaller);
          screens[1].resize(stage.rows - 2, stage.cols - smaller - 1);
        }
        draw(stage, model(stage, screens));
      }
      stage.frame.dispose();
    },
  );

  it('the outer terminal equals the frame over nonsense, dialogs and messages', () => {
    const stage = createStage(rows, cols);
    const left = Math.floor((cols - 1) / 2);
    const screens = [
      createEmulator({ rows: rows - 2, cols: left, scrollbackLines: 10 }),
      createEmulator({ rows: rows - 2, cols: cols - left - 1, scrollbackLines: 10 }),
    ];
    let seed = 11;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
      return (seed >> 8) % below;
    };
    const glyphs = [
      'a',
      '漢',
      '👍',
      '🫠',
      '👩‍💻',
      '❤️',
      '🇨🇳',
      '𠀀',
      'e\u0301',
      ' ',
      '\u001b[K',
      '\u001b[7m',
      '\u001b[m',
      '\u001b[38;2;9;200;30m',
      '\u001b[4:3m',
      '\u001b[48;5;99m',
      '\r\n',
    ];
    for (let drawn = 0; drawn < 250; drawn++) {
      let text = `\u001b[${1 + random(rows)};${1 + random(cols)}H`;
      for (let part = 0; part < 12; part++) text += glyphs[random(glyphs.length)] ?? '';
      screens[random(2)]?.write(Buffer.from(text));
      const hasDialog = drawn % 10 > 6;
      draw(
        stage,
        model(stage, screens, {
          bottomLine:
            drawn % 7 === 0 ? { text: [{ text: `message ${drawn} 漢字`, role: 'accent' }] } : undefined,
          dialog: hasDialog
            ? {
                placement: drawn % 20 > 15 ? 'bottom' : 'centre',
                title: 'sessions 漢',
                lines: Array.from({ length: 1 + (drawn % 5) }, (_, at) => [
                  { text: `👩‍💻 line ${at}`, role: 'normal' as const },
                ]),
                selected: 0,
                footer: 'Esc',
                cursor: { line: 0, col: 3 },
              }
            : undefined,
        }),
      );
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
      const frame = new ClientFrame({ rows: 12, cols: 60, colours: '256' });
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
