// Which kind of terminal a client runs in, and which sequences that kind may be sent: by its environment
// alone, since a server behind ssh has neither the terminal's terminfo nor its user's. Owns the table, which
// the client (setup and reset) and frames share. Leaves the setup sequences to terminal-setup.ts and a
// terminal's replies to the server. Sources: xterm's ctlseqs; console_codes(4); DEC's VT100 and VT220
// manuals; GNU screen's manual, "Control Sequences".

type Environment = Readonly<Record<string, string | undefined>>;

/** dumb: it cannot move its cursor, or its kind is unknown. */
export type TerminalFamily =
  | 'dumb'
  | 'vt100'
  | 'vt220'
  | 'ansi'
  | 'linux'
  | 'screen'
  | 'tmux'
  | 'xterm'
  | 'kitty'
  | 'foot'
  | 'alacritty'
  | 'wezterm'
  | 'iterm2'
  | 'ghostty';

export interface TerminalAbilities {
  family: TerminalFamily;
  /** DECSET 1049. Without it the screen is cleared at the end. */
  alternateScreen: boolean;
  /** OSC 0, and the stack of titles (XTWINOPS 22 and 23). */
  titles: boolean;
  /** OSC 8. */
  links: boolean;
  /** DECSCUSR; OSC 12 and 112. */
  cursorLook: boolean;
  /** OSC 22. */
  pointerShapes: boolean;
  /** OSC 52. */
  clipboard: boolean;
  /** DECSET 1000 to 1006. */
  mouse: boolean;
  /** DECSET 2004 and 1004: pastes are marked, the focus is reported. */
  pasteAndFocus: boolean;
  /** xterm's modifyOtherKeys, and kitty's keyboard flags if it reports that it has them. */
  keyboard: boolean;
  /**
   * It ignores what it does not support: DA1, DECRQM, OSC 4 and 10 to 12, `CSI ? u`; mode 2031, mode 2026;
   * OSC 7501.
   */
  questions: boolean;
  /** DECTCEM. */
  cursorVisibility: boolean;
  /** SU and SD. */
  scrollCounts: boolean;
  /** CHA and ECH; without them CUP, CUF and spaces. */
  ecma48: boolean;
  /** SGR other than 0, 1, 4, 5 and 7: italic, strike and the like, and those that reset one attribute. */
  fullSgr: boolean;
  /** The most colours; `8`: SGR 30 to 37 without their bright variants. */
  colours: 'none' | '8' | '16' | 'truecolor';
  /** UTF-8: always; unless the locale names another charset; only if the locale says so. */
  utf8: 'always' | 'usually' | 'by-locale';
}

/** What a terminal may be sent, whatever its colours and its characters. */
export type Sequences = Omit<TerminalAbilities, 'family' | 'colours' | 'utf8'>;

type Row = Omit<TerminalAbilities, 'family'>;

const VT100: Row = {
  alternateScreen: false,
  titles: false,
  links: false,
  cursorLook: false,
  pointerShapes: false,
  clipboard: false,
  mouse: false,
  pasteAndFocus: false,
  keyboard: false,
  questions: false,
  cursorVisibility: false,
  scrollCounts: false,
  ecma48: false,
  fullSgr: false,
  colours: 'none',
  utf8: 'by-locale',
};

const XTERM: Row = {
  alternateScreen: true,
  titles: true,
  links: true,
  cursorLook: true,
  pointerShapes: true,
  clipboard: true,
  mouse: true,
  pasteAndFocus: true,
  keyboard: true,
  questions: true,
  cursorVisibility: true,
  scrollCounts: true,
  ecma48: true,
  fullSgr: true,
  colours: 'truecolor',
  utf8: 'usually',
};

const MODERN: Row = { ...XTERM, utf8: 'always' };

const TABLE: Readonly<Record<TerminalFamily, Row>> = {
  dumb: VT100,
  vt100: VT100,
  vt220: { ...VT100, cursorVisibility: true },
  ansi: { ...VT100, colours: '8' },
  // Older kernels print what follows an OSC, or take its digits for a palette colour, and print the end of
  // DECSCUSR.
  linux: { ...VT100, cursorVisibility: true, ecma48: true, colours: '8' },
  // It ignores links and the look of the cursor, and does not pass them on.
  screen: { ...XTERM, links: false, cursorLook: false, pointerShapes: false, keyboard: false },
  tmux: MODERN,
  xterm: XTERM,
  kitty: MODERN,
  foot: MODERN,
  alacritty: MODERN,
  wezterm: MODERN,
  iterm2: MODERN,
  ghostty: MODERN,
};

/**
 * Matched against TERM, the first that fits; anything else is treated as xterm, as most terminals call
 * themselves.
 */
const BY_TERM: readonly (readonly [RegExp, TerminalFamily])[] = [
  [/^(?:dumb\b.*|unknown|network|dialup|)$/, 'dumb'],
  [/^vt1\d\d/, 'vt100'],
  [/^(?:vt\d|wyse|wy\d)/, 'vt220'],
  [/^linux/, 'linux'],
  [/^(?:p?c?ansi|cons25|cygwin|sun|wsvt|eterm|hurd|mach|bsdos|at386)/, 'ansi'],
  [/^xterm-kitty/, 'kitty'],
  [/^(?:xterm-)?ghostty/, 'ghostty'],
  [/^foot/, 'foot'],
  [/^alacritty/, 'alacritty'],
  [/^wezterm/, 'wezterm'],
  [/^iterm/i, 'iterm2'],
  [/^tmux/, 'tmux'],
  [/^screen/, 'screen'],
];

const BY_PROGRAM: Readonly<Record<string, TerminalFamily>> = {
  'iTerm.app': 'iterm2',
  WezTerm: 'wezterm',
  ghostty: 'ghostty',
  tmux: 'tmux',
};

function findFamily(env: Environment): TerminalFamily {
  const term = env['TERM'] ?? '';
  const byTerm = BY_TERM.find(([pattern]) => pattern.test(term))?.[1];
  const byProgram = BY_PROGRAM[env['TERM_PROGRAM'] ?? ''];
  // tmux calls itself screen if configured to.
  if (byTerm === 'screen') return byProgram === 'tmux' ? 'tmux' : 'screen';
  if (byTerm !== undefined) return byTerm;
  // ssh passes LC_… on where it drops the rest.
  if (env['LC_TERMINAL'] === 'iTerm2') return 'iterm2';
  return byProgram ?? (env['KITTY_WINDOW_ID'] === undefined ? 'xterm' : 'kitty');
}

export function abilitiesOf(env: Environment): TerminalAbilities {
  const family = findFamily(env);
  return { family, ...TABLE[family] };
}

/** Whether characters beyond ASCII may be sent. Source of the names: locale(7). */
export function takesUtf8(env: Environment, { utf8 }: Pick<TerminalAbilities, 'utf8'>): boolean {
  if (utf8 === 'always') return true;
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  const charset = /\.([^@]*)/.exec(locale)?.[1] ?? '';
  if (charset !== '') return /^utf-?8$/i.test(charset);
  return utf8 === 'usually';
}

/** What to say if nothing can be drawn; undefined: it can. */
export function whyNotDrawable(env: Environment): string | undefined {
  if (findFamily(env) !== 'dumb') return undefined;
  const term = env['TERM'] ?? '';
  const what = term === '' ? 'TERM is not set' : `TERM is ${term}`;
  return `${what}: the workspace needs a terminal that it can draw on; qmux chat and qmux ls work in any`;
}
