// DEC private modes that the emulator does not support and we keep: whether a program set them, and what
// DECRQM says. Owns their state. Leaves what follows from them to those who read it.
// Sources: xterm's ctlseqs (1007, alternate scroll; DECRQM); contour's 2031 (colour scheme); mode 2027
// (clusters).

import type { Terminal } from '../xterm/internals.js';

import type { ModeSwitch } from '../xterm/modes.js';

/** The wheel moves the cursor on the alternate screen. On from the start, as in VTE, kitty and others. */
const ALTERNATE_SCROLL = 1007;
const ANNOUNCES_COLOURS = 2031;
/** One cell per character: here that is always so, and nothing switches it off. */
const CLUSTERS = 2027;

const SET = 1;
const RESET = 2;
const PERMANENTLY_SET = 3;

export interface OwnModes {
  readonly alternateScroll: boolean;
  readonly announcesColours: boolean;
  readonly wheel: ModeSwitch;
  readonly announcements: ModeSwitch;
}

export function trackOwnModes(terminal: Terminal, reply: (text: string) => void): OwnModes {
  const initial: readonly (readonly [number, boolean])[] = [
    [ALTERNATE_SCROLL, true],
    [ANNOUNCES_COLOURS, false],
  ];
  const modes = new Map(initial);
  const { parser } = terminal;
  for (const final of ['h', 'l'] as const)
    parser.registerCsiHandler({ prefix: '?', final }, (params) => {
      for (const mode of params) if (modes.has(mode as number)) modes.set(mode as number, final === 'h');
      return false;
    });
  parser.registerCsiHandler({ prefix: '?', intermediates: '$', final: 'p' }, (params) => {
    const mode = params[0] as number;
    const isSet = modes.get(mode);
    if (isSet === undefined && mode !== CLUSTERS) return false;
    reply(`\x1b[?${mode};${isSet === undefined ? PERMANENTLY_SET : isSet ? SET : RESET}$y`);
    return true;
  });
  const reset = (): boolean => {
    for (const [mode, isSet] of initial) modes.set(mode, isSet);
    return false;
  };
  parser.registerEscHandler({ final: 'c' }, reset);
  parser.registerCsiHandler({ intermediates: '!', final: 'p' }, reset);
  const switchOf = (mode: number, initially: boolean): ModeSwitch => ({
    isOn: () => modes.get(mode) !== initially,
    off: () => modes.set(mode, initially),
  });
  return {
    wheel: switchOf(ALTERNATE_SCROLL, true),
    announcements: switchOf(ANNOUNCES_COLOURS, false),
    get alternateScroll() {
      return modes.get(ALTERNATE_SCROLL) === true;
    },
    get announcesColours() {
      return modes.get(ANNOUNCES_COLOURS) === true;
    },
  };
}
