// The colours of our own parts: what a role, a mark, a title and a bar look like in cells. Owns both sets,
// with and without colour. Leaves reducing them to a client's colours to colours.ts. Text on the terminal's
// own background takes the 16 colours of its theme, which are readable there; the tab bar has a background of
// its own, so that it is a bar on any theme.

import type { SpanRole } from '../dialogs/dialog-view.js';
import type { TerminalTraits } from '../protocol/messages.js';
import type { CellStyle } from '../text/cell-grid.js';
import { BOLD, DEFAULT_STYLE, DIM, INVERSE, paletteColour, rgbColour } from '../text/cell-grid.js';
import type { Mark } from '../text/mark.js';

/** `8`: SGR 30 to 37, with bold for their bright variants. */
export type ColourDepth = TerminalTraits['colours'] | '8';

export interface Palette {
  roles: Readonly<Record<SpanRole, CellStyle>>;
  /** On the terminal's background: pane titles. */
  marks: Readonly<Record<Mark, CellStyle>>;
  /** The frame around things: separators, borders, the line of a title. */
  line: CellStyle;
  title: CellStyle;
  /** colour: 0xRRGGBB, of the session's type. */
  focusedTitle(colour: number): CellStyle;
  bar: CellStyle;
  currentTab: CellStyle;
  barMarks: Readonly<Record<Mark, CellStyle>>;
}

const style = (parts: Partial<CellStyle>): CellStyle => ({ ...DEFAULT_STYLE, ...parts });

const RED = 1;
const GREEN = 2;
const YELLOW = 3;
const MAGENTA = 5;
const CYAN = 6;
/** The bright variant of a colour, for the dark bar. */
const BRIGHT = 8;

const MARK_COLOURS: Readonly<Record<Mark, number | undefined>> = {
  'needs-you': YELLOW,
  exited: RED,
  answering: CYAN,
  paused: MAGENTA,
  unseen: GREEN,
  none: undefined,
};

function markStyles(base: Partial<CellStyle>, offset: number): Record<Mark, CellStyle> {
  const styles = Object.entries(MARK_COLOURS).map(([mark, colour]) => [
    mark,
    style({ ...base, style: BOLD, ...(colour === undefined ? {} : { fg: paletteColour(colour + offset) }) }),
  ]);
  return Object.fromEntries(styles) as Record<Mark, CellStyle>;
}

/** Grey on darker grey: contrast 8.4 to 1, and distinct from both a black and a white background. */
const BAR = { fg: paletteColour(253), bg: paletteColour(238) };

const COLOURED: Palette = {
  roles: {
    normal: DEFAULT_STYLE,
    dim: style({ style: DIM }),
    strong: style({ style: BOLD }),
    accent: style({ fg: paletteColour(CYAN), style: BOLD }),
    done: style({ fg: paletteColour(GREEN), style: BOLD }),
    error: style({ fg: paletteColour(RED), style: BOLD }),
    waiting: style({ fg: paletteColour(YELLOW) }),
    working: style({ fg: paletteColour(CYAN) }),
    unseen: style({ fg: paletteColour(GREEN) }),
  },
  marks: markStyles({}, 0),
  line: style({ style: DIM }),
  title: DEFAULT_STYLE,
  focusedTitle: (colour) => style({ fg: rgbColour(colour), style: BOLD }),
  bar: style(BAR),
  currentTab: style({ ...BAR, style: BOLD | INVERSE }),
  barMarks: markStyles(BAR, BRIGHT),
};

const PLAIN: Palette = {
  roles: {
    normal: DEFAULT_STYLE,
    dim: style({ style: DIM }),
    strong: style({ style: BOLD }),
    accent: style({ style: BOLD }),
    done: style({ style: BOLD }),
    error: style({ style: BOLD }),
    waiting: style({ style: BOLD }),
    working: DEFAULT_STYLE,
    unseen: DEFAULT_STYLE,
  },
  marks: sameForAll(style({ style: BOLD })),
  line: style({ style: DIM }),
  title: DEFAULT_STYLE,
  focusedTitle: () => style({ style: BOLD }),
  bar: style({ style: INVERSE }),
  currentTab: style({ style: BOLD }),
  barMarks: sameForAll(style({ style: BOLD | INVERSE })),
};

function sameForAll(each: CellStyle): Record<Mark, CellStyle> {
  return Object.fromEntries(Object.keys(MARK_COLOURS).map((mark) => [mark, each])) as Record<Mark, CellStyle>;
}

/** None of the eight is a grey that a bar could have. */
const EIGHT: Palette = {
  ...COLOURED,
  bar: PLAIN.bar,
  currentTab: PLAIN.currentTab,
  barMarks: PLAIN.barMarks,
};

export function paletteFor(colours: ColourDepth): Palette {
  if (colours === '8') return EIGHT;
  return colours === 'none' ? PLAIN : COLOURED;
}
