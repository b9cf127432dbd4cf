// The guide answers from the manual, which is written for the default prefix: its answers are changed to the
// bound one. Leaves the answer to the guide. Invariant: what a model writes is never changed.

import type { ChatModel } from './ports.js';

const DEFAULT_PREFIX_NAME = 'Ctrl-q';

/**
 * prefixName: as a user reads it. No piece of an answer ends within a word, so the name is always complete.
 */
export function spellPrefix(model: ChatModel, prefixName: string): ChatModel {
  if (model.name !== 'guide' || prefixName === DEFAULT_PREFIX_NAME) return model;
  return {
    ...model,
    async *stream(request) {
      for await (const event of model.stream(request))
        yield event.type === 'text'
          ? { ...event, text: event.text.replaceAll(DEFAULT_PREFIX_NAME, () => prefixName) }
          : event;
    },
  };
}
