// What a chat's title says of the plan of the turn that runs.

import { it } from 'vitest';

import type { ChatModel } from '../../src/chat/ports.js';
import { stateText } from '../../src/session/session-facts.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';
import { openChatSession } from './open-chat-session.js';

it('a title says how much of the plan is done, until the turn ends', async () => {
  let goOn = (): void => {};
  const model: ChatModel = {
    name: 'planner',
    async *stream() {
      for (const done of [0, 1, 2]) {
        const statusOf = (at: number) => (at < done ? 'completed' : 'pending');
        yield {
          type: 'plan',
          entries: ['read', 'write'].map((text, at) => ({ text, status: statusOf(at) })),
        };
        await new Promise<void>((resolve) => (goOn = resolve));
      }
      yield { type: 'text', text: 'Done.' };
      yield { type: 'finish', complete: true, reason: 'stop' };
    },
  };
  const chat = openChatSession(newDirectory(), { name: 'planner', model });
  chat.send('go');
  for (const done of [0, 1, 2]) {
    await waitUntil(`${done} of 2 are done`, () => stateText(chat) === `processing, plan ${done}/2`, {
      describe: () => stateText(chat),
    });
    goOn();
  }
  await waitUntil('the turn has ended', () => stateText(chat) === 'active');
  await chat.stop('closed');
});
