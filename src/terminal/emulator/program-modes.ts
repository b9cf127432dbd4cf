// The modes that a program sets for itself and resets at its end, and what happens to them if it was killed:
// mouse, focus and keyboard reports, the alternate screen, cursor and pointer, margins, charset. Owns their
// list, which sequences set them, and when to check whether their program is still alive: when a shell begins
// a prompt (OSC 133 ; A, or bracketed paste switched on, which bash, zsh and fish do before each prompt) and
// before a key or report goes to the program. Leaves who set what to mode-owners.ts. Bracketed paste (2004)
// is not among them: shells manage it.
// Sources: xterm's ctlseqs; FinalTerm's OSC 133.

import type { KeyboardModes } from './keyboard-modes.js';
import { ModeOwners, type TerminalProcesses } from './mode-owners.js';
import type { ModeSwitch } from '../xterm/modes.js';
import type { OwnModes } from './own-modes.js';
import { cursorLineText } from './screen-text.js';
import type { Core, Terminal } from '../xterm/internals.js';
import { modeSwitches, type SwitchedMode } from '../xterm/modes.js';

type ModeName =
  | SwitchedMode
  | 'kittyNormal'
  | 'kittyAlternate'
  | 'otherKeys'
  | 'wheel'
  | 'announcements'
  | 'cursorColour'
  | 'pointer';

const BY_NUMBER: Readonly<Record<number, ModeName>> = {
  1: 'cursorKeys',
  6: 'origin',
  7: 'noWrap',
  9: 'mouse',
  25: 'hiddenCursor',
  47: 'alternate',
  66: 'keypad',
  1000: 'mouse',
  1002: 'mouse',
  1003: 'mouse',
  1004: 'focus',
  1005: 'mouseEncoding',
  1006: 'mouseEncoding',
  1007: 'wheel',
  1015: 'mouseEncoding',
  1016: 'mouseEncoding',
  1047: 'alternate',
  1049: 'alternate',
  2031: 'announcements',
};
const BRACKETED_PASTE = 2004;

export interface ProgramModes {
  /** A write ended. */
  settle(): void;
  /**
   * Switches off what programs that are gone left on, before something is sent to the current reader.
   * undefined: nothing. Otherwise a text to write: the line of the cursor, which a shell has begun on the
   * alternate screen.
   */
  leaveDead(): string | undefined;
  /** Switches everything off. */
  leaveAll(): void;
}

export interface ProgramModesOptions {
  keyboard: KeyboardModes;
  ownModes: OwnModes;
  cursorColour: ModeSwitch;
  pointer: ModeSwitch;
  processes: TerminalProcesses;
}

export function trackProgramModes(
  terminal: Terminal,
  core: Core,
  { keyboard, ownModes, cursorColour, pointer, processes }: ProgramModesOptions,
): ProgramModes {
  const switches: Record<ModeName, ModeSwitch> = {
    ...modeSwitches(core),
    kittyNormal: keyboard.kitty('normal'),
    kittyAlternate: keyboard.kitty('alternate'),
    otherKeys: keyboard.otherKeys,
    wheel: ownModes.wheel,
    announcements: ownModes.announcements,
    cursorColour,
    pointer,
  };
  const owners = new ModeOwners(switches, processes);
  const touch = (name: ModeName) => (): boolean => {
    owners.touch(name);
    return false;
  };
  const { parser } = terminal;
  for (const final of ['h', 'l'] as const)
    parser.registerCsiHandler({ prefix: '?', final }, (params) => {
      for (const mode of params) {
        const name = BY_NUMBER[mode as number];
        if (name) owners.touch(name);
        if (mode === BRACKETED_PASTE && final === 'h') owners.dropDead();
      }
      return false;
    });
  parser.registerCsiHandler({ final: 'h' }, touch('insert'));
  parser.registerCsiHandler({ final: 'r' }, touch('region'));
  parser.registerCsiHandler({ intermediates: ' ', final: 'q' }, touch('cursorShape'));
  for (const prefix of ['>', '='])
    parser.registerCsiHandler({ prefix, final: 'u' }, () => {
      owners.touch(terminal.buffer.active.type === 'normal' ? 'kittyNormal' : 'kittyAlternate');
      return false;
    });
  parser.registerCsiHandler({ prefix: '>', final: 'm' }, touch('otherKeys'));
  parser.registerEscHandler({ final: '=' }, touch('keypad'));
  for (const intermediates of ['(', ')'])
    parser.registerEscHandler({ intermediates, final: '0' }, touch('charset'));
  parser.registerOscHandler(12, touch('cursorColour'));
  parser.registerOscHandler(22, touch('pointer'));
  parser.registerOscHandler(133, (data) => {
    if (/^A(;|$)/.test(data)) owners.dropDead();
    return false;
  });
  return {
    settle: () => owners.settle(),
    leaveDead() {
      if (!owners.hasAny) return undefined;
      const line = switches.alternate.isOn() ? cursorLineText(core) : '';
      const left = owners.dropDead();
      if (left.length === 0) return undefined;
      return left.includes('alternate') && line !== '' ? `\r\n${line}` : '';
    },
    leaveAll: () => owners.dropAll(),
  };
}
