// What a reload of the config puts in force (pure): what was read, with the old value wherever the file has a
// wrong one. Owns only that. Leaves finding what is wrong to parse-config.ts and commands/check-config.ts.

import { OPTIONS, type Config } from './options.js';
import type { ConfigProblem } from './parse-config.js';

type Table = Record<string, unknown>;

const KEYS: ReadonlyMap<string, string> = new Map(
  Object.entries(OPTIONS).map(([key, { name }]) => [name, key]),
);

/** before: in force now; not changed. A file that cannot be used as a whole changes nothing. */
export function keepOldValues(
  before: Config,
  read: Config,
  problems: readonly Pick<ConfigProblem, 'drops'>[],
): Config {
  if (problems.some(({ drops }) => drops.length === 0)) return before;
  const next = structuredClone(read);
  for (const { drops } of problems) {
    const [name = '', ...below] = drops;
    const key = KEYS.get(name);
    if (key !== undefined) restoreAt(next as unknown as Table, before as unknown as Table, [key, ...below]);
  }
  return next;
}

/** What was not there before is not there after it. */
function restoreAt(next: Table, before: Table, [name = '', ...below]: readonly string[]): void {
  const old = Object.hasOwn(before, name) ? before[name] : undefined;
  if (below.length === 0) {
    if (old === undefined && !(name in OPTIONS)) delete next[name];
    else next[name] = structuredClone(old);
    return;
  }
  if (!isTable(old) && !isTable(next[name])) return;
  const table = isTable(next[name]) ? next[name] : {};
  next[name] = table;
  restoreAt(table, isTable(old) ? old : {}, below);
}

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
