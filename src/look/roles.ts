// The one table of roles: what our own parts are drawn for, and what each looks like. A cell contains the
// role, not a colour; what the client's terminal gets for it is decided when the frame is encoded (theme.ts),
// so that two clients see one chat in their own themes. Owns names, purposes and built-in looks. Leaves
// choosing between them to theme.ts and theme-choice.ts. Values of the 256: xterm's 256colres.pl.

import {
  BOLD,
  COLOUR_MODE_MASK,
  COLOUR_PALETTE,
  COLOUR_ROLE,
  DIM,
  INVERSE,
  ITALIC,
  UNDERLINE_SHIFT,
  type CellStyle,
} from '../text/cell-grid.js';

/** Colours of one kind of terminal, in its own numbers: 0xRRGGBB, or an index of the 256 or the 16. */
export interface Pair {
  text?: number;
  back?: number;
}

/** text: what is read, 4.5 : 1. line: what is only seen, 3 : 1. area: a background with its own text. */
export type RoleKind = 'text' | 'line' | 'area';

export interface Role {
  kind: RoleKind;
  purpose: string;
  /** What it is drawn on: areas, or the terminal's own background. */
  on: readonly string[];
  dark: Pair;
  light: Pair;
  dark256: Pair;
  light256: Pair;
  dark16: Pair;
  light16: Pair;
  /** With colours; where 16 colours have none that can be read, attributes16. */
  attributes: number;
  attributes16: number;
  /** Without colours. */
  mono: number;
  /** With 16 colours or none, no text keeps its own colour on this area. */
  coversText: boolean;
}

interface Looks {
  /** Dark and light background. */
  rgb: readonly [Pair, Pair];
  256: readonly [Pair, Pair];
  16: readonly [Pair, Pair];
  attributes?: number;
  attributes16?: number;
  mono?: number;
  on?: readonly string[];
  coversText?: boolean;
}

const UNDERLINE = 1 << UNDERLINE_SHIFT;
/** Of the 16. */
const [BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE] = [0, 1, 2, 3, 4, 5, 6, 7];
const [BRIGHT_RED, BRIGHT_GREEN, BRIGHT_YELLOW, BRIGHT_MAGENTA, BRIGHT_CYAN, BRIGHT_WHITE] = [
  9, 10, 11, 13, 14, 15,
];

const text = (value: number): Pair => ({ text: value });
const pair = (value: number, back: number): Pair => ({ text: value, back });
/** Text that cannot be read in its own colour stands on it instead. */
const badge = (back: number): Pair => ({ text: BLACK, back });
const OWN: Pair = {};

/** The terminal's own background. */
export const GROUND = 'ground';
const BAR = ['bar'];
const ROWS = [GROUND, 'selection'];
const CODE = ['code_block'];

const role = (kind: RoleKind, purpose: string, looks: Looks): Role => ({
  kind,
  purpose,
  on: looks.on ?? [GROUND],
  dark: looks.rgb[0],
  light: looks.rgb[1],
  dark256: looks[256][0],
  light256: looks[256][1],
  dark16: looks[16][0],
  light16: looks[16][1],
  attributes: looks.attributes ?? 0,
  attributes16: looks.attributes16 ?? looks.attributes ?? 0,
  mono: looks.mono ?? looks.attributes ?? 0,
  coversText: looks.coversText ?? false,
});

const same = (each: Pair): readonly [Pair, Pair] => [each, each];

/** What is yours and focused. */
const ACCENT = {
  rgb: [text(0xc9a3fa), text(0x7a2fb8)],
  256: [text(177), text(91)],
  16: [text(BRIGHT_MAGENTA), text(MAGENTA)],
} as const;
const QUIET = {
  rgb: [text(0xa4a4ae), text(0x5e5e68)],
  256: [text(248), text(240)],
  16: same(OWN),
  attributes16: DIM,
  mono: DIM,
} as const;
const QUIET_LINE = {
  rgb: [text(0x84848f), text(0x80808a)],
  256: [text(244), text(243)],
  16: same(OWN),
  attributes16: DIM,
  mono: DIM,
} as const;
/** Full in its accent, with dark or white text. */
const FILLED = {
  rgb: [pair(0x17131f, 0xc9a3fa), pair(0xffffff, 0x7a2fb8)],
  256: [pair(16, 177), pair(231, 91)],
  16: same(pair(BRIGHT_WHITE, MAGENTA)),
} as const;
const WAITING = {
  rgb: [text(0xe8b95c), text(0x835400)],
  256: [text(221), text(94)],
  16: [text(BRIGHT_YELLOW), badge(YELLOW)],
  mono: BOLD,
} as const;
const WORKING = {
  rgb: [text(0x6cb8ff), text(0x1559a6)],
  256: [text(75), text(25)],
  16: [text(BRIGHT_CYAN), text(BLUE)],
} as const;
const DONE = {
  rgb: [text(0x8fd18a), text(0x266926)],
  256: [text(114), text(22)],
  16: [text(BRIGHT_GREEN), OWN],
} as const;
const FAILED = {
  rgb: [text(0xff8f8f), text(0xab1f18)],
  256: [text(210), text(124)],
  16: [text(BRIGHT_RED), text(RED)],
  mono: BOLD,
} as const;

/** On the bar, which is light where there are 16 colours. */
const onBar = (looks: Looks, on16: Pair): Looks => ({ ...looks, 16: same(on16), attributes: BOLD, on: BAR });

export const ROLES = {
  dim: role('text', 'what may be overlooked: hints, ages, models', { ...QUIET, on: ROWS }),
  strong: role('text', 'what is read first: titles in dialogs, headings', {
    rgb: same(OWN),
    256: same(OWN),
    16: same(OWN),
    attributes: BOLD,
    on: ROWS,
  }),
  accent: role('text', 'what is yours: the sign of a question, keys to press', {
    ...ACCENT,
    mono: BOLD,
    on: ROWS,
  }),
  waiting: role('text', 'what needs you', { ...WAITING, on: ROWS }),
  working: role('text', 'what is answering or running', { ...WORKING, on: ROWS }),
  done: role('text', 'what is done and not seen yet', { ...DONE, attributes16: BOLD, on: ROWS }),
  failed: role('text', 'what failed', { ...FAILED, on: ROWS }),

  line: role('line', 'separators, borders and rules', QUIET_LINE),
  focused_line: role('line', 'the lines of the focused pane', { ...ACCENT, mono: BOLD }),
  prompt_line: role('line', 'the rule above the prompt of a chat without the focus', QUIET_LINE),
  unfocused_title: role('text', 'titles of the other panes', QUIET),
  focused_title: role('text', 'the title of the focused pane', { ...ACCENT, attributes: BOLD }),

  bar: role('area', 'the tab bar', {
    rgb: [pair(0xc8c8d2, 0x2b2b36), pair(0x3e3e48, 0xe3e3ea)],
    256: [pair(251, 236), pair(238, 254)],
    16: same(pair(BLACK, WHITE)),
    mono: INVERSE,
  }),
  tab_current: role('area', 'the current tab; where copy mode is; a number on a pane', {
    ...FILLED,
    attributes: BOLD,
  }),
  mark_waiting: role('text', 'in the tab bar: needs you', onBar(WAITING, pair(BRIGHT_YELLOW, BLACK))),
  mark_working: role('text', 'in the tab bar: answering', onBar({ ...WORKING, mono: BOLD }, text(BLUE))),
  mark_done: role('text', 'in the tab bar: done and not seen yet', onBar({ ...DONE, mono: BOLD }, OWN)),
  mark_failed: role('text', 'in the tab bar: failed', onBar(FAILED, text(RED))),

  selection: role('area', 'the selected row of a list or menu; selected text', {
    rgb: [pair(0xf2f2f8, 0x2c3350), pair(0x17171d, 0xdce3fa)],
    256: [pair(255, 237), pair(233, 254)],
    16: same(pair(BRIGHT_WHITE, BLUE)),
    mono: INVERSE,
    coversText: true,
  }),
  hit: role('area', 'what a search found', {
    rgb: [pair(0xf3ecff, 0x554480), pair(0x2d1250, 0xe0d0f7)],
    256: [pair(231, 60), pair(16, 189)],
    16: same(pair(BLACK, CYAN)),
    attributes: UNDERLINE,
  }),
  current_hit: role('area', 'what it found here', { ...FILLED, attributes: UNDERLINE | BOLD }),

  question: role('text', 'what you asked', {
    rgb: same(OWN),
    256: same(OWN),
    16: same(OWN),
    attributes: BOLD,
  }),
  code: role('text', 'code within a text', {
    rgb: [text(0x8fd3c8), text(0x0b655a)],
    256: [text(116), text(23)],
    16: [text(BRIGHT_CYAN), text(BLUE)],
    mono: BOLD,
  }),
  code_block: role('area', 'a block of code', {
    rgb: [pair(0xdadae2, 0x20202a), pair(0x26262e, 0xf0f0f4)],
    256: [pair(253, 235), pair(235, 255)],
    16: same(OWN),
  }),
  syntax_keyword: role('text', 'in code: keywords', {
    rgb: [text(0xf29bc1), text(0x9d2166)],
    256: [text(211), text(125)],
    16: [text(BRIGHT_MAGENTA), text(MAGENTA)],
    on: CODE,
  }),
  syntax_string: role('text', 'in code: texts', {
    rgb: [text(0xa5d68b), text(0x336a1a)],
    256: [text(150), text(22)],
    16: [text(BRIGHT_GREEN), text(BLUE)],
    on: CODE,
  }),
  syntax_number: role('text', 'in code: numbers, constants', {
    rgb: [text(0xf0b483), text(0x8a4700)],
    256: [text(216), text(94)],
    16: [text(BRIGHT_YELLOW), text(RED)],
    on: CODE,
  }),
  syntax_comment: role('text', 'in code: comments', {
    ...QUIET,
    attributes: ITALIC,
    attributes16: DIM | ITALIC,
    mono: DIM,
    on: CODE,
  }),
  syntax_name: role('text', 'in code: functions, types, tags', {
    rgb: [text(0x8ab8ff), text(0x1b58a8)],
    256: [text(111), text(25)],
    16: [text(BRIGHT_CYAN), OWN],
    attributes16: BOLD,
    mono: 0,
    on: CODE,
  }),
  syntax_added: role('text', 'in code: added lines', { ...DONE, on: CODE }),
  syntax_removed: role('text', 'in code: removed lines', { ...FAILED, mono: 0, on: CODE }),

  diff_added: role('area', 'in the diff of a tool: added lines', {
    rgb: [pair(0xd2efd5, 0x16301d), pair(0x1b3d22, 0xdef5e1)],
    256: [pair(157, 235), pair(22, 194)],
    16: [text(BRIGHT_GREEN), OWN],
  }),
  diff_added_word: role('area', 'in the diff of a tool: added words', {
    rgb: [pair(0xffffff, 0x1f6034), pair(0x0b2a11, 0xa3e3b0)],
    256: [pair(231, 22), pair(16, 157)],
    16: same(pair(BLACK, GREEN)),
    mono: UNDERLINE,
  }),
  diff_removed: role('area', 'in the diff of a tool: removed lines', {
    rgb: [pair(0xf4d7d7, 0x371b20), pair(0x571c1e, 0xfce4e4)],
    256: [pair(217, 235), pair(52, 224)],
    16: [text(BRIGHT_RED), text(RED)],
  }),
  diff_removed_word: role('area', 'in the diff of a tool: removed words', {
    rgb: [pair(0xffffff, 0x81303a), pair(0x3c090c, 0xf6b6b6)],
    256: [pair(231, 88), pair(16, 217)],
    16: same(pair(BRIGHT_WHITE, RED)),
    mono: UNDERLINE,
  }),
} as const satisfies Record<string, Role>;

export type RoleName = keyof typeof ROLES;

export const ROLE_NAMES = Object.keys(ROLES) as RoleName[];

/**
 * Below it are the 16 colours, which a chat never uses: its terminal takes a role as an index of the 256
 * colours.
 */
const FIRST_ROLE = 16;

/** The index of the 256 colours by which a chat names a role on its own terminal. */
export const roleIndex = (name: RoleName): number => FIRST_ROLE + ROLE_NAMES.indexOf(name);

/** The role of a colour word; undefined: it is a colour. */
export const roleOf = (word: number): RoleName | undefined =>
  (word & COLOUR_MODE_MASK) === COLOUR_ROLE ? ROLE_NAMES[(word & 0xffffff) - FIRST_ROLE] : undefined;

/** A colour word of a chat's own terminal, where the 256 colours are roles. */
export const namedRole = (word: number): number =>
  (word & COLOUR_MODE_MASK) === COLOUR_PALETTE && (word & 0xff) >= FIRST_ROLE
    ? COLOUR_ROLE | (word & 0xff)
    : word;

const styles = new Map<RoleName, Readonly<CellStyle>>();

/** The style of cells drawn in a role; an area's cells have its background too. */
export function roleStyle(name: RoleName): Readonly<CellStyle> {
  let style = styles.get(name);
  if (!style) {
    const word = COLOUR_ROLE | roleIndex(name);
    style = { fg: word, bg: ROLES[name].kind === 'area' ? word : 0, style: 0, underlineColour: 0 };
    styles.set(name, style);
  }
  return style;
}

/** A role's text on an area. */
export const roleOn = (name: RoleName, area: RoleName): CellStyle => ({
  ...roleStyle(name),
  bg: roleStyle(area).bg,
});
