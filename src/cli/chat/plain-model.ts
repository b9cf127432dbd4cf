// Who answers a chat outside the workspace: a model chosen once at its start from this process's environment
// and the config, or an agent. Owns choosing. Leaves the agent to plain-agent.ts.

import { dirname } from 'node:path';
import { describeChoice } from '../../chat/providers/choose-model.js';
import { findChoice } from '../../chat/providers/find-choice.js';
import type { ProviderTable } from '../../chat/providers/known-providers.js';
import { loadModel } from '../../chat/providers/load-model.js';
import type { PriceOptions } from '../../config/price-options.js';
import type { ChatModel } from '../../chat/ports.js';
import { spellPrefix } from '../../chat/spell-prefix.js';
import type { Config } from '../../config/options.js';
import type { Environment } from '../../paths/paths.js';
import type { Call } from '../call.js';
import type { Answerer } from './answerer.js';
import { plainModel } from './plain-host.js';

export interface AnswererOptions {
  /** The agent that answers, in place of a model. */
  agent: string | undefined;
  /** Of the command line: of the agent, if one answers. */
  flag: string | undefined;
  /** `model` of the config. */
  configured: string | undefined;
  /** Of the config. */
  providers: ProviderTable;
  prices: Readonly<Record<string, PriceOptions>>;
  /** `local_module` of the config. */
  module: string | undefined;
  agents: Config['agents'];
  /** Of the workspace, as a user reads it. */
  prefixName: string;
}

/** Rejects with a UserError for a bad name or address, or an agent that is not installed. Starts nothing. */
export async function chooseAnswerer(
  { env, cwd, paths }: Pick<Call, 'env' | 'cwd' | 'paths'>,
  options: AnswererOptions,
): Promise<Answerer> {
  const { agent, flag, agents } = options;
  if (agent === undefined) return choosePlainModel(env, { ...options, directory: dirname(paths.configFile) });
  const { openPlainAgent } = await import('./plain-agent.js');
  return openPlainAgent(agent, { env, cwd, agents, providers: options.providers, model: flag });
}

/** Looks for a model on this machine if nothing names one. */
async function choosePlainModel(
  env: Environment,
  options: AnswererOptions & { directory: string },
): Promise<Answerer> {
  const choice = await findChoice({ env, ...options });
  if ('file' in choice) {
    const { openPlainFile } = await import('./plain-file.js');
    return openPlainFile(choice, env, options);
  }
  let loading: Promise<ChatModel> | undefined;
  const load = async (): Promise<ChatModel> =>
    spellPrefix(await loadModel(choice, env, options), options.prefixName);
  return {
    title: choice.name === 'guide' ? 'the guide, not a model' : describeChoice(choice),
    model: plainModel(() => (loading ??= load()), choice.name),
    ...(choice.source === 'nothing found' && {
      notice: 'no model was found; the guide answers, and only searches the manual (qmux chat --model M)',
    }),
    close: () => Promise.resolve(),
  };
}
