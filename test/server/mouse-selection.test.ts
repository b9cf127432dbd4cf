import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { ClientCopy } from '../../src/server/view/client-copy.js';
import { MouseSelection } from '../../src/server/view/mouse-selection.js';
import type { ManagedSession } from '../../src/session/managed-session.js';
import { EmulatorRows } from '../../src/copy-mode/emulator-rows.js';
import { bytesOf, emulate } from '../terminal/compare-emulators.js';

const ROWS = 5;
const LINES = 50;
const line = (at: number): string => `row ${at} 漢字`;

/** A session with fifty lines, the last five of them on its screen. */
function open(): {
  session: ManagedSession;
  selection: MouseSelection;
  copied: string[];
  /** First line in view; undefined: it is not in copy mode. */
  top(): number | undefined;
} {
  const screen = emulate({ rows: ROWS, cols: 20, scrollbackLines: 100 });
  screen.write(bytesOf(Array.from({ length: LINES }, (_, at) => line(at)).join('\r\n')));
  const openReading = (): unknown => ({
    reading: new EmulatorRows(screen),
    makeOlder: () => false,
    isSeeking: false,
    close() {},
  });
  const session = { screen, openReading } as unknown as ManagedSession;
  const copied: string[] = [];
  const copy = new ClientCopy({
    keys: () => ({ style: 'vi', bindings: new Map() }),
    onChange() {},
    onGoOn: () => Promise.resolve(true),
    onCommand() {},
    onEffect: (effect) => copied.push(effect.type === 'copy' ? effect.text : effect.type),
  });
  const top = (): number | undefined => {
    const mode = copy.modeOf(session);
    return mode && mode.top - mode.reading.firstRow;
  };
  return { session, selection: new MouseSelection(copy), copied, top };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a drag', () => {
  it('that is held at the upper edge scrolls up row by row and selects on, to the first row', () => {
    const { session, selection, copied, top } = open();
    selection.start(session, { row: 2, col: 3 }, 0);
    selection.extend({ row: 0, col: 0 }, -1);
    expect(top()).toBe(45);
    vi.advanceTimersByTime(3 * 50);
    expect(top()).toBe(42);
    selection.end();
    expect(vi.getTimerCount()).toBe(0);
    expect(copied).toEqual([`${[42, 43, 44, 45, 46].map(line).join('\n')}\nrow `]);
    expect(top()).toBeUndefined();
  });

  it('scrolls no more than there is, and has no timer then', () => {
    const { session, selection, copied, top } = open();
    selection.start(session, { row: 1, col: 0 }, 0);
    selection.extend({ row: 0, col: 0 }, -1);
    vi.advanceTimersByTime(60_000);
    expect(top()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    selection.extend({ row: 1, col: 0 }, 0);
    selection.end();
    expect(copied[0]?.split('\n')).toHaveLength(46);
  });

  it('that is held at the lower edge scrolls down, and stops when it comes away from it', () => {
    const { session, selection, top } = open();
    selection.start(session, { row: 2, col: 0 }, 0);
    selection.extend({ row: 0, col: 0 }, -1);
    vi.advanceTimersByTime(20 * 50);
    expect(top()).toBe(25);
    selection.extend({ row: ROWS - 1, col: 0 }, 1);
    vi.advanceTimersByTime(5 * 50);
    expect(top()).toBe(30);
    selection.extend({ row: 2, col: 0 }, 0);
    vi.advanceTimersByTime(500);
    expect(top()).toBe(30);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is let go of when its client goes', () => {
    const { session, selection } = open();
    selection.start(session, { row: 2, col: 0 }, 0);
    selection.extend({ row: 0, col: 0 }, -1);
    selection.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a click', () => {
  it('twice copies the word, three times the line, a fourth time nothing', () => {
    const { session, selection, copied } = open();
    const click = (nowMs: number): void => {
      selection.start(session, { row: 1, col: 7 }, nowMs);
      selection.end();
    };
    click(0);
    expect(copied).toEqual([]);
    click(100);
    click(200);
    expect(copied).toEqual(['漢字', line(46)]);
    click(300);
    expect(copied).toHaveLength(2);
  });

  it('counts from one again after half a second, or elsewhere', () => {
    const { session, selection, copied } = open();
    selection.start(session, { row: 1, col: 7 }, 0);
    selection.end();
    selection.start(session, { row: 1, col: 7 }, 501);
    selection.end();
    selection.start(session, { row: 1, col: 8 }, 600);
    selection.end();
    expect(copied).toEqual([]);
  });
});
