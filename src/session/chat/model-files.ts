// The models in files that chats can have, whether in the workspace or outside it. Owns only that wiring:
// what their processes are given. Leaves the rest to chat/gguf/.

import { dirname } from 'node:path';
import { startAgentProcess } from '../../chat/agents/agent-process.js';
import { NamedSecrets } from '../../chat/agents/named-secrets.js';
import { agentClock } from '../../chat/agents/silence-watch.js';
import { GgufModels, type GgufModelsPorts } from '../../chat/gguf/gguf-models.js';
import { findAllKeys } from '../../chat/providers/known-providers.js';
import { withoutKeys } from '../../chat/tools/provider-keys.js';
import type { Config } from '../../config/options.js';
import type { Paths } from '../../paths/paths.js';

export interface ModelFilesOptions {
  readonly config: Pick<Config, 'localModule' | 'providers'>;
  readonly paths: Pick<Paths, 'configFile'>;
  /** Whose keys count. */
  env(): Readonly<Record<string, string>>;
  record: GgufModelsPorts['record'];
}

export const modelFiles = ({ config, paths, env, record }: ModelFilesOptions): GgufModels =>
  new GgufModels({
    get module() {
      return config.localModule;
    },
    directory: dirname(paths.configFile),
    start: startAgentProcess,
    clock: agentClock,
    env: () => withoutKeys(env(), findAllKeys(env(), config.providers)),
    redact: (text) => new NamedSecrets(env(), config.providers).redact(text),
    record,
  });
