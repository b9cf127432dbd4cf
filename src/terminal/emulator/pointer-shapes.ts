// The shape that a program wants for the mouse pointer over its pane (OSC 22), with kitty's stack of them.
// Owns the stacks, one for each screen, and the names that are passed on to a terminal. Leaves showing it to
// frame/.
// Sources: xterm's ctlseqs (OSC 22); kitty's "Mouse pointer shapes": `=` sets, `>` pushes, `<` pops, `?`
// asks.

import type { Terminal } from '../xterm/internals.js';

import type { ModeSwitch } from '../xterm/modes.js';

/** CSS's names, and those of X11's cursor font. */
const NAME = /^[a-z][a-z0-9_-]{0,31}$/i;
/** Kitty keeps as many; the oldest are dropped. */
const MOST_SHAPES = 16;
const MAX_NAMES = 64;

export interface PointerShapes {
  /** undefined: the terminal's own. */
  readonly current: string | undefined;
  /** Any shape, on either screen. */
  readonly any: ModeSwitch;
}

export function trackPointerShapes(terminal: Terminal, reply: (text: string) => void): PointerShapes {
  const stacks: Record<'normal' | 'alternate', string[]> = { normal: [], alternate: [] };
  const { parser } = terminal;
  const stack = (): string[] => stacks[terminal.buffer.active.type];
  const push = (name: string): void => {
    if (!NAME.test(name)) return;
    stack().push(name);
    if (stack().length > MOST_SHAPES) stack().shift();
  };
  parser.registerOscHandler(22, (data) => {
    const operation = /^[=<>?]/.exec(data)?.[0] ?? '=';
    const names = data.replace(/^[=<>?]/, '').split(',', MAX_NAMES);
    if (operation === '?')
      reply(`\x1b]22;${names.map((name) => answer(name, stack().at(-1))).join(',')}\x1b\\`);
    else if (operation === '<') stack().pop();
    else if (operation === '>') names.forEach(push);
    // Without a name: back to the terminal's own.
    else if (names[0] === '') stack().length = 0;
    else if (NAME.test(names[0] as string)) {
      stack().pop();
      push(names[0] as string);
    }
    return true;
  });
  const forget = (): void => {
    for (const each of Object.values(stacks)) each.length = 0;
  };
  const reset = (): boolean => {
    forget();
    return false;
  };
  parser.registerEscHandler({ final: 'c' }, reset);
  parser.registerCsiHandler({ intermediates: '!', final: 'p' }, reset);
  return {
    get current() {
      return stack().at(-1);
    },
    any: { isOn: () => Object.values(stacks).some(({ length }) => length > 0), off: forget },
  };
}

/** Only the terminals know which shapes there are, and they differ: none is promised. */
const answer = (name: string, current: string | undefined): string =>
  name === '__current__' ? (current ?? '0') : '0';
