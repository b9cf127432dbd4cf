// What a mouse event on one client's terminal means: which pane, tab or program it is for. Pure: a value goes
// in, values come out; no clock. Owns the pane that a pressed button holds. Leaves doing it to
// client-view.ts.
// Invariant: while a button is held its pane gets every event, at positions inside it; nobody else gets one.

import { TITLE_ROWS } from '../../panes/geometry.js';
import { encodeKey, type KeyModes } from '../../keymap/encode.js';
import { encodeMouse, type MouseModes } from '../../keymap/encode-mouse.js';
import type { MouseInput } from '../../keymap/input-event.js';
import { plainKey } from '../../keymap/key.js';
import type { InputModes } from '../../terminal/screen.js';

export interface MousePane {
  pane: string;
  /** Of its screen, without the title row, in cells of the client's terminal. */
  box: { row: number; col: number; rows: number; cols: number };
  focused: boolean;
  modes: MouseModes & KeyModes & Pick<InputModes, 'alternateScroll'>;
}

export interface MouseSurroundings {
  panes: readonly MousePane[];
  /** Number of the tab whose label is there. */
  findTab(row: number, col: number): number | undefined;
}

export type MouseAction =
  | { type: 'focus'; pane: string }
  | { type: 'tab'; number: number }
  /** For the pane's program. */
  | { type: 'forward'; pane: string; bytes: Uint8Array | string }
  /** The wheel over a pane whose program does not use it; negative is up. */
  | { type: 'scroll'; pane: string; rows: number }
  /**
   * The left button on a pane whose program does not use it. row and col are the screen's, inside it; edge:
   * the pointer is on its first row or above (-1), on its last or below (1).
   */
  | { type: 'select'; pane: string; phase: 'start' | 'extend' | 'end'; row: number; col: number; edge: Edge };

export type Edge = -1 | 0 | 1;

/**
 * The pane in which a button was pressed, and that button. undefined: none is held, or it was pressed
 * elsewhere.
 */
export type HeldPane = { pane: string; button: MouseInput['button'] } | undefined;

/** Rows for each step of a wheel: what terminals scroll by themselves. */
const WHEEL_ROWS = 3;

export function routeMouse(
  held: HeldPane,
  event: MouseInput,
  surroundings: MouseSurroundings,
): { held: HeldPane; actions: MouseAction[] } {
  if (event.action === 'drag' || event.action === 'release') {
    const pane = held && surroundings.panes.find((each) => each.pane === held.pane);
    return {
      held: event.action === 'release' || !pane ? undefined : held,
      actions: pane ? toPane(pane, event) : [],
    };
  }
  const pane = surroundings.panes.find(({ box }) => isInside(box, event));
  if (event.action !== 'press') return { held, actions: pane ? toPane(pane, event) : [] };
  if (pane) {
    const focus: MouseAction[] = pane.focused ? [] : [{ type: 'focus', pane: pane.pane }];
    return {
      held: { pane: pane.pane, button: event.button },
      actions: [...focus, ...toPane(pane, event)],
    };
  }
  return { held: undefined, actions: toFrame(event, surroundings) };
}

/** A press outside the screens: on a title or in the tab bar. */
function toFrame(event: MouseInput, { panes, findTab }: MouseSurroundings): MouseAction[] {
  if (event.button !== 'left') return [];
  const number = findTab(event.row, event.col);
  if (number !== undefined) return [{ type: 'tab', number }];
  const titled = panes.find(({ box }) =>
    isInside({ ...box, row: box.row - TITLE_ROWS, rows: TITLE_ROWS }, event),
  );
  return titled && !titled.focused ? [{ type: 'focus', pane: titled.pane }] : [];
}

function toPane({ pane, box, modes }: MousePane, event: MouseInput): MouseAction[] {
  const row = clamp(event.row - box.row, box.rows);
  const col = clamp(event.col - box.col, box.cols);
  if (modes.mouse !== 'none') {
    const bytes = encodeMouse({ ...event, row, col }, modes);
    return bytes ? [{ type: 'forward', pane, bytes }] : [];
  }
  const isUp = event.action === 'wheel-up';
  if (isUp || event.action === 'wheel-down') {
    if (!modes.alternateScroll) return [{ type: 'scroll', pane, rows: isUp ? -WHEEL_ROWS : WHEEL_ROWS }];
    const arrow = encodeKey(plainKey(isUp ? 'Up' : 'Down'), modes);
    return [{ type: 'forward', pane, bytes: arrow.repeat(WHEEL_ROWS) }];
  }
  const phase = event.button === 'left' ? SELECT_PHASES[event.action] : undefined;
  return phase ? [{ type: 'select', pane, phase, row, col, edge: edgeOf(row, box.rows) }] : [];
}

const edgeOf = (row: number, rows: number): Edge => (row === 0 ? -1 : row === rows - 1 ? 1 : 0);

const SELECT_PHASES: Partial<Record<MouseInput['action'], 'start' | 'extend' | 'end'>> = {
  press: 'start',
  drag: 'extend',
  release: 'end',
};

const isInside = (box: MousePane['box'], { row, col }: MouseInput): boolean =>
  row >= box.row && row < box.row + box.rows && col >= box.col && col < box.col + box.cols;

const clamp = (position: number, size: number): number => Math.max(0, Math.min(size - 1, position));
