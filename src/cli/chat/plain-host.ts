// What every chat outside the workspace is given: its clock, a model that was chosen at its start, no place
// for a draft.

import type { ChatKeeper, ChatModel, ChatStamps, ModelOfChat } from '../../chat/ports.js';
import { newId } from '../../session/names/new-id.js';

export const PLAIN_STAMPS: ChatStamps = {
  now: () => Date.now(),
  steadyNow: () => performance.now(),
  newId,
};

/** What is typed and not sent is not kept: the shell's user sees it go. */
export const withoutDraft = (kept: Omit<ChatKeeper, 'saveDraft'>): ChatKeeper => ({
  append: (records) => kept.append(records),
  sync: () => kept.sync(),
  saveDraft: () => {},
});

/** load: each time the same model, of this name. */
export const plainModel = (load: () => Promise<ChatModel>, chosen?: string): ModelOfChat => ({
  chosen,
  resolve: load,
  prepare: () => {
    load().catch(() => {
      // The turn will say what is wrong, where the user sees it.
    });
  },
  instruction: undefined,
});
