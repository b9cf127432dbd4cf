// What a mouse event on one client's terminal means: which pane, border, tab or program it is for. Pure: a
// value goes in, values come out; no clock. Owns what a pressed button holds. Leaves doing it to
// client-mouse.ts.
// Invariant: while a button is held its pane gets every event, at positions inside it; nobody else gets one.

import type { Border } from '../../panes/borders.js';
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
  /** Those with a screen. */
  panes: readonly MousePane[];
  /** The title row of every pane. */
  titles: readonly Pick<MousePane, 'pane' | 'box' | 'focused'>[];
  findBorder(row: number, col: number): Border | undefined;
  /** Number of the tab whose label is there. */
  findTab(row: number, col: number): number | undefined;
}

export type MouseAction =
  | { type: 'focus'; pane: string }
  | { type: 'tab'; number: number }
  | { type: 'drag-border'; border: Border; row: number; col: number }
  /** The tab that was pressed goes to that place, if the place lies that way. */
  | { type: 'drag-tab'; number: number; way: 'left' | 'right' }
  /** The right button; of the pane, or of the tab. */
  | { type: 'menu'; of: { pane: string } | { tab: number }; row: number; col: number }
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

/** What was pressed and is held: a pane with its button, a border, a tab. undefined: nothing. */
export type Held =
  | { pane: string; button: MouseInput['button'] }
  | { border: Border }
  /** col: where the pointer was last. */
  | { tab: number; col: number }
  | undefined;

/** Rows for each step of a wheel: what terminals scroll by themselves. */
const WHEEL_ROWS = 3;

export function routeMouse(
  held: Held,
  event: MouseInput,
  surroundings: MouseSurroundings,
): { held: Held; actions: MouseAction[] } {
  if (event.action === 'drag' || event.action === 'release') {
    const { actions, held: kept } = whileHeld(held, event, surroundings);
    return { held: event.action === 'release' ? undefined : kept, actions };
  }
  const pane = surroundings.panes.find(({ box }) => isInside(box, event));
  if (event.action !== 'press') return { held, actions: pane ? toPane(pane, event) : [] };
  if (pane) {
    const focus: MouseAction[] = pane.focused ? [] : [{ type: 'focus', pane: pane.pane }];
    const hasMenu = event.button === 'right' && pane.modes.mouse === 'none';
    if (hasMenu) return { held: undefined, actions: [...focus, menuOf({ pane: pane.pane }, event)] };
    return {
      held: { pane: pane.pane, button: event.button },
      actions: [...focus, ...toPane(pane, event)],
    };
  }
  return toFrame(event, surroundings);
}

/** A move or the release of a button that was pressed somewhere. */
function whileHeld(
  held: Held,
  event: MouseInput,
  { panes, findTab }: MouseSurroundings,
): { held: Held; actions: MouseAction[] } {
  if (!held) return { held, actions: [] };
  if ('pane' in held) {
    const pane = panes.find((each) => each.pane === held.pane);
    return { held: pane && held, actions: pane ? toPane(pane, event) : [] };
  }
  if (event.action === 'release') return { held, actions: [] };
  if ('border' in held) {
    const { row, col } = event;
    return { held, actions: [{ type: 'drag-border', border: held.border, row, col }] };
  }
  const number = findTab(event.row, event.col);
  const way = event.col > held.col ? 'right' : 'left';
  const isOther = number !== undefined && event.col !== held.col;
  return {
    held: { ...held, col: event.col },
    actions: isOther ? [{ type: 'drag-tab', number, way }] : [],
  };
}

/** A press outside the screens: on a title, a separator or in the tab bar. */
function toFrame(
  event: MouseInput,
  { titles, findTab, findBorder }: MouseSurroundings,
): { held: Held; actions: MouseAction[] } {
  const isRight = event.button === 'right';
  if (event.button !== 'left' && !isRight) return { held: undefined, actions: [] };
  const number = findTab(event.row, event.col);
  if (number !== undefined) {
    const select: MouseAction = { type: 'tab', number };
    return isRight
      ? { held: undefined, actions: [select, menuOf({ tab: number }, event)] }
      : { held: { tab: number, col: event.col }, actions: [select] };
  }
  const titled = titles.find(({ box }) => isInside(box, event));
  const focus: MouseAction[] = titled && !titled.focused ? [{ type: 'focus', pane: titled.pane }] : [];
  const border = isRight ? undefined : findBorder(event.row, event.col);
  return {
    held: border && { border },
    actions: isRight && titled ? [...focus, menuOf({ pane: titled.pane }, event)] : isRight ? [] : focus,
  };
}

const menuOf = (of: { pane: string } | { tab: number }, { row, col }: MouseInput): MouseAction => ({
  type: 'menu',
  of,
  row,
  col,
});

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
