// How one terminal's cursor and mouse pointer look, as last sent, and the bytes that change it.
// Owns that state. Leaves where the cursor is to outer-terminal.ts. The client resets what was changed
// (text/terminal-setup.ts), even if this server has died.
// Sources: xterm's ctlseqs (DECSCUSR; OSC 12 and 112: colour of the cursor; OSC 22: shape of the pointer).

import type { CursorShape } from '../terminal/screen.js';
import { formatColour } from '../text/terminal-colours.js';
import type { ColourDepth } from '../look/colours.js';
import type { TerminalFeatures } from './terminal-features.js';

export interface Look {
  form: CursorShape;
  blinking: boolean;
  /** 0xRRGGBB; undefined: the terminal's own. */
  colour: number | undefined;
}

/** DECSCUSR of the blinking form; the steady one is one more. */
const SHAPES = { block: 1, underline: 3, bar: 5 } as const;
const DEFAULT_SHAPE = '\x1b[0 q';
const OWN_COLOUR = '\x1b]112\x1b\\';

export class CursorLook {
  #shape = '';
  #colour = OWN_COLOUR;
  #pointer = '';

  readonly #options: { colours: ColourDepth; features: Readonly<TerminalFeatures> };

  constructor(options: { colours: ColourDepth; features: Readonly<TerminalFeatures> }) {
    this.#options = options;
  }

  /** The terminal's state is unknown; returns what resets the things that may have been changed. */
  forget(): string {
    const undo = this.#encodeColour(undefined) + this.setPointer(undefined);
    this.#shape = '';
    return undo;
  }

  /** undefined: unchanged. */
  set(look: Look | undefined): string {
    if (!look || !this.#options.features.cursorLook) return '';
    return this.#encodeShape(look) + this.#encodeColour(look.colour);
  }

  /** A name without control characters; undefined: the terminal's own. */
  setPointer(shape: string | undefined): string {
    const name = shape ?? '';
    if (name === this.#pointer || !this.#options.features.pointerShapes) return '';
    this.#pointer = name;
    return `\x1b]22;${name}\x1b\\`;
  }

  #encodeShape({ form, blinking }: Look): string {
    const sequence = form === 'default' ? DEFAULT_SHAPE : `\x1b[${SHAPES[form] + (blinking ? 0 : 1)} q`;
    if (sequence === this.#shape) return '';
    this.#shape = sequence;
    return sequence;
  }

  #encodeColour(colour: number | undefined): string {
    const isOwn = colour === undefined || this.#options.colours === 'none';
    const sequence = isOwn ? OWN_COLOUR : `\x1b]12;${formatColour(colour)}\x1b\\`;
    if (sequence === this.#colour) return '';
    this.#colour = sequence;
    return sequence;
  }
}
