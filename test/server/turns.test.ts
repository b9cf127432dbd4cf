// The commands about a chat's turns, as they are typed: in a chat, at the command prompt, in a shell; and
// what a restart brings back of it.

import { afterEach, describe, expect, it } from 'vitest';

import { isProgram } from '../../src/session/any-session.js';
import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { startChatServer, type ChatServer } from '../harness/chat-server.js';
import { waitUntil } from '../harness/wait-until.js';
import { ask, startAgents, type StartedAgents } from './start-agents.js';
import { startServer, type StartedServer } from './start-client.js';

const ESCAPE = '\x1b[27u';

let model: ChatServer | undefined;
let server: StartedServer;
afterEach(async () => {
  await server.workspace.stop();
  await model?.stop();
  model = undefined;
});

async function startWithModel(): Promise<void> {
  model = await startChatServer(({ messages, model: name }, at) => ({
    pieces: [`${name} ${at + 1}: ${messages.at(-1)?.content ?? ''}`],
  }));
  server = await startServer({
    env: { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: model.url, QMUX_MODEL: 'openai/scripted' },
  });
}

const getChat = (name: string): ChatSession => {
  const found = server.coordinator.resolve(name);
  if (isProgram(found)) throw new Error('not a chat');
  return found;
};
const answers = (chat: ChatSession): string[] => chat.conversation.turns.map(({ answer }) => answer);
const idle = (chat: ChatSession): Promise<unknown> =>
  waitUntil('it is idle', () => chat.running === undefined && chat.queued === 0);

describe('the turns of a chat', () => {
  it('are asked again, edited, left and gone back to, by what a user types', async () => {
    await startWithModel();
    const client = server.attach({ rows: 30, cols: 100 });
    await client.waitForText('chat-1');
    client.type('one\r');
    await client.waitForText('scripted 1: one');
    client.type('two\r');
    await client.waitForText('scripted 2: two');
    const [chat] = server.coordinator.sessions as ChatSession[];
    if (!chat) throw new Error('no chat');
    client.type('/retry openai/other\r');
    await client.waitForText('other 3: two');
    expect(client.screen().join('\n')).not.toContain('scripted 2: two');
    expect(chat.record.turns).toBe(2);
    await idle(chat);
    client.type(ESCAPE);
    await client.waitForText('Esc again lists the questions');
    client.type(ESCAPE);
    await client.waitForText(/questions of .*\n.*>2 .* two/);
    client.type('\x1b[B\r');
    await client.waitForText('changes question 1: Enter makes a branch');
    expect(chat.record.turns).toBe(2);
    client.type(' more\r');
    await client.waitForText('scripted 4: one more');
    await idle(chat);
    client.type('/branches\r');
    await client.waitForText(/branches of [^]*>current +1 turn +one more[^]*2 turns +two[^]*2 turns +two/);
    client.type('\x1b[B\r');
    await client.waitForText('other 3: two');
    expect(answers(chat)).toEqual(['scripted 1: one', 'other 3: two']);
    expect(model?.requests.map(({ model: name, messages }) => [name, messages.length])).toEqual([
      ['scripted', 1],
      ['scripted', 3],
      ['other', 3],
      ['scripted', 1],
    ]);
  });

  it('are forked to a session of its own, also into a split, and after a restart', async () => {
    await startWithModel();
    const client = server.attach({ rows: 30, cols: 100 });
    await client.waitForText('chat-1');
    const [first] = server.coordinator.sessions as ChatSession[];
    await server.call('rename 1 talk');
    await ask(first as ChatSession, 'one');
    client.type('/undo\r');
    await client.waitForText('is out of the context');
    client.type('/fork -h\r');
    await client.waitForText('talk-2');
    const forked = getChat('talk-2');
    await forked.load();
    expect(answers(forked)).toEqual(['scripted 1: one']);
    expect(forked.record).toMatchObject({ turns: 1, lastQuestion: 'one' });
    await ask(forked, 'two');
    // What was taken out of the context is out of it there too.
    expect(model?.requests.at(-1)?.messages).toHaveLength(1);
    expect(answers(getChat('talk'))).toHaveLength(1);
    expect((await server.call('fork talk')).stderr).toContain('talk');
    expect(server.coordinator.sessions).toHaveLength(2);
    const again = await server.startAgain();
    server = { ...server, ...again, coordinator: again.workspace.coordinator };
    const restored = getChat('talk-2');
    await restored.load();
    expect(answers(restored)).toEqual(['scripted 1: one', 'scripted 2: two']);
  });

  it('are refused where nobody sees them, and while an answer runs', async () => {
    await startWithModel();
    server.attach();
    for (const verb of ['edit', 'rewind', 'branches'])
      expect(await server.call(verb)).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining(`${verb} works only in a chat`) as string,
      });
    expect(await server.call('retry')).toMatchObject({ exitCode: 1, stderr: 'nothing has been asked yet\n' });
    expect(await server.call('retry one two')).toMatchObject({ exitCode: 2 });
  });
});

describe('a chat with an agent', () => {
  it('keeps its own history: what can be done is, the rest names fork', async () => {
    const agents: StartedAgents = await startAgents();
    server = agents;
    const client = server.attach({ rows: 30, cols: 110 });
    const chat = await agents.chat();
    await ask(chat, 'remember me');
    for (const verb of ['branches', 'undo', 'redo']) {
      client.type(`/${verb}\r`);
      await client.waitForText('fake keeps its own history; /fork goes on');
      client.type('/sessions --short\r');
    }
    client.type('/retry\r');
    await waitUntil('it is asked again', () => chat.conversation.turns.length === 2);
    await idle(chat);
    client.type('/continue\r');
    await client.waitForText('you said: continue');
    await idle(chat);
    client.type('/edit 1\r');
    await client.waitForText('> remember me');
    expect(chat.conversation.turns.map(({ question }) => question)).toEqual([
      'remember me',
      'remember me',
      'continue',
    ]);
    client.type('\x03');
    client.type('/rewind\r');
    await client.waitForText('Enter goes there');
    client.type('\x1b[B\x1b[B\r');
    await client.waitForText('q leaves');
    client.type('q');
    client.type('/fork side\r');
    const side = await waitUntil('it is forked', () =>
      server.coordinator.sessions.find(({ name }) => name === 'side'),
    );
    expect(await ask(side as ChatSession, '[[recall]]')).toMatchObject({
      answer: 'known: remember me | remember me | continue',
    });
    expect(await ask(chat, '[[recall]]')).toMatchObject({
      answer: 'known: remember me | remember me | continue',
    });
  });

  it.runIf(process.env['QMUX_TEST_LONG'])('says so if it cannot fork', async () => {
    const agents = await startAgents({ env: { FAKE_AGENT_WITHOUT: 'fork' } });
    server = agents;
    server.attach();
    await ask(await agents.chat(), 'hello');
    expect(await server.call('fork')).toMatchObject({
      exitCode: 1,
      stderr: 'fake cannot fork a session; qmux new fake begins another\n',
    });
    expect(server.coordinator.sessions).toHaveLength(2);
  });
});
