// Left and right margins (DECLRMM, DECSLRM) for an emulator without them: as much of them as frames need.
// Owns SU and SD inside margins, written for the test and not taken from src/frame. Source: DEC STD 070,
// xterm's ctlseqs.

import type { Terminal } from '@xterm/headless';

interface Line {
  _data: Uint32Array;
  _combined: Record<number, string | undefined>;
  _extendedAttrs: Record<number, unknown>;
}

interface Inside {
  readonly buffers: {
    readonly active: {
      readonly ybase: number;
      readonly scrollTop: number;
      readonly scrollBottom: number;
      readonly lines: { get(index: number): Line | undefined };
      x: number;
      y: number;
    };
  };
  readonly _inputHandler: { readonly _curAttrData: { readonly bg: number } };
}

const WORDS = 3;
const WIDTH_1 = 1 << 22;
/** Colour and its mode, in xterm's background word: what erasing leaves. */
const BACKGROUND = 0x3ffffff;

export function addSideMargins(terminal: Terminal): { scrolls(): number } {
  const inside = (terminal as unknown as { _core: Inside })._core;
  let margins: { left: number; right: number } | undefined;
  let scrolls = 0;

  const moveCell = (from: Line | undefined, to: Line, col: number): void => {
    const at = col * WORDS;
    if (from) to._data.set(from._data.subarray(at, at + WORDS), at);
    else to._data.set([WIDTH_1, 0, inside._inputHandler._curAttrData.bg & BACKGROUND], at);
    for (const key of ['_combined', '_extendedAttrs'] as const) {
      const value = from?.[key][col];
      if (value === undefined) delete to[key][col];
      else (to[key] as Record<number, unknown>)[col] = value;
    }
  };

  /** up: by how many rows, negative for down. */
  const scroll = (up: number): boolean => {
    if (!margins) return false;
    scrolls++;
    const { active } = inside.buffers;
    const rows: Line[] = [];
    for (let row = active.scrollTop; row <= active.scrollBottom; row++) {
      const line = active.lines.get(active.ybase + row);
      if (!line) throw new Error(`the emulator has no row ${row}`);
      rows.push(line);
    }
    const order = up > 0 ? [...rows.keys()] : [...rows.keys()].reverse();
    for (const at of order)
      for (let col = margins.left; col <= margins.right; col++)
        moveCell(rows[at + up], rows[at] as Line, col);
    return true;
  };

  const { parser } = terminal;
  const isMargins = (params: (number | number[])[]): boolean => params.length === 1 && params[0] === 69;
  parser.registerCsiHandler({ prefix: '?', final: 'h' }, (params) => {
    if (isMargins(params)) margins = { left: 0, right: terminal.cols - 1 };
    return isMargins(params);
  });
  parser.registerCsiHandler({ prefix: '?', final: 'l' }, (params) => {
    if (isMargins(params)) margins = undefined;
    return isMargins(params);
  });
  parser.registerCsiHandler({ final: 's' }, (params) => {
    if (!margins) return false;
    margins = { left: Number(params[0]) - 1, right: Number(params[1]) - 1 };
    inside.buffers.active.x = 0;
    inside.buffers.active.y = 0;
    return true;
  });
  parser.registerCsiHandler({ final: 'S' }, (params) => scroll(Number(params[0]) || 1));
  parser.registerCsiHandler({ final: 'T' }, (params) => scroll(-(Number(params[0]) || 1)));
  return { scrolls: () => scrolls };
}
