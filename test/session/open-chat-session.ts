// A chat on its own, without a workspace around it. Owns its surroundings, which throw the damage that is
// reported to them.

import { paneChat } from '../../src/chat/chat-place.js';
import type { ChatModel } from '../../src/chat/ports.js';
import { ChatSession } from '../../src/session/chat/chat-session.js';
import type { SessionEvent } from '../../src/session/attention/session-event.js';
import { openDisk } from '../../src/files/disk.js';
import { SessionFolder } from '../../src/store/session-folder.js';
import { ParseScheduler } from '../../src/terminal/flow/parse-scheduler.js';
import { UNKNOWN_COLOURS } from '../../src/text/terminal-colours.js';

let ids = 0;

/** The only chat of the directory, with its earlier conversation. */
export function openChatSession(
  sessionsDir: string,
  {
    name,
    model,
    now = () => 1000,
    onEvent = () => {},
  }: { name: string; model: ChatModel; now?: () => number; onEvent?(event: SessionEvent): void },
): ChatSession {
  const meta = {
    id: 'chat',
    number: 3,
    name,
    named: true,
    kind: 'chat' as const,
    type: 'chat',
    cwd: '/',
    created: 1,
    lastUsed: 1,
    turns: 0,
    unread: 0,
  };
  return new ChatSession(meta, () => SessionFolder.open({ sessionsDir, id: 'chat', disk: openDisk() }), {
    screen: {
      scheduler: new ParseScheduler(),
      scrollbackLines: 100,
      outerColours: () => UNKNOWN_COLOURS,
    },
    stamps: { now, steadyNow: now, newId: () => `id-${++ids}` },
    listener: {
      onChange: () => {},
      onEvent: (_session, event) => onEvent(event),
      onClipboardWrite: () => {},
      onDamage: (message) => {
        throw new Error(message);
      },
      onBug: (what, error) => {
        throw new Error(what, { cause: error });
      },
    },
    place: paneChat(() => undefined),
    models: {
      resolve: async () => model,
      chosen: () => ({ name: model.name, title: model.name }),
      prepare: () => {},
      find: (_session, wanted) => wanted,
      offered: async () => ({ names: [], problem: undefined }),
      known: () => [],
      kept: () => [],
      efforts: () => [],
    },
    tools: { of: () => undefined, areOn: () => false },
    commands: { run: async () => undefined, has: () => false, complete: () => [] },
    agents: { make: () => Promise.reject(new Error('this chat has a model')) },
    history: { add: () => {}, all: async () => [] },
    editors: { edit: () => Promise.reject(new Error('there is no editor here')) },
    ownInterfaces: { find: () => Promise.reject(new Error('this chat has a model')) },
    around: {
      of: () => ({
        standing: [],
        rulesDirectory: undefined,
        withoutKeys: (text) => text,
        completeSession: () => [],
        hasSession: () => false,
        quoteSession: async () => undefined,
      }),
    },
    advice: {
      suggest: () => undefined,
      instruction: () => undefined,
      firstQuestion: () => {},
      title: () => {},
    },
  });
}
