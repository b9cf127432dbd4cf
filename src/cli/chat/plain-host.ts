// What every chat outside the workspace is given: its clock, a model that was chosen at its start, no place
// for a draft.

import { NamedSecrets } from '../../chat/agents/named-secrets.js';
import { takesImages } from '../../chat/providers/facts/takes-images.js';
import type { AroundChat, ChatKeeper, ChatModel, ChatStamps, ModelOfChat } from '../../chat/ports.js';
import type { ProviderTable } from '../../chat/providers/known-providers.js';
import { newId } from '../../session/names/new-id.js';

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

/** There are no other sessions here. rulesDirectory: as of AroundChat. providers: of the config. */
export function plainAround(
  env: Readonly<Record<string, string | undefined>>,
  { rulesDirectory, providers }: { rulesDirectory: string | undefined; providers: ProviderTable },
): AroundChat {
  const given = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const secrets = new NamedSecrets(Object.fromEntries(given) as Record<string, string>, providers);
  return {
    standing: [],
    rulesDirectory,
    withoutKeys: (text) => secrets.name(text),
    completeSession: () => [],
    hasSession: () => false,
    quoteSession: async () => undefined,
  };
}

/** load: each time the same model, of this name. */
export const plainModel = (load: () => Promise<ChatModel>, chosen?: string): ModelOfChat => ({
  chosen,
  takesImages: chosen === undefined ? undefined : takesImages(chosen),
  resolve: load,
  prepare: () => {
    load().catch(() => {
      // The turn will say what is wrong, where the user sees it.
    });
  },
  instruction: undefined,
});
