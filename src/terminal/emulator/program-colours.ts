// The colours of one program's terminal: what it is told when it asks (OSC 4, 10 to 12) and what it changed,
// which applies only to its pane. Also whether they are dark or light (DSR 996, and mode 2031, which
// announces a change). Owns that state. Leaves drawing with the changed colours to recolour.ts.
// Sources: xterm's ctlseqs (OSC 4, 10-12, 104, 110-112); contour's "Dark and Light Mode detection".

import type { Terminal } from '../xterm/internals.js';

import {
  DYNAMIC_COLOURS,
  formatColour,
  parseColour,
  type TerminalColours,
} from '../../text/terminal-colours.js';
import { isLight } from '../../look/contrast.js';
import type { ModeSwitch } from '../xterm/modes.js';
import { findXtermColour } from '../xterm/palette.js';

/** If no terminal has reported its own: light text on black, as most terminals have. */
const FOREGROUND = 0xd0d0d0;
const BACKGROUND = 0x000000;

const FIRST_DYNAMIC = 10;
const LAST_DYNAMIC = 12;
/** From the code that sets a dynamic colour to the one that resets it. */
const RESET_OFFSET = 100;

const DARK = 1;
const LIGHT = 2;

export interface ProgramColours {
  /** What the program has changed; undefined: nothing, the common case. */
  readonly changed: TerminalColours | undefined;
  /** The cursor's colour alone. */
  readonly cursor: ModeSwitch;
  /** The terminal's own colours have changed. */
  outerChanged(): void;
}

export interface ProgramColoursOptions {
  reply(text: string): void;
  /** The colours of the terminal that shows the program. */
  outer(): TerminalColours;
  /** Mode 2031 is set. */
  announces(): boolean;
  /** `changed` has changed. */
  onChange(): void;
}

type Dynamic = (typeof DYNAMIC_COLOURS)[keyof typeof DYNAMIC_COLOURS];

export function trackColours(terminal: Terminal, options: ProgramColoursOptions): ProgramColours {
  const { reply, outer, onChange } = options;
  const dynamic: Partial<Record<Dynamic, number>> = {};
  const palette = new Map<number, number>();
  let changed: TerminalColours | undefined;
  const { parser } = terminal;

  const settle = (): void => {
    const isUntouched = palette.size === 0 && Object.keys(dynamic).length === 0;
    changed = isUntouched ? undefined : { ...dynamic, palette: new Map(palette) };
    onChange();
  };
  const resetDynamic = (name: Dynamic): void => {
    if (dynamic[name] === undefined) return;
    delete dynamic[name];
    settle();
  };
  const dynamicColour = (name: Dynamic): number => {
    const foreground = dynamic.foreground ?? outer().foreground ?? FOREGROUND;
    if (name === 'background') return dynamic.background ?? outer().background ?? BACKGROUND;
    return name === 'cursor' ? (dynamic.cursor ?? outer().cursor ?? foreground) : foreground;
  };
  const paletteColour = (index: number): number | undefined =>
    palette.get(index) ?? outer().palette.get(index) ?? findXtermColour(index);
  const scheme = (): number => (isLight(dynamicColour('background')) ? LIGHT : DARK);
  let announced = scheme();

  const nameOf = (code: number): Dynamic => DYNAMIC_COLOURS[code as keyof typeof DYNAMIC_COLOURS];
  for (let code = FIRST_DYNAMIC; code <= LAST_DYNAMIC; code++) {
    parser.registerOscHandler(code, (data) => {
      // What follows a semicolon is for the next code: `OSC 10;?;?` asks for foreground and background.
      data.split(';', LAST_DYNAMIC - code + 1).forEach((text, at) => {
        const name = nameOf(code + at);
        const rgb = parseColour(text);
        if (text === '?') reply(`\x1b]${code + at};${formatColour(dynamicColour(name))}\x1b\\`);
        else if (rgb !== undefined && dynamic[name] !== rgb) {
          dynamic[name] = rgb;
          settle();
        }
      });
      return true;
    });
    parser.registerOscHandler(code + RESET_OFFSET, () => {
      resetDynamic(nameOf(code));
      return true;
    });
  }
  parser.registerOscHandler(4, (data) => {
    // Pairs of an index and a colour.
    const parts = data.split(';');
    let hasSet = false;
    for (let at = 0; at + 1 < parts.length; at += 2) {
      const index = /^\d{1,3}$/.test(parts[at] as string) ? Number(parts[at]) : -1;
      const colour = paletteColour(index);
      if (colour === undefined) continue;
      const text = parts[at + 1] as string;
      const rgb = parseColour(text);
      if (text === '?') reply(`\x1b]4;${index};${formatColour(colour)}\x1b\\`);
      else if (rgb !== undefined) {
        palette.set(index, rgb);
        hasSet = true;
      }
    }
    if (hasSet) settle();
    return true;
  });
  parser.registerOscHandler(104, (data) => {
    if (data === '') palette.clear();
    else for (const index of data.split(';')) palette.delete(Number(index));
    settle();
    return true;
  });
  parser.registerCsiHandler({ prefix: '?', final: 'n' }, (params) => {
    if (params[0] !== 996) return false;
    reply(`\x1b[?997;${scheme()}n`);
    return true;
  });
  parser.registerEscHandler({ final: 'c' }, () => {
    for (const name of Object.values(DYNAMIC_COLOURS)) delete dynamic[name];
    palette.clear();
    settle();
    return false;
  });
  return {
    get changed() {
      return changed;
    },
    cursor: { isOn: () => dynamic.cursor !== undefined, off: () => resetDynamic('cursor') },
    outerChanged() {
      const now = scheme();
      if (now !== announced && options.announces()) reply(`\x1b[?997;${now}n`);
      announced = now;
    },
  };
}
