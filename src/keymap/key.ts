// One key press, whatever bytes it arrived as, and its written name (tmux's: C-q, M-Left, S-F5; also Ctrl-q,
// Alt-1).

export interface Key {
  /**
   * A character ('a', 'A', '%', '漢'), or a name: Enter Tab Escape Space Backspace Delete Insert Home End
   * PageUp PageDown Up Down Left Right Begin Menu PrintScreen Pause ScrollLock F1..F35.
   */
  name: string;
  ctrl: boolean;
  alt: boolean;
  shift: boolean;
  /** It is on the keypad. Matters only to a program that asked for application keypad keys. */
  keypad?: true;
  /**
   * For a character of another script: the key at its position on the standard layout, as reported by the
   * terminal.
   */
  base?: string;
  /** For a chord that is read by its position on the standard layout: the character of the active layout. */
  typed?: string;
}

export const NAMED_KEYS = [
  'Enter',
  'Tab',
  'Escape',
  'Space',
  'Backspace',
  'Delete',
  'Insert',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Up',
  'Down',
  'Left',
  'Right',
  'Begin',
  'Menu',
  'PrintScreen',
  'Pause',
  'ScrollLock',
  ...Array.from({ length: 35 }, (_, at) => `F${at + 1}`),
] as const;

const BY_LOWER_NAME = new Map<string, string>(NAMED_KEYS.map((name) => [name.toLowerCase(), name]));
/** Other common spellings. */
const SPELLINGS: Readonly<Record<string, string>> = {
  esc: 'Escape',
  return: 'Enter',
  bspace: 'Backspace',
  dc: 'Delete',
  ic: 'Insert',
  ppage: 'PageUp',
  pgup: 'PageUp',
  npage: 'PageDown',
  pgdn: 'PageDown',
  kp_begin: 'Begin',
};

const MODIFIERS: Readonly<Record<string, 'ctrl' | 'alt' | 'shift'>> = {
  c: 'ctrl',
  ctrl: 'ctrl',
  m: 'alt',
  alt: 'alt',
  meta: 'alt',
  s: 'shift',
  shift: 'shift',
};

export const plainKey = (name: string): Key => ({ name, ctrl: false, alt: false, shift: false });

/**
 * Normal form: for a printable character Shift is part of it ('A', '%'); with Ctrl letters are lower case.
 */
export function normalKey(key: Key): Key {
  const name = key.name === ' ' ? 'Space' : key.name;
  if (BY_LOWER_NAME.has(name.toLowerCase()) && name.length > 1) return { ...key, name };
  if (key.ctrl) return { ...key, name: name.toLowerCase() };
  return key.shift && /^[a-z]$/.test(name)
    ? { ...key, name: name.toUpperCase(), shift: false }
    : { ...key, name, shift: false };
}

/** undefined: not the name of a key, or it contains a modifier twice. */
export function parseKeyName(text: string): Key | undefined {
  const key = plainKey('');
  let rest = text;
  // A lone '-' is the key itself, also after modifiers: C--.
  for (;;) {
    const [whole, word] = /^([A-Za-z]+)-(?=.)/.exec(rest) ?? [];
    const modifier = word === undefined ? undefined : MODIFIERS[word.toLowerCase()];
    if (whole === undefined || !modifier) break;
    if (key[modifier]) return undefined;
    key[modifier] = true;
    rest = rest.slice(whole.length);
  }
  const lower = rest.toLowerCase();
  const named = BY_LOWER_NAME.get(lower) ?? SPELLINGS[lower];
  if (named !== undefined && rest.length > 1) return { ...key, name: named };
  const characters = [...rest];
  if (characters.length !== 1) return undefined;
  return normalKey({ ...key, name: rest });
}

export function formatKeyName(key: Key): string {
  const { name, ctrl, alt, shift } = normalKey(key);
  return `${ctrl ? 'C-' : ''}${alt ? 'M-' : ''}${shift ? 'S-' : ''}${name}`;
}

/** As a user reads it: `Ctrl-q`. */
export const spellKey = (key: Key): string =>
  formatKeyName(key)
    .replace(/^C-/, 'Ctrl-')
    .replace(/^((?:Ctrl-)?)M-/, '$1Alt-');

export const sameKey = (a: Key, b: Key): boolean => formatKeyName(a) === formatKeyName(b);
