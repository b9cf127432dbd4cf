// Where a popup is over the panes of a client (pure): how large it was asked for, and the cells it gets.
// Owns its size. Leaves which session it shows to session/arrangement/popups.ts and its look to frame/.
// Invariant: it lies within the client's room, and its screen is never smaller than one that can be used; a
// client with less room has nothing but the popup.

import { TITLE_ROWS, type Area, type Box, type PaneBox } from './geometry.js';
import type { PaneId, SessionId } from './workspace.js';

/** In the place of a pane's id. */
export const POPUP: PaneId = 'popup';

export interface Length {
  readonly amount: number;
  readonly unit: '%' | 'cells';
}

/** Its border counts. */
export interface PopupSize {
  readonly cols: Length;
  readonly rows: Length;
}

const MOST: Length = { amount: 80, unit: '%' };
export const DEFAULT_POPUP_SIZE: PopupSize = { cols: MOST, rows: MOST };

/** Of its screen: a line editor with a list above it still works. */
const LEAST_ROWS = 5;
const LEAST_COLS = 20;
const SIDE_COLS = 2;
/** The title row is its upper border. */
const BOTTOM_ROWS = 1;

/** `80%` or `100`, in cells; undefined: it is neither. */
export function parseLength(word: string): Length | undefined {
  const [, digits, percent] = /^(\d{1,4})(%?)$/.exec(word) ?? [];
  const amount = Number(digits);
  if (digits === undefined || amount === 0 || (percent && amount > 100)) return undefined;
  return { amount, unit: percent ? '%' : 'cells' };
}

/** box: as a pane's, with its title row; edge: the border around it, absent where it takes the whole room. */
export function placePopup({ cols, rows }: PopupSize, room: Area): { box: Box; edge?: Box } {
  const least = { rows: LEAST_ROWS + TITLE_ROWS + BOTTOM_ROWS, cols: LEAST_COLS + SIDE_COLS };
  if (room.rows < least.rows || room.cols < least.cols)
    return { box: { row: 0, col: 0, rows: room.rows, cols: room.cols } };
  const edge = {
    rows: within(cellsOf(rows, room.rows), least.rows, room.rows),
    cols: within(cellsOf(cols, room.cols), least.cols, room.cols),
  };
  const row = Math.floor((room.rows - edge.rows) / 2);
  const col = Math.floor((room.cols - edge.cols) / 2);
  return {
    box: { row, col: col + 1, rows: edge.rows - BOTTOM_ROWS, cols: edge.cols - SIDE_COLS },
    edge: { row, col, ...edge },
  };
}

/** What a client shows: its panes with the popup over them, or the popup alone if it hides them all. */
export function putOver(
  under: { boxes: PaneBox[]; separators: Box[] },
  popup: { readonly session: SessionId; readonly size: PopupSize } | undefined,
  room: Area,
): { boxes: PaneBox[]; separators: Box[] } {
  if (!popup) return under;
  const over: PaneBox = { pane: POPUP, session: popup.session, ...placePopup(popup.size, room) };
  return over.edge
    ? { boxes: [...under.boxes, over], separators: under.separators }
    : { boxes: [over], separators: [] };
}

const cellsOf = ({ amount, unit }: Length, room: number): number =>
  unit === '%' ? Math.floor((amount * room) / 100) : amount;

const within = (wanted: number, least: number, most: number): number =>
  Math.max(least, Math.min(wanted, most));
