// Which model chats can have: the keys of an environment (in the workspace that of the client attached last),
// the config, and what runs on this machine, searched only while nothing else names a model. Owns when the
// search runs. Leaves the order of choice to choose-model.ts. Invariant: a turn begins only after a running
// search has ended.

import { FILES } from '../gguf/gguf-name.js';
import type { FoundModel, ModelChoice } from './choose-model.js';
import { chooseModel, isOpen } from './choose-model.js';
import { findProvider, type ProviderTable } from './known-providers.js';
import type { PriceOptions } from '../../config/price-options.js';
import { derived } from '../../text/derived.js';
import { UserError } from '../../text/user-error.js';

/** What is of the config is read at use. */
export interface ModelSourceOptions {
  env: Readonly<Record<string, string>>;
  /** `model` of the config. */
  readonly configured: string | undefined;
  /** Of the config. */
  readonly providers: ProviderTable;
  readonly prices?: Readonly<Record<string, PriceOptions>>;
  /** Another model was found, or none any more. */
  onChange: () => void;
}

/** More than anybody uses at a time. */
const MOST_CHOSEN = 200;

export class ModelSource {
  #env: Readonly<Record<string, string>>;
  #found: FoundModel | undefined;
  #searching: Promise<void> = Promise.resolve();

  readonly #options: ModelSourceOptions;

  /** By the wish; begun again when what they follow from is another. A list asks for each of its sessions. */
  readonly #chosen = derived(
    () => {
      const { configured, providers, prices } = this.#options;
      return [this.#env, configured, providers, prices, this.#found];
    },
    (..._from: readonly unknown[]) => new Map<string | undefined, ModelChoice>(),
  );

  constructor(options: ModelSourceOptions) {
    this.#options = options;
    this.#env = options.env;
  }

  /** In memory only. */
  get env(): Readonly<Record<string, string>> {
    return this.#env;
  }

  /** Of the config. */
  get providers(): ProviderTable {
    return this.#options.providers;
  }

  /** Takes over a client's keys, and searches again. */
  use(env: Readonly<Record<string, string>>): void {
    this.#env = env;
    this.search();
  }

  /** What the config says of models is another. */
  configChanged(): void {
    this.#options.onChange();
    this.search();
  }

  search(): void {
    this.#searching = this.#searching.then(() => this.#look());
  }

  /** Resolves when the current search has ended. */
  settled(): Promise<void> {
    return this.#searching;
  }

  /** flag: the model of a session or its type. Throws a UserError. */
  choose(flag: string | undefined): ModelChoice {
    const chosen = this.#chosen();
    const known = chosen.get(flag);
    if (known) return known;
    const { configured, providers, prices } = this.#options;
    const choice = chooseModel({ flag, env: this.#env, configured, providers, prices, found: this.#found });
    if (chosen.size >= MOST_CHOSEN) chosen.clear();
    chosen.set(flag, choice);
    return choice;
  }

  /** A provider of this name, that models may be named after. */
  knows(provider: string): boolean {
    return provider === FILES || findProvider(provider, this.#options.providers) !== undefined;
  }

  /** What the config says that there is. */
  configuredModels(): string[] {
    const { configured, providers } = this.#options;
    const listed = Object.entries(providers).flatMap(([name, { models = [] }]) =>
      models.map((model) => `${name}/${model}`),
    );
    return [...(configured === undefined || configured === 'guide' ? [] : [configured]), ...listed];
  }

  async #look(): Promise<void> {
    const env = this.#env;
    if (!this.#isOpen(env)) return;
    const { findLocalModel } = await import('./local-models.js');
    const before = this.#found;
    this.#found = await findLocalModel({ env, before });
    const isSame = before?.modelName === this.#found?.modelName && before?.provider === this.#found?.provider;
    if (!isSame) this.#options.onChange();
  }

  /** Only a local model could be the choice. */
  #isOpen(env: Readonly<Record<string, string>>): boolean {
    try {
      const { configured, providers } = this.#options;
      return isOpen(chooseModel({ env, configured, providers }));
    } catch (error) {
      if (error instanceof UserError) return false;
      throw error;
    }
  }
}
