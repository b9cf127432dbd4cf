// How a program wants its keys reported: the kitty keyboard protocol's flags and xterm's modifyOtherKeys.
// Owns their state (a stack of flags for each screen) and the replies about it. Leaves encoding to
// keymap/encode.ts.
// Sources: the kitty keyboard protocol, "Progressive enhancement"; xterm's ctlseqs, XTMODKEYS and XTQMODKEYS.

import type { Terminal } from '../xterm/internals.js';

import type { ModeSwitch } from '../xterm/modes.js';

/**
 * Only 1, "disambiguate escape codes": the outer terminal reports no key releases (2) and types text as text
 * (8, 16), and what we cannot send must not be reported as on.
 */
const KITTY_FLAGS = 1;
/** kitty's own limit; a program that pushes more loses the oldest. */
const MAX_PUSHED = 8;
/** XTMODKEYS resource. */
const MODIFY_OTHER_KEYS = 4;

interface ScreenFlags {
  flags: number;
  pushed: number[];
}

export interface KeyboardModes {
  readonly kittyFlags: number;
  readonly modifyOtherKeys: 0 | 1 | 2;
  /** The kitty flags of a screen, with those that were pushed. */
  kitty(screen: 'normal' | 'alternate'): ModeSwitch;
  readonly otherKeys: ModeSwitch;
}

export function trackKeyboardModes(terminal: Terminal, reply: (text: string) => void): KeyboardModes {
  const screens: Record<'normal' | 'alternate', ScreenFlags> = {
    normal: { flags: 0, pushed: [] },
    alternate: { flags: 0, pushed: [] },
  };
  let modifyOtherKeys: 0 | 1 | 2 = 0;
  const current = (): ScreenFlags => screens[terminal.buffer.active.type];
  const { parser } = terminal;
  parser.registerCsiHandler({ prefix: '?', final: 'u' }, () => {
    reply(`\x1b[?${current().flags}u`);
    return true;
  });
  parser.registerCsiHandler({ prefix: '>', final: 'u' }, (params) => {
    const screen = current();
    screen.pushed.push(screen.flags);
    if (screen.pushed.length > MAX_PUSHED) screen.pushed.shift();
    screen.flags = numberAt(params, 0) & KITTY_FLAGS;
    return true;
  });
  parser.registerCsiHandler({ prefix: '<', final: 'u' }, (params) => {
    const screen = current();
    const count = Math.min(numberAt(params, 0) || 1, MAX_PUSHED + 1);
    for (let popped = 0; popped < count; popped++) screen.flags = screen.pushed.pop() ?? 0;
    return true;
  });
  parser.registerCsiHandler({ prefix: '=', final: 'u' }, (params) => {
    const screen = current();
    const flags = numberAt(params, 0) & KITTY_FLAGS;
    const mode = numberAt(params, 1) || 1;
    if (mode === 1) screen.flags = flags;
    else if (mode === 2) screen.flags |= flags;
    else if (mode === 3) screen.flags &= ~flags;
    return true;
  });
  parser.registerCsiHandler({ prefix: '>', final: 'm' }, (params) => {
    // Without a resource all of them return to their initial values.
    const resource = numberAt(params, 0);
    if (resource !== MODIFY_OTHER_KEYS && resource !== 0) return true;
    const level = resource === 0 ? 0 : numberAt(params, 1);
    modifyOtherKeys = level === 1 || level === 2 ? level : 0;
    return true;
  });
  parser.registerCsiHandler({ prefix: '>', final: 'n' }, (params) => {
    if (numberAt(params, 0) === MODIFY_OTHER_KEYS) modifyOtherKeys = 0;
    return true;
  });
  parser.registerCsiHandler({ prefix: '?', final: 'm' }, (params) => {
    if (numberAt(params, 0) === MODIFY_OTHER_KEYS) reply(`\x1b[>${MODIFY_OTHER_KEYS};${modifyOtherKeys}m`);
    return true;
  });
  const resetFlags = (screen: 'normal' | 'alternate'): void => {
    screens[screen] = { flags: 0, pushed: [] };
  };
  const reset = (): boolean => {
    resetFlags('normal');
    resetFlags('alternate');
    modifyOtherKeys = 0;
    return false;
  };
  parser.registerEscHandler({ final: 'c' }, reset);
  parser.registerCsiHandler({ intermediates: '!', final: 'p' }, reset);
  return {
    get kittyFlags() {
      return current().flags;
    },
    get modifyOtherKeys() {
      return modifyOtherKeys;
    },
    kitty: (screen) => ({
      isOn: () => screens[screen].flags !== 0 || screens[screen].pushed.length > 0,
      off: () => resetFlags(screen),
    }),
    otherKeys: { isOn: () => modifyOtherKeys !== 0, off: () => (modifyOtherKeys = 0) },
  };
}

/** A sub-parameter list counts as 0: none of these sequences has one. */
const numberAt = (params: readonly (number | number[])[], at: number): number => {
  const value = params[at];
  return typeof value === 'number' && value > 0 ? value : 0;
};
