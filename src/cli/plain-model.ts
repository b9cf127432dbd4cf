// The model of a chat outside the workspace: chosen once at its start, from this process's environment and the config.

import type { ModelChoice } from '../chat/providers/choose-model.js';
import { findChoice } from '../chat/providers/find-choice.js';
import { loadModel } from '../chat/providers/load-model.js';
import type { ChatModel } from '../chat/ports.js';
import type { Environment } from '../log/paths.js';

export interface PlainModel {
  choice: ModelChoice;
  /** Loads at the first call. */
  load(): Promise<ChatModel>;
}

/** Looks for a model on this machine where nothing names one. Rejects with a UserError for a bad name or address. */
export async function choosePlainModel(
  env: Environment,
  options: { flag: string | undefined; configured: string | undefined },
): Promise<PlainModel> {
  const choice = await findChoice({ env, ...options });
  let loading: Promise<ChatModel> | undefined;
  return { choice, load: () => (loading ??= loadModel(choice, env)) };
}
