// A model's file as the one who answers a chat outside the workspace. Owns that its process ends with this
// one, whatever ends that. Leaves loading and asking to chat/gguf/.

import { startAgentProcess } from '../../chat/agents/agent-process.js';
import { NamedSecrets } from '../../chat/agents/named-secrets.js';
import { agentClock } from '../../chat/agents/silence-watch.js';
import { GgufModels, type NamedFile } from '../../chat/gguf/gguf-models.js';
import { describeChoice, type ModelChoice } from '../../chat/providers/choose-model.js';
import { findAllKeys, type ProviderTable } from '../../chat/providers/known-providers.js';
import { withoutKeys } from '../../chat/tools/provider-keys.js';
import { definedVariables } from '../../client/hello.js';
import type { Environment } from '../../paths/paths.js';
import { guardGroup } from '../../process/group-guard.js';
import type { Answerer } from './answerer.js';

export interface PlainFileOptions {
  module: string | undefined;
  providers: ProviderTable;
  /** Of the config. */
  directory: string;
}

/** Not started yet. */
export function openPlainFile(
  choice: ModelChoice & NamedFile,
  env: Environment,
  { module, providers, directory }: PlainFileOptions,
): Answerer {
  const variables = definedVariables(env);
  const files = new GgufModels({
    module,
    directory,
    start: startAgentProcess,
    clock: agentClock,
    env: () => withoutKeys(variables, findAllKeys(env, providers)),
    redact: (text) => new NamedSecrets(variables, providers).redact(text),
    record: guardGroup,
  });
  const said = new Set<string>();
  let isWaiting = false;
  return {
    title: describeChoice(choice),
    model: {
      chosen: choice.name,
      takesImages: false,
      resolve: () => {
        isWaiting = true;
        return files.open(choice, said).finally(() => (isWaiting = false));
      },
      prepare: () => {},
      instruction: undefined,
      get starting() {
        return isWaiting ? files.loading(choice) : undefined;
      },
    },
    close: () => files.stop(),
  };
}
