// What the config says of sessions and models, as those read it who know no config: always the values in
// force. Owns only that mapping.

import type { ModelSourceOptions } from '../../../chat/providers/model-source.js';
import type { Config } from '../../../config/options.js';
import type { CoordinatorOptions } from '../../../session/coordinator-ports.js';
import { mergeTypes } from '../../../session/session-types.js';
import { derived } from '../../../text/derived.js';

export function coordinatorOptions(
  config: Readonly<Pick<Config, 'types' | 'agent' | 'maxSessions' | 'sessionNoticeAt'>>,
  agents: { readonly known: readonly { readonly name: string }[] },
): CoordinatorOptions {
  const types = derived(
    () => [config.types],
    (own) => mergeTypes(own),
  );
  const names = derived(
    () => [agents.known],
    (known) => known.map(({ name }) => name),
  );
  return {
    get types() {
      return types();
    },
    get agents() {
      return names();
    },
    get agent() {
      return config.agent;
    },
    get maxSessions() {
      return config.maxSessions;
    },
    get noticeAt() {
      return config.sessionNoticeAt;
    },
  };
}

export const modelOptions = (
  config: Readonly<Pick<Config, 'model' | 'providers' | 'prices'>>,
  given: Pick<ModelSourceOptions, 'env' | 'onChange'>,
): ModelSourceOptions => ({
  ...given,
  get configured() {
    return config.model;
  },
  get providers() {
    return config.providers;
  },
  get prices() {
    return config.prices;
  },
});
