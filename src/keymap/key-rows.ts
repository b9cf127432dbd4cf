// The key tables as help and documentation list them (pure): in groups, keys that belong together as one row,
// and how their names are joined. Owns these texts. Leaves the tables to default-bindings.ts and
// copy-keys.ts, and drawing them to dialogs/key-help.ts.

import { glyphs } from '../text/glyphs.js';
import type { CopyBinding } from './copy-keys.js';
import type { RootBinding } from './root-bindings.js';
import { KEY_GROUPS, type Binding, type KeyGroup } from './key-table.js';

/** What one command is bound to. */
export interface KeyEntry {
  /** Canonical names. */
  keys: readonly string[];
  summary: string;
  /** A line that a user could type at the command prompt. */
  command: string;
}

export interface KeyRow {
  /** As a user reads them: `←↓↑→ hjkl`. */
  label: string;
  summary: string;
  /** At least one; several if each key does something of its own. */
  entries: readonly KeyEntry[];
}

type Listed = Pick<Binding, 'key' | 'command' | 'summary' | 'row'>;

/** The groups that are not empty, in their order; their rows are in the order of the bindings. */
export const keyGroups = (bindings: readonly Binding[]): { group: KeyGroup; rows: KeyRow[] }[] =>
  KEY_GROUPS.map((group) => ({
    group,
    rows: keyRows(bindings.filter((binding) => binding.group === group)),
  })).filter(({ rows }) => rows.length > 0);

/** Keys of one command are in one row. */
export const copyKeyRows = (bindings: Iterable<CopyBinding>): KeyRow[] =>
  keyRows([...bindings].map((binding) => ({ ...binding, row: binding.command })));

/** Without the prefix; who gets them instead is part of what they do. */
export const rootKeyRows = (bindings: Iterable<RootBinding>): KeyRow[] =>
  keyRows(
    [...bindings].map(({ key, command, pass }) => ({
      key,
      command,
      summary: pass.length === 0 ? command : `${command}, but not in ${pass.join(', ')}`,
    })),
  );

function keyRows(bindings: readonly Listed[]): KeyRow[] {
  const rows = gathered<string | Listed, Listed>(bindings, (binding) => binding.row ?? binding);
  return [...rows.values()].map((members) => {
    const entries = entriesOf(members);
    const [first] = entries as [KeyEntry, ...KeyEntry[]];
    const keys = members.map(({ key }) => key);
    return entries.length === 1
      ? { label: keys.map(spellSign).join(' '), summary: first.summary, entries }
      : { label: joinKeys(keys), summary: members[0]?.row ?? first.summary, entries };
  });
}

function entriesOf(members: readonly Listed[]): KeyEntry[] {
  const byCommand = gathered(members, ({ command }) => command);
  return [...byCommand].map(([command, same]) => ({
    keys: same.map(({ key }) => key),
    summary: same[0]?.summary ?? command,
    command,
  }));
}

/** Map.groupBy, which Node 20 does not have. */
function gathered<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

const ARROWS: Readonly<Record<string, string>> = { Left: '←', Down: '↓', Up: '↑', Right: '→' };
/** Plain text may be read aloud: arrows have their names there. */
const hasSigns = (): boolean => glyphs().joins !== undefined;

interface NamedKey {
  /** `Ctrl-`, as a user reads it; empty: none. */
  modifiers: string;
  name: string;
}

/** key: a canonical name. */
function splitKey(key: string): NamedKey {
  const [, modifiers = '', name = key] = /^((?:[CMS]-)*)(.+)$/.exec(key) ?? [];
  return { modifiers: modifiers.replace('C-', 'Ctrl-').replace('M-', 'Alt-'), name };
}

/** `←`, `Ctrl-←`. */
function spellSign(key: string): string {
  const { modifiers, name } = splitKey(key);
  return modifiers + ((hasSigns() ? ARROWS[name] : undefined) ?? name);
}

const kindOf = (name: string): string =>
  name in ARROWS ? 'arrow' : /^\d$/.test(name) ? 'digit' : [...name].length === 1 ? 'sign' : name;

/** Keys with the same modifiers become one word: `←↓↑→ hjkl`, `Ctrl-←↓↑→`, `0-9`, `Alt-1…5`. */
function joinKeys(keys: readonly string[]): string {
  const words = gathered(keys.map(splitKey), ({ modifiers, name }) => `${modifiers} ${kindOf(name)}`);
  return [...words.values()]
    .map((same) => {
      const { modifiers, name } = same[0] as NamedKey;
      const names = same.map((key) => key.name);
      return modifiers + joinNames(kindOf(name), names, modifiers === '' ? '-' : '…');
    })
    .join(' ');
}

function joinNames(kind: string, names: readonly string[], range: string): string {
  if (kind === 'digit') return digitRuns(names, range);
  if (kind !== 'arrow') return names.join('');
  if (hasSigns()) return names.map((name) => ARROWS[name]).join('');
  return names.length === Object.keys(ARROWS).length ? 'arrows' : names.join(',');
}

/** `0-9`; without 3: `0-2,4-9`. */
function digitRuns(digits: readonly string[], range: string): string {
  const runs: number[][] = [];
  for (const digit of digits.map(Number).sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.at(-1) === digit - 1) run.push(digit);
    else runs.push([digit]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]}${range}${run.at(-1)}` : run.join(','))).join(',');
}
