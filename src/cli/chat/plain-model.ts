// The model of a chat outside the workspace: chosen once at its start, from this process's environment and
// the config.

import type { ModelChoice } from '../../chat/providers/choose-model.js';
import { findChoice } from '../../chat/providers/find-choice.js';
import { loadModel } from '../../chat/providers/load-model.js';
import type { ProviderTable } from '../../chat/providers/known-providers.js';
import type { PriceOptions } from '../../config/price-options.js';
import type { ChatModel } from '../../chat/ports.js';
import type { Environment } from '../../paths/paths.js';
import { spellPrefix } from '../../chat/spell-prefix.js';

export interface PlainModel {
  choice: ModelChoice;
  /** Loads at the first call. */
  load(): Promise<ChatModel>;
}

export interface PlainModelOptions {
  flag: string | undefined;
  /** `model` of the config. */
  configured: string | undefined;
  /** Of the config. */
  providers: ProviderTable;
  prices: Readonly<Record<string, PriceOptions>>;
  /** Of the workspace, as a user reads it. */
  prefixName: string;
}

/**
 * Looks for a model on this machine if nothing names one. Rejects with a UserError for a bad name or address.
 */
export async function choosePlainModel(env: Environment, options: PlainModelOptions): Promise<PlainModel> {
  const choice = await findChoice({ env, ...options });
  let loading: Promise<ChatModel> | undefined;
  const load = async (): Promise<ChatModel> => spellPrefix(await loadModel(choice, env), options.prefixName);
  return { choice, load: () => (loading ??= load()) };
}
