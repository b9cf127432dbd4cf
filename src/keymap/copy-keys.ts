// The keys of copy mode: two tables of commands, like vi's and like emacs's, as in tmux; counts, and keys
// that take a character. Pure: a value goes in, a value comes out. Leaves what the commands do to
// copy-mode/copy-mode.ts.

import { findBinding } from './key-table.js';
import type { Key } from './key.js';
import { formatKeyName, parseKeyName } from './key.js';

export interface CopyBinding {
  key: string;
  /** A line that a user could type at the command prompt. */
  command: string;
  summary: string;
  /** The next key is its argument. */
  takesCharacter: boolean;
}

export type CopyKeyStyle = 'vi' | 'emacs';

const bind = (keys: string, name: string, summary: string): CopyBinding[] =>
  keys.split(' ').map((key) => ({ key, command: `copy-mode ${name}`, summary, takesCharacter: false }));
const jump = (keys: string, name: string, summary: string): CopyBinding[] =>
  bind(keys, name, summary).map((binding) => ({ ...binding, takesCharacter: true }));

/** The same in both: keys with a name of their own, and what neither editor has. */
const COMMON: readonly CopyBinding[] = [
  ...bind('Left', 'cursor-left', 'left'),
  ...bind('Down', 'cursor-down', 'down'),
  ...bind('Up', 'cursor-up', 'up'),
  ...bind('Right', 'cursor-right', 'right'),
  ...bind('Home', 'start-of-line', 'to the beginning of the line'),
  ...bind('End', 'end-of-line', 'to the end of the line'),
  ...bind('PageUp', 'page-up', 'a page up'),
  ...bind('PageDown', 'page-down', 'a page down'),
  ...bind('[', 'previous-prompt', 'to the previous turn or prompt'),
  ...bind(']', 'next-prompt', 'to the next turn or prompt'),
  ...jump('f', 'jump-forward', 'to the next character X in the line'),
  ...jump('F', 'jump-backward', 'to the previous character X in the line'),
  ...jump('t', 'jump-to-forward', 'before the next character X'),
  ...jump('T', 'jump-to-backward', 'after the previous character X'),
  ...bind(';', 'jump-again', 'repeat the last jump'),
  ...bind(',', 'jump-reverse', 'repeat the last jump the other way'),
  ...bind('n', 'search-again', 'next hit'),
  ...bind('N', 'search-reverse', 'previous hit'),
  ...bind('*', 'search-word-forward', 'search for the word under the cursor'),
  ...bind('#', 'search-word-backward', 'search backward for the word under the cursor'),
  ...bind('u', 'reopen', 'reopen or resume the conversation that is read'),
  ...bind('q', 'cancel', 'leave copy mode'),
];

export const VI_COPY_BINDINGS: readonly CopyBinding[] = [
  ...bind('h', 'cursor-left', 'left'),
  ...bind('j', 'cursor-down', 'down'),
  ...bind('k', 'cursor-up', 'up'),
  ...bind('l', 'cursor-right', 'right'),
  ...bind('w', 'next-word', 'to the next word'),
  ...bind('b', 'previous-word', 'to the beginning of the word'),
  ...bind('e', 'next-word-end', 'to the end of the word'),
  ...bind('W', 'next-space', 'to the next word between spaces'),
  ...bind('B', 'previous-space', 'to the beginning of the word between spaces'),
  ...bind('E', 'next-space-end', 'to the end of the word between spaces'),
  ...bind('0', 'start-of-line', 'to the beginning of the line'),
  ...bind('^', 'back-to-indentation', 'to the first character of the line'),
  ...bind('$', 'end-of-line', 'to the end of the line'),
  ...bind('g', 'history-top', 'to the oldest line'),
  ...bind('G', 'history-bottom', 'to the last line'),
  ...bind('H', 'top-line', 'to the top of the view'),
  ...bind('M', 'middle-line', 'to the middle of the view'),
  ...bind('L', 'bottom-line', 'to the bottom of the view'),
  ...bind('C-u', 'halfpage-up', 'half a page up'),
  ...bind('C-d', 'halfpage-down', 'half a page down'),
  ...bind('C-b', 'page-up', 'a page up'),
  ...bind('C-f', 'page-down', 'a page down'),
  ...bind('C-y', 'scroll-up', 'scroll one row up'),
  ...bind('C-e', 'scroll-down', 'scroll one row down'),
  ...bind('{', 'previous-paragraph', 'to the previous empty line'),
  ...bind('}', 'next-paragraph', 'to the next empty line'),
  ...bind(':', 'goto-line', 'go N rows above the end (asks)'),
  ...bind('/', 'search-forward', 'search forward (asks)'),
  ...bind('?', 'search-backward', 'search backward (asks)'),
  ...bind('Space', 'begin-selection', 'start selecting here'),
  ...bind('v', 'toggle-selection', 'select characters, or stop'),
  ...bind('V', 'select-line', 'select lines, or stop'),
  ...bind('C-v', 'rectangle-toggle', 'select a block, or stop'),
  ...bind('o', 'other-end', 'to the other end of the selection'),
  ...bind('y', 'copy-selection', 'copy the selection'),
  ...bind('D', 'copy-end-of-line', 'copy the rest of the line'),
  ...bind('Enter', 'copy-selection-and-cancel', 'copy the selection and leave'),
  ...bind('Escape C-c', 'escape', 'clear the selection, then the search, then leave'),
  ...COMMON,
];

export const EMACS_COPY_BINDINGS: readonly CopyBinding[] = [
  ...bind('C-b', 'cursor-left', 'left'),
  ...bind('C-n', 'cursor-down', 'down'),
  ...bind('C-p', 'cursor-up', 'up'),
  ...bind('C-f', 'cursor-right', 'right'),
  ...bind('M-f', 'next-word-end', 'to the end of the word'),
  ...bind('M-b', 'previous-word', 'to the beginning of the word'),
  ...bind('C-a', 'start-of-line', 'to the beginning of the line'),
  ...bind('M-m', 'back-to-indentation', 'to the first character of the line'),
  ...bind('C-e', 'end-of-line', 'to the end of the line'),
  ...bind('M-<', 'history-top', 'to the oldest line'),
  ...bind('M->', 'history-bottom', 'to the last line'),
  ...bind('M-r', 'middle-line', 'to the middle of the view'),
  ...bind('M-v', 'page-up', 'a page up'),
  ...bind('C-v', 'page-down', 'a page down'),
  ...bind('M-Up', 'halfpage-up', 'half a page up'),
  ...bind('M-Down', 'halfpage-down', 'half a page down'),
  ...bind('C-Up', 'scroll-up', 'scroll one row up'),
  ...bind('C-Down', 'scroll-down', 'scroll one row down'),
  ...bind('M-{', 'previous-paragraph', 'to the previous empty line'),
  ...bind('M-}', 'next-paragraph', 'to the next empty line'),
  ...bind('g', 'goto-line', 'go N rows above the end (asks)'),
  ...bind('C-s', 'search-forward', 'search forward (asks)'),
  ...bind('C-r', 'search-backward', 'search backward (asks)'),
  ...bind('C-Space', 'begin-selection', 'start selecting here'),
  ...bind('R', 'rectangle-toggle', 'select a block, or stop'),
  ...bind('C-x', 'other-end', 'to the other end of the selection'),
  ...bind('C-k', 'copy-end-of-line', 'copy the rest of the line'),
  ...bind('C-w M-w', 'copy-selection-and-cancel', 'copy the selection and leave'),
  ...bind('C-g', 'escape', 'clear the selection, then the search, then leave'),
  ...bind('Escape C-c', 'cancel', 'leave copy mode'),
  ...COMMON,
];

/** By key. overrides: key name to command, or to 'none'; invalid key names are left to the config's check. */
export function copyBindings(
  style: CopyKeyStyle,
  overrides: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, CopyBinding> {
  const own = style === 'vi' ? VI_COPY_BINDINGS : EMACS_COPY_BINDINGS;
  const byKey = new Map(own.map((binding) => [binding.key, binding]));
  for (const [name, line] of Object.entries(overrides)) {
    const parsed = parseKeyName(name);
    if (!parsed) continue;
    const key = formatKeyName(parsed);
    if (line === 'none') byKey.delete(key);
    else byKey.set(key, { key, command: line, summary: line, takesCharacter: JUMPS.has(line.trim()) });
  }
  return byKey;
}

const JUMPS = new Set(COMMON.filter((binding) => binding.takesCharacter).map((binding) => binding.command));

export interface CopyKeyState {
  /** Typed so far; undefined: no count. */
  count: number | undefined;
  /** The command that waits for its character. */
  waiting: CopyBinding | undefined;
}

export const NO_COPY_KEYS: CopyKeyState = { count: undefined, waiting: undefined };

/** command: undefined if the key is part of one or means nothing. */
export interface CopyKeyStep {
  state: CopyKeyState;
  command: { line: string; count: number | undefined; character: string | undefined } | undefined;
  /** No command is bound to it. */
  isUnbound?: true;
}

/** A count has at most this many digits: six. */
const MAX_COUNT = 999_999;

export function pressCopyKey(
  bindings: ReadonlyMap<string, CopyBinding>,
  style: CopyKeyStyle,
  state: CopyKeyState,
  key: Key,
): CopyKeyStep {
  const { count, waiting } = state;
  if (waiting) {
    const character = key.name === 'Space' ? ' ' : key.name;
    const isCharacter = !key.ctrl && !key.alt && [...character].length === 1;
    return {
      state: NO_COPY_KEYS,
      command: isCharacter ? { line: waiting.command, count, character } : undefined,
    };
  }
  const digit = digitOf(key, style);
  // A zero does not begin a count: in vi it is a motion.
  if (digit !== undefined && (digit > 0 || count !== undefined))
    return {
      state: { count: Math.min(MAX_COUNT, (count ?? 0) * 10 + digit), waiting: undefined },
      command: undefined,
    };
  const binding = findBinding(bindings, key);
  if (!binding) return { state: NO_COPY_KEYS, command: undefined, isUnbound: true };
  if (binding.takesCharacter) return { state: { count, waiting: binding }, command: undefined };
  return { state: NO_COPY_KEYS, command: { line: binding.command, count, character: undefined } };
}

/** In emacs with Alt. */
function digitOf(key: Key, style: CopyKeyStyle): number | undefined {
  const isDigit = /^\d$/.test(key.name) && !key.ctrl && key.alt === (style === 'emacs');
  return isDigit ? Number(key.name) : undefined;
}
