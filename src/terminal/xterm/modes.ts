// The modes that @xterm/headless 6.0.0 keeps, as switches: whether one is on, and off without a sequence, so
// even while it parses. Owns where they are kept. Leaves when to use them to program-modes.ts.

import type { Core } from './internals.js';

export interface ModeSwitch {
  /** It differs from a terminal's initial state. */
  isOn(): boolean;
  off(): void;
}

export type SwitchedMode =
  | 'alternate'
  | 'mouse'
  | 'mouseEncoding'
  | 'focus'
  | 'cursorKeys'
  | 'keypad'
  | 'hiddenCursor'
  | 'cursorShape'
  | 'region'
  | 'origin'
  | 'insert'
  | 'noWrap'
  | 'charset';

type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

interface SwitchedCore {
  coreService: {
    isCursorHidden: boolean;
    modes: { insertMode: boolean };
    decPrivateModes: Mutable<Core['coreService']['decPrivateModes']>;
  };
  coreMouseService: { activeProtocol: string; activeEncoding: string };
  _charsetService: { readonly charset: unknown; reset(): void };
  _inputHandler: { restoreCursor(): boolean };
  buffers: {
    active: {
      x: number;
      y: number;
      scrollTop: number;
      scrollBottom: number;
      lines: { length: number };
      ybase: number;
    };
    normal: object;
    activateNormalBuffer(): void;
  };
}

export function modeSwitches(of: Core): Record<SwitchedMode, ModeSwitch> {
  const core = of as unknown as SwitchedCore;
  // A reset (RIS) replaces the object.
  const dec = (): SwitchedCore['coreService']['decPrivateModes'] => core.coreService.decPrivateModes;
  const lastRow = (): number => core.buffers.active.lines.length - core.buffers.active.ybase - 1;
  return {
    alternate: {
      isOn: () => core.buffers.active !== core.buffers.normal,
      off() {
        core.buffers.activateNormalBuffer();
        core._inputHandler.restoreCursor();
      },
    },
    mouse: {
      isOn: () => core.coreMouseService.activeProtocol !== 'NONE',
      off: () => (core.coreMouseService.activeProtocol = 'NONE'),
    },
    mouseEncoding: {
      isOn: () => core.coreMouseService.activeEncoding !== 'DEFAULT',
      off: () => (core.coreMouseService.activeEncoding = 'DEFAULT'),
    },
    focus: { isOn: () => dec().sendFocus, off: () => (dec().sendFocus = false) },
    cursorKeys: {
      isOn: () => dec().applicationCursorKeys,
      off: () => (dec().applicationCursorKeys = false),
    },
    keypad: {
      isOn: () => dec().applicationKeypad,
      off: () => (dec().applicationKeypad = false),
    },
    hiddenCursor: {
      isOn: () => core.coreService.isCursorHidden,
      off: () => (core.coreService.isCursorHidden = false),
    },
    cursorShape: {
      isOn: () => dec().cursorStyle !== undefined || dec().cursorBlink !== undefined,
      off() {
        dec().cursorStyle = undefined;
        dec().cursorBlink = undefined;
      },
    },
    region: {
      isOn: () => core.buffers.active.scrollTop !== 0 || core.buffers.active.scrollBottom !== lastRow(),
      off() {
        core.buffers.active.scrollTop = 0;
        core.buffers.active.scrollBottom = lastRow();
      },
    },
    origin: { isOn: () => dec().origin, off: () => (dec().origin = false) },
    insert: {
      isOn: () => core.coreService.modes.insertMode,
      off: () => (core.coreService.modes.insertMode = false),
    },
    noWrap: { isOn: () => !dec().wraparound, off: () => (dec().wraparound = true) },
    charset: {
      isOn: () => core._charsetService.charset !== undefined,
      off: () => core._charsetService.reset(),
    },
  };
}
