import { describe, expect, it } from 'vitest';

import type { DialogView } from '../../src/dialogs/dialog-view.js';
import { featuresFor } from '../../src/frame/terminal-features.js';
import type { Emulator } from '../../src/terminal/emulator/emulator-ports.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { ALL_FEATURES, createStage, draw, leftCols, modelOf, type Stage } from './stage.js';

const LINE_COLS = 50;
/** No two of them have a character in the same column. */
const line = (at: number): string =>
  `\r\n${Array.from({ length: LINE_COLS }, (_, col) => String.fromCodePoint(0x61 + ((at + 7 * col) % 26))).join('')}`;
const write = (screen: Emulator, text: string): void => screen.write(Buffer.from(text));

const ROWS = 24;
const COLS = 120;
const screenOf = (cols: number): Emulator => createEmulator({ rows: ROWS - 2, cols, scrollbackLines: 0 });

/** Bytes of a frame that scrolls by some lines. */
function scrolledBytes(stage: Stage, screens: readonly Emulator[], lines: number): number {
  const [screen] = screens as [Emulator];
  for (let at = 0; at < ROWS; at++) write(screen, line(at));
  draw(stage, modelOf(stage, screens));
  for (let at = 0; at < lines; at++) write(screen, line(1000 + at));
  return draw(stage, modelOf(stage, screens)).length;
}

describe('the bytes of a frame', () => {
  it('scrolls a pane of full width, and sends only the lines that came', () => {
    const stage = createStage(ROWS, COLS);
    const bytes = scrolledBytes(stage, [screenOf(COLS)], 10);
    expect(bytes).toBeLessThan(10 * (LINE_COLS + 4) + 60);
    stage.frame.dispose();
  });

  it('scrolls the left half within margins', () => {
    const stage = createStage(ROWS, COLS);
    const screens = [screenOf(leftCols(COLS)), screenOf(COLS - leftCols(COLS) - 1)];
    const bytes = scrolledBytes(stage, screens, 10);
    expect(bytes).toBeLessThan(10 * (LINE_COLS + 4) + 90);
    expect(stage.marginScrolls()).toBe(1);
    stage.frame.dispose();
  });

  it('sends the rows again where there are no margins', () => {
    const stage = createStage(ROWS, COLS, { features: { ...ALL_FEATURES, margins: false } });
    const screens = [screenOf(leftCols(COLS)), screenOf(COLS - leftCols(COLS) - 1)];
    expect(scrolledBytes(stage, screens, 10)).toBeGreaterThan((ROWS - 3) * LINE_COLS);
    expect(stage.marginScrolls()).toBe(0);
    stage.frame.dispose();
  });

  it('scrolls back, by line feeds where nothing else is known to work, whatever they do to the column', () => {
    for (const lineFeed of ['\n', '\r\n'] as const) {
      const features = { ...ALL_FEATURES, scrollCounts: false };
      const stage = createStage(ROWS, COLS, { features, lineFeed });
      const screen = screenOf(COLS);
      expect(scrolledBytes(stage, [screen], 3)).toBeLessThan(5 * LINE_COLS);
      write(screen, '\x1b[H\x1bM\x1bMa line above');
      const bytes = draw(stage, modelOf(stage, [screen]));
      expect(bytes).toContain('\x1bM\x1bM');
      expect(bytes.length).toBeLessThan(100);
      stage.frame.dispose();
    }
  });

  it('is one character for a key that is echoed, without a frame around it', () => {
    const stage = createStage(ROWS, COLS);
    const screen = screenOf(COLS);
    write(screen, '$ ');
    draw(stage, modelOf(stage, [screen]));
    write(screen, 'x');
    expect(draw(stage, modelOf(stage, [screen]))).toBe('x');
    stage.frame.dispose();
  });

  it('is within synchronized output only where the terminal has it', () => {
    const stage = createStage(ROWS, COLS, { features: { ...ALL_FEATURES, synchronisedOutput: false } });
    const screen = screenOf(COLS);
    expect(draw(stage, modelOf(stage, [screen]))).not.toContain('2026');
    stage.frame.learn({ synchronisedOutput: true });
    write(screen, line(1).repeat(3));
    expect(draw(stage, modelOf(stage, [screen]))).toMatch(/^\x1b\[\?2026h.*\x1b\[\?2026l$/s);
    stage.frame.dispose();
  });

  it('erases blanks between texts instead of writing them', () => {
    const stage = createStage(ROWS, COLS);
    const screen = screenOf(COLS);
    write(screen, `\x1b[H${'#'.repeat(COLS)}`);
    draw(stage, modelOf(stage, [screen]));
    write(screen, '\x1b[Hone\x1b[80X\x1b[80Cend');
    expect(draw(stage, modelOf(stage, [screen])).length).toBeLessThan(40);
    stage.frame.dispose();
  });
});

describe('the cursor of a client', () => {
  const dialog: DialogView = {
    placement: 'bottom',
    title: ':',
    lines: [[{ text: 'rename', role: 'normal' }]],
    selected: undefined,
    footer: undefined,
    cursor: { line: 0, col: 6 },
  };
  const cursorOf = ({ outer }: Stage) => [outer.buffer.active.cursorY, outer.buffer.active.cursorX];

  it('has the shape that the program chose, the user’s own in a dialog and again behind it', () => {
    const stage = createStage(ROWS, COLS);
    const screen = screenOf(COLS);
    expect(draw(stage, modelOf(stage, [screen]))).toContain('\x1b[0 q');
    write(screen, '\x1b[5 q');
    expect(draw(stage, modelOf(stage, [screen]))).toBe('\x1b[5 q');
    expect(draw(stage, modelOf(stage, [screen], { dialog }))).toContain('\x1b[0 q');
    expect(cursorOf(stage)).toEqual([ROWS - 1, 7]);
    expect(draw(stage, modelOf(stage, [screen]))).toContain('\x1b[5 q');
    write(screen, '\x1b[ q\x1b[2 q\x1b[0 q');
    expect(draw(stage, modelOf(stage, [screen]))).toBe('\x1b[0 q');
    stage.frame.dispose();
  });

  it('has the colour that the focused pane’s program chose, the user’s own elsewhere', () => {
    const stage = createStage(ROWS, COLS);
    const screens = [screenOf(leftCols(COLS)), screenOf(COLS - leftCols(COLS) - 1)] as const;
    expect(draw(stage, modelOf(stage, screens))).not.toMatch(/\x1b\]1?12/);
    write(screens[1], '\x1b]12;#00f\u0007');
    expect(draw(stage, modelOf(stage, screens))).toBe('');
    write(screens[0], '\x1b]12;#ff8000\u0007');
    expect(draw(stage, modelOf(stage, screens))).toBe('\x1b]12;rgb:ffff/8080/0000\x1b\\');
    expect(draw(stage, modelOf(stage, screens, { dialog }))).toContain('\x1b]112\x1b\\');
    expect(draw(stage, modelOf(stage, screens))).toContain('\x1b]12;rgb:ffff/8080/0000\x1b\\');
    stage.frame.invalidate();
    const again = draw(stage, modelOf(stage, screens));
    expect(again.indexOf('\x1b]112')).toBeLessThan(again.indexOf('\x1b]12;rgb'));
    write(screens[0], '\x1b]112\u0007');
    expect(draw(stage, modelOf(stage, screens))).toBe('\x1b]112\x1b\\');
    stage.frame.dispose();
  });

  it('keeps its colour where no colours are wanted', () => {
    const stage = createStage(ROWS, COLS, { colours: 'none' });
    const screen = screenOf(COLS);
    write(screen, '\x1b]12;#ff8000\u0007');
    expect(draw(stage, modelOf(stage, [screen]))).not.toContain('\x1b]12;');
    stage.frame.dispose();
  });

  it('comes with a pointer as the focused pane’s program wishes it', () => {
    const stage = createStage(ROWS, COLS);
    const screen = screenOf(COLS);
    draw(stage, modelOf(stage, [screen]));
    write(screen, '\x1b]22;>text,hand2\u0007');
    expect(draw(stage, modelOf(stage, [screen]))).toBe('\x1b]22;hand2\x1b\\');
    write(screen, '\x1b]22;<\u0007');
    expect(draw(stage, modelOf(stage, [screen]))).toBe('\x1b]22;text\x1b\\');
    expect(draw(stage, modelOf(stage, [screen], { dialog }))).toContain('\x1b]22;\x1b\\');
    write(screen, '\x1b]22;\u0007');
    expect(draw(stage, modelOf(stage, [screen]))).not.toContain('\x1b]22;');
    stage.frame.dispose();
  });

  it('is hidden while a long frame draws, and stands where the program has it', () => {
    const stage = createStage(ROWS, COLS);
    const screen = screenOf(COLS);
    draw(stage, modelOf(stage, [screen]));
    write(screen, `${line(1).repeat(4)}\x1b[7;9H`);
    const bytes = draw(stage, modelOf(stage, [screen]));
    expect(bytes.indexOf('\x1b[?25l')).toBeLessThan(bytes.indexOf(line(1).trim()));
    expect(bytes.lastIndexOf('\x1b[?25h')).toBeGreaterThan(bytes.lastIndexOf(line(1).trim()));
    expect(cursorOf(stage)).toEqual([7, 8]);
    write(screen, '\x1b[?25l\x1b[3;3H');
    expect(draw(stage, modelOf(stage, [screen]))).toContain('\x1b[?25l');
    expect(cursorOf(stage)).toEqual([3, 2]);
    stage.frame.dispose();
  });

  it('is left alone, as titles and links are, on a terminal of old', () => {
    const features = featuresFor({ TERM: 'linux', LANG: 'C.UTF-8' }, '16');
    const stage = createStage(ROWS, COLS, { features });
    const screen = screenOf(COLS);
    write(screen, '\x1b[3 q\x1b]12;#f00\u0007\x1b]22;text\u0007');
    const bytes = draw(stage, modelOf(stage, [screen]));
    expect(bytes).not.toContain(' q');
    expect(bytes).not.toContain('\x1b]');
    stage.frame.dispose();
  });
});

describe('the title of the terminal', () => {
  it('is sent when it changes, and after everything was invalidated', () => {
    const stage = createStage(ROWS, COLS);
    const title = (bytes: string): string | undefined => /\x1b\]0;(.*?)\u0007/.exec(bytes)?.[1];
    const show = (name: string) => title(draw(stage, modelOf(stage, [], { title: name })));
    expect(show('qmux')).toBe('qmux');
    expect(show('qmux')).toBeUndefined();
    expect(show('qmux \u0007漢')).toBe('qmux 漢');
    stage.frame.invalidate();
    expect(show('qmux \u0007漢')).toBe('qmux 漢');
    stage.frame.dispose();
  });
});

describe('links of a program', () => {
  it('are drawn with an id, closed before what is not theirs, and none of a scheme that could run something', () => {
    const stage = createStage(ROWS, COLS);
    const screens = [screenOf(leftCols(COLS)), screenOf(COLS - leftCols(COLS) - 1)];
    const open = (uri: string): string => `\x1b]8;;${uri}\u0007`;
    write(screens[0] as Emulator, `${open('https://example.org/a?b=c')}${'link '.repeat(14)}rest`);
    write(screens[1] as Emulator, `${open('javascript:alert(1)')}click${open('')} plain`);
    const bytes = draw(stage, modelOf(stage, screens));
    expect(bytes).not.toContain('javascript');
    const opened = [...bytes.matchAll(/\x1b\]8;(?:id=(\w+))?;(.*?)\x1b\\/g)].map(([, id, uri]) => [id, uri]);
    expect(opened).toEqual([
      ['1', 'https://example.org/a?b=c'],
      [undefined, ''],
      ['1', 'https://example.org/a?b=c'],
      [undefined, ''],
    ]);
    stage.frame.dispose();
  });

  it('are forgotten when no cell holds them, however many a program prints', () => {
    const stage = createStage(ROWS, COLS);
    const screen = screenOf(COLS);
    for (let at = 0; at < 3000; at++) {
      write(screen, `\x1b]8;;https://example.org/${at}\u0007${at}\x1b]8;;\u0007 `);
      if (at % 100 === 0) draw(stage, modelOf(stage, [screen]));
    }
    draw(stage, modelOf(stage, [screen]));
    const { links } = stage.frame.grid;
    const numbers = Array.from({ length: 4000 }, (_, at) => at + 1);
    expect(numbers.filter((number) => links?.find(number)).length).toBeLessThan(2000);
    stage.frame.dispose();
  });
});
