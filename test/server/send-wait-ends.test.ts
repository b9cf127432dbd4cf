// `qmux send --wait` to a chat whose answer does not come, whatever the reason: it returns, says why and
// exits with 1.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Response } from '../../src/protocol/response.js';
import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { isProgram } from '../../src/session/any-session.js';
import { startChatServer, type ChatServer } from '../harness/chat-server.js';
import { waitUntil } from '../harness/wait-until.js';
import { startServer, type StartedServer } from './start-client.js';

let model: ChatServer;
let server: StartedServer;
let chat: ChatSession;
beforeEach(async () => {
  model = await startChatServer(() => ({ pieces: ['Half an answer'], end: 'hang' }));
  server = await startServer({
    env: { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: model.url, QMUX_MODEL: 'openai/scripted' },
  });
  await server.create({ name: 'other' });
  const created = await server.create({ name: 'c', place: { at: 'background' } });
  if (isProgram(created)) throw new Error('not a chat');
  chat = created;
});
afterEach(async () => {
  await server.workspace.stop();
  await model.stop();
});

/** A question that is being answered and a queued one, each waited for. */
async function askTwo(): Promise<{ running: Promise<Response>; queued: Promise<Response> }> {
  const running = server.call('send c first --wait');
  await waitUntil('it answers', () => chat.turns()[0]?.answer !== '' && chat.running !== undefined);
  const queued = server.call('send c second --wait');
  await waitUntil('the next is queued', () => chat.queued === 1);
  return { running, queued };
}

describe('send --wait', () => {
  it('tells of an interruption, and of what it holds', async () => {
    const { running, queued } = await askTwo();
    chat.interrupt();
    expect(await running).toMatchObject({ exitCode: 1, stdout: 'Half an answer\ninterrupted\n' });
    const held = {
      exitCode: 1,
      stderr: expect.stringMatching(/interrupted, which holds the question; qmux resume c sends/) as string,
    };
    expect(await queued).toMatchObject(held);
    await server.call('resume c');
    await waitUntil('the next is answered', () => chat.queued === 0 && chat.turns()[1]?.answer !== '');
  });

  it('tells of a pause for what it holds, at once where the chat is paused already', async () => {
    const { running, queued } = await askTwo();
    await server.call('pause c');
    const held = {
      exitCode: 1,
      stderr: expect.stringMatching(/paused and holds the question; qmux resume c sends/),
    };
    expect(await queued).toMatchObject(held);
    chat.interrupt();
    expect(await running).toMatchObject({ exitCode: 1, stdout: 'Half an answer\ninterrupted\n' });
    expect(await server.call('send c third --wait')).toMatchObject(held);
    expect(chat.queued).toBe(2);
  });

  it('tells of a close and a deletion, for both', async () => {
    const { running, queued } = await askTwo();
    await server.call('close c');
    // Both ends within its grace time.
    await server.call('delete c --yes');
    expect(await running).toMatchObject({
      exitCode: 1,
      stdout: 'Half an answer\ncut: closed before the answer was complete\n',
    });
    expect(await queued).toMatchObject({
      exitCode: 1,
      stderr: 'the chat was closed before the question was sent\n',
    });
  });

  it("tells of the server's end, for both", async () => {
    const { running, queued } = await askTwo();
    await server.workspace.stop();
    expect(await running).toMatchObject({
      exitCode: 1,
      stdout: 'Half an answer\ncut: qmux ended before the answer was complete\n',
    });
    expect(await queued).toMatchObject({ exitCode: 1, stderr: 'qmux ended before the question was sent\n' });
  });
});
