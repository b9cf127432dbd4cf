// The config that is in force: one object for as long as the process lasts, whose values a reload replaces.
// Owns which options a reload has changed, and who follows them. Leaves reading the file to load-config.ts.
// Invariant: an option's value is replaced as a whole, never changed: what follows from one (text/derived.ts)
// is made again for another.

import { isDeepStrictEqual } from 'node:util';
import type { Undo } from '../text/undo.js';
import type { Config } from './options.js';

export type OptionKey = keyof Config;

export class LiveConfig {
  /** Read at use: a value that was copied out of it is not followed. */
  readonly values: Readonly<Config>;
  readonly #values: Config;
  readonly #followers = new Set<(changed: ReadonlySet<OptionKey>) => void>();

  constructor(config: Config) {
    this.#values = { ...config };
    this.values = this.#values;
  }

  /** Puts the values of another config in force. Returns which options changed. */
  use(next: Config): ReadonlySet<OptionKey> {
    const keys = Object.keys(next) as OptionKey[];
    const changed = new Set(keys.filter((key) => !isDeepStrictEqual(next[key], this.#values[key])));
    for (const key of changed) Object.assign(this.#values, { [key]: next[key] });
    if (changed.size > 0) for (const follower of this.#followers) follower(changed);
    return changed;
  }

  /** After values have changed; only by those who keep something that follows from them. */
  onChange(follower: (changed: ReadonlySet<OptionKey>) => void): Undo {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }
}
