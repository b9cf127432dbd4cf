// The prefix state machine: which key does what. Pure: a value goes in, a value comes out; no clock, no
// timer. The prefix is the only key that the workspace takes from a pane, besides those that its user binds
// without it; after a repeatable binding, repeatable keys work without the prefix for a while (tmux's
// repeat-time).

import type { Key } from './key.js';
import { formatKeyName, sameKey } from './key.js';
import { bindingNames } from './latin-twin.js';
import type { RootBinding } from './root-bindings.js';

/** In the order in which help and documentation list them. */
export const KEY_GROUPS = ['panes', 'tabs', 'sessions', 'copying', 'other'] as const;
export type KeyGroup = (typeof KEY_GROUPS)[number];

export interface Binding {
  /** Canonical name of the key after the prefix. */
  key: string;
  /** A line that a user could type at the command prompt. */
  command: string;
  /** For help and documentation, lower case. */
  summary: string;
  repeat: boolean;
  /** What it is about. */
  group: KeyGroup;
  /** Help lists all keys of a group with the same row as one, with this as its summary. */
  row?: string;
}

export interface KeyTable {
  prefix: Key;
  bindings: ReadonlyMap<string, Binding>;
  /** Without the prefix. */
  root: ReadonlyMap<string, RootBinding>;
  repeatTimeMs: number;
}

export type KeyState = { mode: 'root' } | { mode: 'prefix' } | { mode: 'repeat'; until: number };

export type KeyAction =
  /** To the pane or dialog. */
  | { type: 'forward' }
  | { type: 'command'; command: string }
  /** Bound without the prefix: the pane's, unless the binding takes it. */
  | { type: 'root'; binding: RootBinding }
  /** The prefix itself, or a key that cancels it. */
  | { type: 'swallow' }
  /** After the prefix, and not bound. */
  | { type: 'unbound' };

/** A cancelled prefix does nothing, so no key is lost. */
const CANCELLING: ReadonlySet<string> = new Set(['Escape', 'C-c']);

export const ROOT: KeyState = { mode: 'root' };

export function pressKey(
  table: KeyTable,
  state: KeyState,
  key: Key,
  nowMs: number,
): { state: KeyState; action: KeyAction } {
  const inRepeat = state.mode === 'repeat' && nowMs <= state.until;
  if (state.mode !== 'prefix' && isPrefix(table, key))
    return { state: { mode: 'prefix' }, action: { type: 'swallow' } };
  const binding = state.mode === 'prefix' || inRepeat ? findBinding(table.bindings, key) : undefined;
  if (state.mode === 'prefix' && !binding) return { state: ROOT, action: unboundAfterPrefix(table, key) };
  if (!binding || (inRepeat && !binding.repeat)) return { state: ROOT, action: withoutPrefix(table, key) };
  return {
    state: binding.repeat ? { mode: 'repeat', until: nowMs + table.repeatTimeMs } : ROOT,
    action: { type: 'command', command: binding.command },
  };
}

/** The prefix is the way past a key that is bound without it. */
function unboundAfterPrefix({ root }: KeyTable, key: Key): KeyAction {
  if (findBinding(root, key)) return { type: 'forward' };
  return { type: CANCELLING.has(formatKeyName(key)) ? 'swallow' : 'unbound' };
}

function withoutPrefix({ root }: KeyTable, key: Key): KeyAction {
  // Text, which is most of what is typed, is bound to nothing.
  const isText = key.name.length === 1 && !key.ctrl && !key.alt;
  const binding = isText || root.size === 0 ? undefined : findBinding(root, key);
  return binding ? { type: 'root', binding } : { type: 'forward' };
}

/** What a key is bound to, by the key itself or by its position on the standard layout. */
export function findBinding<Bound>(bindings: ReadonlyMap<string, Bound>, key: Key): Bound | undefined {
  for (const name of bindingNames(key)) {
    const found = bindings.get(formatKeyName(name));
    if (found) return found;
  }
  return undefined;
}

/** Without a modifier only the key itself: text in another script is never taken from a pane. */
const isPrefix = ({ prefix }: KeyTable, key: Key): boolean =>
  key.ctrl || key.alt ? bindingNames(key).some((name) => sameKey(name, prefix)) : sameKey(key, prefix);
