// What is typed into a long chat while its conversation is still being read: in the order of the keys, once.

import { expect, it, onTestFinished } from 'vitest';

import type { ChatModel } from '../../src/chat/ports.js';
import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';
import { openChatSession } from './open-chat-session.js';

const MODEL: ChatModel = {
  name: 'openai/long',
  async *stream() {
    yield { type: 'text', text: 'one line of many\n'.repeat(20_000) };
    yield { type: 'finish', complete: true, reason: 'stop' };
  },
};

async function reopenLong(): Promise<ChatSession> {
  const sessionsDir = newDirectory();
  const before = openChatSession(sessionsDir, { name: 'long', model: MODEL });
  await before.waitForTurn(before.send('go'));
  await before.stop('server-ends');
  const chat = openChatSession(sessionsDir, { name: 'long', model: MODEL });
  onTestFinished(() => chat.stop('server-ends'));
  chat.show({ rows: 20, cols: 60 });
  return chat;
}
const questions = (chat: ChatSession): string[] => chat.turns().map(({ question }) => question);

it('reaches the chat when it has been read', async () => {
  const chat = await reopenLong();
  chat.write('typed 漢');
  chat.write('字\r');
  await chat.load();
  await waitUntil('it was asked', () => questions(chat).length === 2);
  expect(questions(chat)).toEqual(['go', 'typed 漢字']);
});

it('reaches it too when something needs the chat before', async () => {
  const chat = await reopenLong();
  chat.write('typed');
  const loading = chat.load();
  expect(questions(chat)).toEqual(['go']);
  chat.write(' on\r');
  await loading;
  await waitUntil('it was asked', () => questions(chat).length === 2);
  expect(questions(chat)).toEqual(['go', 'typed on']);
});
