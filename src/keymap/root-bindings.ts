// Keys without the prefix, as the config has them: which command each runs, and for which programs it is
// theirs. Owns which keys may be bound so, and why others may not. Leaves looking one up to key-table.ts, and
// checking commands to the `config` command. Source: docs/decisions/0088.

import { formatKeyName, parseKeyName, sameKey, type Key } from './key.js';

export interface RootBinding {
  /** Canonical name. */
  key: string;
  /** A line that a user could type at the command prompt. */
  command: string;
  /** Names of programs that get the key while one of them is in the foreground of the pane. */
  pass: readonly string[];
}

/** What the config says of them. */
export interface RootOptions {
  /** By names of keys. pass: in place of rootPass. */
  rootBindings: Readonly<Record<string, { command: string; pass?: readonly string[] | undefined }>>;
  rootPass: readonly string[];
}

/**
 * Bytes that a key of their own has too, or that a terminal sends for several: only a report as the kitty
 * keyboard protocol sends it says which was pressed.
 */
const SHARED: Readonly<Record<string, string>> = {
  'C-m': 'Enter',
  'C-i': 'Tab',
  'C-[': 'Escape',
  'C-j': 'Ctrl-Enter',
  'C-h': 'Ctrl-Backspace',
  'C-Space': 'Ctrl-@',
};
/** Keys that nobody types text with, or needs at a prompt; only Menu and F1 to F35 are known everywhere. */
const SPECIAL_KEY = /^(?:F\d+|Menu|Pause|PrintScreen|ScrollLock)$/;
const UNREPORTED_KEY = /(?:^|-)(?:Pause|PrintScreen|ScrollLock)$/;
const ESC = 0x1b;

/** bytes: as it arrived. False: it may have been another key, as a Tab for C-i. */
export const isUnmistakable = (key: Key, bytes: Uint8Array): boolean =>
  !(formatKeyName(key) in SHARED) || (bytes[0] === ESC && bytes.length > 2);

/** Why a key cannot be bound without the prefix, and what can be done; undefined: it can. */
export function whyNotRoot(key: Key, prefix: Key): string | undefined {
  const name = formatKeyName(key);
  if (sameKey(key, prefix)) return `${name} is the prefix; choose another key, or another prefix`;
  if (key.ctrl || key.alt || SPECIAL_KEY.test(key.name)) return undefined;
  const isCharacter = [...key.name].length === 1;
  if (key.shift && !isCharacter && key.name !== 'Space') return undefined;
  const what = isCharacter && key.name !== key.name.toLowerCase() ? 'a letter with Shift' : 'a plain key';
  return `${name} is ${what}, which programs and prompts need; add C- or M-, or bind it after the prefix`;
}

/** What its user is told in a terminal that does not report these keys; undefined: there are none. */
export function describeSilent(root: ReadonlyMap<string, RootBinding>): string | undefined {
  const names = [...root.keys()];
  const shared = names.filter((name) => name in SHARED);
  const unreported = names.filter((name) => UNREPORTED_KEY.test(name));
  const bytes = shared.map((name) => SHARED[name]).join(', ');
  const what = [
    ...(shared.length > 0 ? [`${shared.join(', ')} of root_bindings cannot be told from ${bytes} here`] : []),
    ...(unreported.length > 0 ? [`${unreported.join(', ')} of root_bindings may not arrive here`] : []),
  ];
  if (what.length === 0) return undefined;
  return `${what.join(', and ')}; that takes a terminal with the kitty keyboard protocol`;
}

/** Those that can be bound; the others are left to the config's check. */
export function resolveRootBindings(
  { rootBindings, rootPass }: RootOptions,
  prefix: Key,
): ReadonlyMap<string, RootBinding> {
  const byKey = new Map<string, RootBinding>();
  for (const [name, { command, pass = rootPass }] of Object.entries(rootBindings)) {
    const parsed = parseKeyName(name);
    if (!parsed || command === 'none' || whyNotRoot(parsed, prefix) !== undefined) continue;
    const key = formatKeyName(parsed);
    byKey.set(key, { key, command, pass });
  }
  return byKey;
}
