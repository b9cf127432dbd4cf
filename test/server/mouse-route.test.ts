import { describe, expect, it } from 'vitest';

import type { Border } from '../../src/panes/borders.js';
import type { MouseInput } from '../../src/keymap/input-event.js';
import {
  type Held,
  type MouseAction,
  type MousePane,
  type MouseSurroundings,
  routeMouse,
} from '../../src/server/view/mouse-route.js';

const MODES: MousePane['modes'] = {
  mouse: 'none',
  mouseEncoding: 'sgr',
  alternateScroll: false,
  applicationCursorKeys: false,
  applicationKeypad: false,
  kittyFlags: 0,
  modifyOtherKeys: 0,
};

/** Two panes side by side, their titles on row 0, the tab bar on row 20. */
const pane = (id: 'left' | 'right', modes: Partial<MousePane['modes']> = {}): MousePane => ({
  pane: id,
  box: { row: 1, col: id === 'left' ? 0 : 41, rows: 19, cols: 40 },
  focused: id === 'left',
  modes: { ...MODES, ...modes },
});

const event = (
  action: MouseInput['action'],
  row: number,
  col: number,
  button: MouseInput['button'] = 'left',
) => ({
  action,
  button: action.startsWith('wheel') || action === 'move' ? ('none' as const) : button,
  row,
  col,
  shift: false,
  alt: false,
  ctrl: false,
});

/** Their titles, and the separator between them. */
const around = (panes: MousePane[]): MouseSurroundings => ({
  panes,
  titles: panes.map(({ pane: id, box, focused }) => ({
    pane: id,
    focused,
    box: { ...box, row: box.row - 1, rows: 1 },
  })),
  findTab: () => undefined,
  findBorder: (_row, col) => (col === 40 ? BORDER : undefined),
});
const BORDER: Border = { before: 'left', after: 'right', axis: 'right' };

/** Events one after another; bytes as text. */
function route(panes: MousePane[], ...events: MouseInput[]): unknown[] {
  let held: Held;
  return events.flatMap((each) => {
    const result = routeMouse(held, each, {
      ...around(panes),
      findTab: (row, col) => (row === 20 && col < 20 ? 2 + Math.floor(col / 10) : undefined),
    });
    held = result.held;
    return result.actions.map((action: MouseAction) =>
      action.type === 'forward'
        ? `${action.pane}: ${typeof action.bytes === 'string' ? action.bytes : String.fromCharCode(...action.bytes)}`
        : action,
    );
  });
}

describe('the mouse', () => {
  it('focuses the pane it presses, and its program gets the press in its own coordinates', () => {
    expect(route([pane('left'), pane('right', { mouse: 'any' })], event('press', 1, 41))).toEqual([
      { type: 'focus', pane: 'right' },
      'right: \x1b[<0;1;1M',
    ]);
    expect(route([pane('left', { mouse: 'any' })], event('press', 5, 7))).toEqual(['left: \x1b[<0;8;5M']);
  });

  it('focuses a pane by its title, with the left button', () => {
    const panes = [pane('left'), pane('right', { mouse: 'any' })];
    expect(route(panes, event('press', 0, 50), event('release', 0, 50))).toEqual([
      { type: 'focus', pane: 'right' },
    ]);
    expect(route(panes, event('press', 0, 5), event('press', 3, 40), event('press', 3, 40, 'right'))).toEqual(
      [],
    );
  });

  it('picks the tab it presses', () => {
    expect(
      route([pane('left')], event('press', 20, 3), event('release', 20, 3), event('press', 20, 30)),
    ).toEqual([{ type: 'tab', number: 2 }]);
  });

  it('gives a drag and its release to the pane where it began, at its edge', () => {
    const panes = [pane('left', { mouse: 'drag' }), pane('right', { mouse: 'any' })];
    expect(
      route(
        panes,
        event('press', 3, 3),
        event('drag', 30, 60),
        event('release', 0, 60),
        event('drag', 3, 60),
      ),
    ).toEqual(['left: \x1b[<0;4;3M', 'left: \x1b[<32;40;19M', 'left: \x1b[<0;40;1m']);
    expect(route(panes, event('release', 3, 3))).toEqual([]);
  });

  it('forwards to no program what it did not ask for', () => {
    const panes = [pane('left', { mouse: 'press-release' }), pane('right', { mouse: 'any' })];
    expect(route(panes, event('move', 3, 3), event('move', 3, 43), event('wheel-up', 3, 3))).toEqual([
      'right: \x1b[<35;3;3M',
      'left: \x1b[<64;4;3M',
    ]);
  });

  it('scrolls where the program has no use for the wheel, and moves the cursor of a full-screen one', () => {
    expect(route([pane('left')], event('wheel-up', 3, 3), event('wheel-down', 3, 3))).toEqual([
      { type: 'scroll', pane: 'left', rows: -3 },
      { type: 'scroll', pane: 'left', rows: 3 },
    ]);
    expect(route([pane('left', { alternateScroll: true })], event('wheel-up', 3, 3))).toEqual([
      `left: ${'\x1b[A'.repeat(3)}`,
    ]);
    expect(
      route(
        [pane('left', { alternateScroll: true, applicationCursorKeys: true })],
        event('wheel-down', 3, 3),
        event('wheel-left', 3, 3),
      ),
    ).toEqual([`left: ${'\x1bOB'.repeat(3)}`]);
  });

  it('selects where the program has no use for it', () => {
    expect(
      route(
        [pane('left')],
        event('press', 3, 3),
        event('drag', 40, 5),
        event('release', 4, 5),
        event('drag', 4, 6),
      ),
    ).toEqual([
      { type: 'select', pane: 'left', phase: 'start', row: 2, col: 3, edge: 0 },
      { type: 'select', pane: 'left', phase: 'extend', row: 18, col: 5, edge: 1 },
      { type: 'select', pane: 'left', phase: 'end', row: 3, col: 5, edge: 0 },
    ]);
    expect(route([pane('left')], event('press', 3, 3, 'middle'), event('release', 3, 3, 'middle'))).toEqual(
      [],
    );
  });

  it('lets go of a pane that is gone', () => {
    const first = routeMouse(undefined, event('press', 3, 3), {
      ...around([pane('left')]),
    });
    const then = routeMouse(first.held, event('drag', 3, 4), around([]));
    expect([first.held, then]).toEqual([
      { pane: 'left', button: 'left' },
      { held: undefined, actions: [] },
    ]);
  });

  it('drags the border that it presses, wherever the pointer goes, until the release', () => {
    const drag = (row: number, col: number) => ({ type: 'drag-border', border: BORDER, row, col });
    expect(
      route(
        [pane('left'), pane('right', { mouse: 'any' })],
        event('press', 4, 40),
        event('drag', 5, 44),
        event('drag', 5, 3),
        event('release', 5, 3),
        event('drag', 5, 4),
      ),
    ).toEqual([drag(5, 44), drag(5, 3)]);
  });

  it('drags the tab that it presses onto the labels in its way', () => {
    expect(
      route(
        [pane('left')],
        event('press', 20, 5),
        event('drag', 20, 12),
        event('drag', 20, 12),
        event('drag', 19, 9),
        event('drag', 20, 8),
        event('release', 20, 8),
      ),
    ).toEqual([
      { type: 'tab', number: 2 },
      { type: 'drag-tab', number: 3, way: 'right' },
      { type: 'drag-tab', number: 2, way: 'left' },
    ]);
  });

  it('opens a menu with the right button, but not over a program that takes the mouse', () => {
    const panes = [pane('left'), pane('right', { mouse: 'any' })];
    expect(route(panes, event('press', 3, 3, 'right'))).toEqual([
      { type: 'menu', of: { pane: 'left' }, row: 3, col: 3 },
    ]);
    expect(route(panes, event('press', 3, 41, 'right'))).toEqual([
      { type: 'focus', pane: 'right' },
      'right: \x1b[<2;1;3M',
    ]);
    expect(route(panes, event('press', 0, 50, 'right'), event('release', 0, 50, 'right'))).toEqual([
      { type: 'focus', pane: 'right' },
      { type: 'menu', of: { pane: 'right' }, row: 0, col: 50 },
    ]);
    expect(route(panes, event('press', 20, 15, 'right'))).toEqual([
      { type: 'tab', number: 3 },
      { type: 'menu', of: { tab: 3 }, row: 20, col: 15 },
    ]);
  });
});
