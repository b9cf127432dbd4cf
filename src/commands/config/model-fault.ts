// Why a model that a config names cannot be had, and how faults of a config are worded.

import { chooseModel } from '../../chat/providers/choose-model.js';
import type { Config } from '../../config/options.js';
import { shellWording } from '../../text/mentions.js';
import { UserError } from '../../text/user-error.js';

/** Its way out is a shell command, wherever the fault is shown: a config is edited in a shell. */
const IN_A_SHELL = shellWording(() => undefined);

/** An address that is not in the config is no fault of it. */
const ONLY_IN_ENVIRONMENT = { AZURE_OPENAI_ENDPOINT: 'https://resource.invalid' };

export function findModelFault(
  model: string | undefined,
  { providers }: Pick<Config, 'providers'>,
): string | undefined {
  return messageOf(() => chooseModel({ flag: model, env: ONLY_IN_ENVIRONMENT, providers }));
}

/** Of the UserError that it throws. */
export function messageOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.spell(IN_A_SHELL);
    throw error;
  }
}
