// How a program wants keys, pastes and the mouse reported, collected from where each mode is kept. Owns the
// names of the emulator's mouse modes. Leaves encoding to keymap/.

import type { KeyboardModes } from './keyboard-modes.js';
import type { OwnModes } from './own-modes.js';
import type { InputModes } from '../screen.js';
import type { Core } from '../xterm/internals.js';

const MOUSE_PROTOCOLS: Readonly<Record<string, InputModes['mouse']>> = {
  NONE: 'none',
  X10: 'x10',
  VT200: 'press-release',
  DRAG: 'drag',
  ANY: 'any',
};

const MOUSE_ENCODINGS: Readonly<Record<string, InputModes['mouseEncoding']>> = {
  UTF8: 'utf8',
  URXVT: 'urxvt',
  SGR: 'sgr',
  SGR_PIXELS: 'sgr-pixels',
};

export function readInputModes(
  core: Core,
  { keyboard, ownModes }: { keyboard: KeyboardModes; ownModes: OwnModes },
): InputModes {
  const { decPrivateModes } = core.coreService;
  return {
    applicationCursorKeys: decPrivateModes.applicationCursorKeys,
    applicationKeypad: decPrivateModes.applicationKeypad,
    bracketedPaste: decPrivateModes.bracketedPasteMode,
    mouse: MOUSE_PROTOCOLS[core.coreMouseService.activeProtocol] ?? 'none',
    mouseEncoding: MOUSE_ENCODINGS[core.coreMouseService.activeEncoding] ?? 'default',
    alternateScroll: ownModes.alternateScroll && core.buffers.active !== core.buffers.normal,
    kittyFlags: keyboard.kittyFlags,
    modifyOtherKeys: keyboard.modifyOtherKeys,
  };
}
