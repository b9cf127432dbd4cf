// The keys that a config asks for: prefix, bindings, those without the prefix, how texts name them. Owns
// which key can be the prefix, and falling back to the default one, which the config's check reports.

import { resolveBindings } from './default-bindings.js';
import type { Binding } from './key-table.js';
import { createKeyWords } from './key-words.js';
import { formatKeyName, parseKeyName, spellKey, type Key } from './key.js';
import { resolveRootBindings, type RootBinding, type RootOptions } from './root-bindings.js';

const DEFAULT_PREFIX: Key = { name: 'q', ctrl: true, alt: false, shift: false };

export interface ConfiguredKeys {
  prefix: Key;
  /** As a user reads it. */
  prefixName: string;
  bindings: readonly Binding[];
  /** Without the prefix. */
  root: ReadonlyMap<string, RootBinding>;
  /** The key of a command line, with the prefix; undefined: none is bound to it. */
  keyOf(command: string): string | undefined;
}

/** What most terminals send for a key is another one there: it would never arrive. */
const NEVER_ARRIVES: Readonly<Record<string, string>> = { 'C-m': 'Enter', 'C-i': 'Tab', 'C-[': 'Escape' };

/** Why it cannot be the prefix; undefined: it can. */
export function whyNotPrefix(name: string): string | undefined {
  const key = parseKeyName(name);
  if (!key) return `no key ${name}; keys are named like C-a, M-a or F5`;
  const other = NEVER_ARRIVES[formatKeyName(key)];
  return (
    other &&
    `most terminals send ${other} for ${name}, which would leave you without a prefix; choose another`
  );
}

export const readPrefix = ({ prefix }: { prefix: string }): Key =>
  (whyNotPrefix(prefix) === undefined ? parseKeyName(prefix) : undefined) ?? DEFAULT_PREFIX;

export function readKeys(
  config: {
    prefix: string;
    bindings: Readonly<Record<string, string>>;
  } & Partial<RootOptions>,
): ConfiguredKeys {
  const prefix = readPrefix(config);
  const bindings = resolveBindings(config.bindings, formatKeyName(prefix));
  const { rootBindings = {}, rootPass = [] } = config;
  const root = resolveRootBindings({ rootBindings, rootPass }, prefix);
  return { prefix, prefixName: spellKey(prefix), bindings, root, keyOf: createKeyWords(prefix, bindings) };
}
