// What every chat outside the workspace is given: its clock, what is around it, no place for a draft.

import { dirname } from 'node:path';

import { NamedSecrets } from '../../chat/agents/named-secrets.js';
import type { AroundChat, ChatKeeper, ChatStamps } from '../../chat/ports.js';
import type { ProviderTable } from '../../chat/providers/known-providers.js';
import { definedVariables } from '../../client/hello.js';
import type { Config } from '../../config/options.js';
import { newId } from '../../session/names/new-id.js';
import type { Call } from '../call.js';
import type { PlainRecord } from './plain-record.js';
import { runPlainShell } from './plain-tools.js';

export const PLAIN_STAMPS: ChatStamps = {
  now: () => Date.now(),
  steadyNow: () => performance.now(),
  newId,
};

/** What is typed and not sent is not kept: the shell's user sees it go. */
export const withoutDraft = (
  kept: Omit<ChatKeeper, 'saveDraft' | 'saveStash' | 'savePrinted'>,
): ChatKeeper => ({
  append: (records) => kept.append(records),
  sync: () => kept.sync(),
  saveDraft: () => {},
  saveStash: () => {},
  savePrinted: () => {},
});

export interface PlainAround {
  call: Pick<Call, 'env' | 'paths'>;
  config: Pick<Config, 'rules'>;
  /** Of the config. */
  providers: ProviderTable;
  kept: PlainRecord;
}

/** There are no other sessions here. */
export function plainAround({ call, config, providers, kept }: PlainAround): AroundChat {
  const env = definedVariables(call.env);
  const secrets = new NamedSecrets(env, providers);
  return {
    get standing() {
      return kept.record.standing ?? [];
    },
    rulesDirectory: config.rules ? dirname(call.paths.configFile) : undefined,
    withoutKeys: (text) => secrets.name(text),
    completeSession: () => [],
    hasSession: () => false,
    quoteSession: async () => undefined,
    runShell: (line, cols) => runPlainShell(line, { cwd: kept.record.cwd, env, cols }),
  };
}
