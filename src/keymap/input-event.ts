// What the bytes of an outer terminal mean: keys, pastes, mouse, focus, and replies to queries. Shapes only.

import type { Key } from './key.js';

export interface MouseInput {
  action: 'press' | 'release' | 'drag' | 'move' | 'wheel-up' | 'wheel-down' | 'wheel-left' | 'wheel-right';
  button: 'left' | 'middle' | 'right' | 'none';
  /** From 0, of the whole terminal. */
  row: number;
  col: number;
  shift: boolean;
  alt: boolean;
  ctrl: boolean;
}

export type InputEvent =
  | { type: 'key'; key: Key; bytes: Uint8Array }
  /** The text between the markers of a bracketed paste. */
  | { type: 'paste'; bytes: Uint8Array }
  | ({ type: 'mouse' } & MouseInput)
  | { type: 'focus'; focused: boolean }
  /** A reply of the terminal: never a key. */
  | { type: 'reply'; bytes: Uint8Array };
