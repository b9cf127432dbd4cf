// What every chat outside the workspace is given: its clock, what is around it, no place for a draft.

import { dirname } from 'node:path';

import { NamedSecrets } from '../../chat/agents/named-secrets.js';
import type { AroundChat, ChatKeeper, ChatStamps, Draft } from '../../chat/ports.js';
import type { Config } from '../../config/options.js';
import type { Paths } from '../../paths/paths.js';
import { newId } from '../../session/names/new-id.js';
import type { PlainRecord } from './plain-record.js';
import { runPlainShell } from './plain-tools.js';

export const PLAIN_STAMPS: ChatStamps = {
  now: () => Date.now(),
  steadyNow: () => performance.now(),
  newId,
};

/** What is typed and not sent is not kept: the shell's user sees it go. onDraft: what it is now. */
export const withoutDraft = (
  kept: Omit<ChatKeeper, 'saveDraft' | 'saveStash'>,
  onDraft: (draft: Draft) => void = () => {},
): ChatKeeper => ({
  append: (records) => kept.append(records),
  sync: () => kept.sync(),
  saveDraft: (draft) => onDraft(draft),
  saveStash: () => {},
});

export interface PlainAround {
  env: Readonly<Record<string, string>>;
  kept: PlainRecord;
  /** As of AroundChat. */
  rulesDirectory: string | undefined;
}

/** There are no other sessions here. */
export function plainAround({ env, kept, rulesDirectory }: PlainAround): AroundChat {
  const secrets = new NamedSecrets(env);
  return {
    get standing() {
      return kept.record.standing ?? [];
    },
    rulesDirectory,
    withoutKeys: (text) => secrets.name(text),
    completeSession: () => [],
    hasSession: () => false,
    quoteSession: async () => undefined,
    runShell: (line, cols) => runPlainShell(line, { cwd: kept.record.cwd, env, cols }),
  };
}

/** Where AGENTS.md stands that holds everywhere; undefined: no rules are read. */
export const rulesDirectoryOf = (
  { rules }: Pick<Config, 'rules'>,
  { configFile }: Pick<Paths, 'configFile'>,
): string | undefined => (rules ? dirname(configFile) : undefined);
