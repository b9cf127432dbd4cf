// The keys of a config whose values may be replaced while the process runs: read from it when they are asked
// for. Owns only that. Leaves what a config means for the keys to read-keys.ts.

import { derived } from '../text/derived.js';
import type { Binding, KeyTable } from './key-table.js';
import { readKeys, type ConfiguredKeys } from './read-keys.js';
import type { RootOptions } from './root-bindings.js';

export interface KeyOptions extends Partial<RootOptions> {
  readonly prefix: string;
  readonly bindings: Readonly<Record<string, string>>;
  readonly repeatTimeMs: number;
}

export class LiveKeys implements ConfiguredKeys {
  readonly #keys: () => ConfiguredKeys;
  readonly #table: () => KeyTable;

  constructor(config: KeyOptions) {
    this.#keys = derived(
      () => [config.prefix, config.bindings, config.rootBindings, config.rootPass],
      (prefix, bindings, rootBindings, rootPass) => readKeys({ prefix, bindings, rootBindings, rootPass }),
    );
    this.#table = derived(
      () => [this.#keys(), config.repeatTimeMs],
      ({ prefix, bindings, root }, repeatTimeMs) => ({
        prefix,
        bindings: new Map(bindings.map((binding) => [binding.key, binding])),
        root,
        repeatTimeMs,
      }),
    );
  }

  get prefix(): ConfiguredKeys['prefix'] {
    return this.#keys().prefix;
  }

  get prefixName(): string {
    return this.#keys().prefixName;
  }

  get bindings(): readonly Binding[] {
    return this.#keys().bindings;
  }

  get root(): ConfiguredKeys['root'] {
    return this.#keys().root;
  }

  /** The same object until the keys are others. */
  get table(): KeyTable {
    return this.#table();
  }

  /** May be kept: it answers with the keys of the moment. */
  readonly keyOf = (command: string): string | undefined => this.#keys().keyOf(command);
}
