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
  const next = { ...read };
  const kept = new Restored(next);
  for (const { drops } of problems) {
    const [name = '', ...below] = drops;
    const key = KEYS.get(name);
    if (key !== undefined) kept.restoreAt(next, before as unknown as Table, [key, ...below]);
  }
  return next;
}

/** Values are shared with both configs, and copied only where something in them is restored: each once. */
class Restored {
  readonly #own: Set<unknown>;

  constructor(next: Config) {
    this.#own = new Set([next]);
  }

  /** What was not there before is not there after it. next: may be changed. */
  restoreAt(next: Table, before: Table, [name = '', ...below]: readonly string[]): void {
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    if (below.length === 0) {
      if (old === undefined && !(name in OPTIONS)) delete next[name];
      else next[name] = old;
      return;
    }
    const now = next[name];
    if (!isTable(old) && !isTable(now)) return;
    const table = isTable(now) && this.#own.has(now) ? now : { ...(isTable(now) ? now : {}) };
    this.#own.add(table);
    next[name] = table;
    this.restoreAt(table, isTable(old) ? old : {}, below);
  }
}

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
