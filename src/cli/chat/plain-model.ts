// Who answers a chat outside the workspace: a model from this process's environment and the config, with its
// tools, or an agent. Owns choosing, and what can be chosen later. Leaves the agent to plain-agent.ts.

import { takesImages } from '../../chat/providers/facts/takes-images.js';
import type { ProviderTable } from '../../chat/providers/known-providers.js';
import { ModelSource } from '../../chat/providers/model-source.js';
import { definedVariables } from '../../client/hello.js';
import type { Config } from '../../config/options.js';
import type { PriceOptions } from '../../config/price-options.js';
import { guardGroup } from '../../process/group-guard.js';
import { modelFiles } from '../../session/chat/model-files.js';
import { ModelSettings } from '../../session/chat/model-settings.js';
import { SessionModels } from '../../session/chat/session-models.js';
import type { Call } from '../call.js';
import type { Answerer } from './answerer.js';
import type { PlainRecord } from './plain-record.js';
import { plainTools } from './plain-tools.js';

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
  agents: Config['agents'];
  tools: Pick<Config, 'tools' | 'mcp'>;
  localModule: Config['localModule'];
  /** Of the workspace, as a user reads it. */
  prefixName: string;
}

/**
 * canAsk: there is a terminal to ask on. Rejects with a UserError for a bad name or address, or an agent that
 * is not installed. Starts nothing.
 */
export async function chooseAnswerer(
  call: Call,
  kept: PlainRecord,
  options: AnswererOptions & { canAsk: boolean },
): Promise<Answerer> {
  const { env, cwd, paths } = call;
  const { agent, flag, agents, providers, canAsk } = options;
  const variables = definedVariables(env);
  const ofChats = plainTools({ config: { ...options.tools, providers }, paths, env: variables, canAsk });
  const tools = { areOn: () => ofChats.areOn(kept), servers: () => ofChats.servers(kept) };
  if (agent !== undefined) {
    const { openPlainAgent } = await import('./plain-agent.js');
    return { ...(await openPlainAgent(agent, { env, cwd, agents, providers, model: flag })), tools };
  }
  const source = new ModelSource({ ...options, env: variables, onChange: () => {} });
  // Throws for a bad name; looks for a model on this machine if nothing names one.
  source.choose(flag);
  if (flag === undefined) source.search();
  await source.settled();
  const { localModule } = options;
  const files = modelFiles({
    config: { localModule, providers },
    paths,
    env: () => variables,
    record: (child) => guardGroup(child),
  });
  const models = new SessionModels<PlainRecord>(source, { files, prefixName: () => options.prefixName });
  const chosen = (): string => models.chosen(kept).name;
  const isFound = source.choose(flag).source !== 'nothing found';
  return {
    title: chosen() === 'guide' ? 'the guide, not a model' : models.chosen(kept).title,
    model: {
      get chosen() {
        return chosen();
      },
      get takesImages() {
        return takesImages(chosen());
      },
      get tools() {
        return ofChats.of(kept);
      },
      get starting() {
        return models.loading(kept);
      },
      resolve: (wanted) => models.resolve(kept, wanted),
      prepare: () => models.prepare(kept),
      instruction: undefined,
    },
    ...(!isFound && {
      notice: 'no model was found; the guide answers, and only searches the manual (qmux chat --model M)',
    }),
    settings: new ModelSettings(models, {
      session: kept,
      update: (change) => kept.update(change),
      changed: () => {},
    }),
    agent: undefined,
    tools,
    close: async () => {
      await Promise.all([ofChats.stop(), files.stop()]);
    },
  };
}
