// Signing in to an agent that asks for it, from its chat: the ways as a choice, its own login in a pane, and
// nothing of what is typed there in any file of qmux.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';
import { filesWith } from './files-with.js';
import { startAgents, type StartedAgents } from './start-agents.js';
import type { TestClient } from './start-client.js';

const TOKEN = 'open-sesame-4711';

let server: StartedAgents;
let client: TestClient;
let chat: ChatSession;
/** Where the agent keeps what the user typed into its login; not below the directory of qmux. */
let loginFile: string;
beforeEach(() => {
  loginFile = join(newDirectory(), 'login');
});
afterEach(() => server.workspace.stop());

async function start(auth: '1' | 'prompt'): Promise<void> {
  server = await startAgents({ env: { FAKE_AGENT_AUTH: auth, FAKE_AGENT_LOGIN: loginFile } });
  client = server.attach({ rows: 36, cols: 120 });
  chat = await server.chat();
}

async function choose(name: RegExp): Promise<void> {
  const question = await waitUntil('it asks', () => chat.questions.all[0]);
  if (question.kind !== 'choice') throw new Error(`it asks for ${question.kind}`);
  const option = question.options.find((each) => name.test(each.name));
  if (!option) throw new Error(`none is called so; it has ${JSON.stringify(question.options)}`);
  chat.reply(question.id, { type: 'option', option }, 'reply');
}

describe.each(['1', 'prompt'] as const)('an agent that wants its user to sign in (%s)', (auth) => {
  it('runs its own login in a pane, and answers when that has ended', async () => {
    await start(auth);
    const turn = chat.send('hello');
    await client.waitForText('fake needs you to sign in');
    await client.waitForText('Use a key: set FAKE_AGENT_KEY');
    await choose(/^Log in/);
    await client.waitForText('token:');
    client.type(`${TOKEN}\r`);
    expect(await chat.waitForTurn(turn)).toMatchObject({ answer: 'you said: hello', finish: 'stop' });
    expect(readFileSync(loginFile, 'utf8')).toBe(TOKEN);
    // It was on the screen of its pane, which is saved for other programs.
    await client.waitForText(TOKEN);
    await server.workspace.stop();
    expect(filesWith(server.directory, TOKEN)).toEqual([]);
    server = await startAgents({ directory: server.directory });
    // Run again by its user, it is as private.
    expect(server.coordinator.sessions.at(-1)?.record).toMatchObject({ kind: 'program', private: true });
  });

  it('says that its login failed, and asks again the next time', async () => {
    await start(auth);
    const turn = chat.send('hello');
    await choose(/^Log in/);
    await client.waitForText('token:');
    client.type('\r');
    expect(await chat.waitForTurn(turn)).toMatchObject({
      finish: 'error',
      error: expect.stringMatching(/login ended with .*1.*; ask again to sign in/),
    });
    chat.send('hello');
    await choose(/^Not now/);
  });

  it('names the variable to set, and where', async () => {
    await start(auth);
    const turn = chat.send('hello');
    await choose(/^Use a key/);
    expect(await chat.waitForTurn(turn)).toMatchObject({
      finish: 'error',
      error: expect.stringContaining('set FAKE_AGENT_KEY in a shell and run qmux there'),
    });
    expect(chat.agent?.pid).toBeUndefined();
    server.workspace.useEnvironment({ ...server.workspace.env, FAKE_AGENT_KEY: 'a-key-of-the-user' });
    expect(await chat.waitForTurn(chat.send('hello'))).toMatchObject({ answer: 'you said: hello' });
  });

  it('gives up when the turn is interrupted, also while the login runs', async () => {
    await start(auth);
    const first = chat.send('hello');
    await waitUntil('it asks', () => chat.questions.all.length === 1);
    chat.interrupt();
    expect(await chat.waitForTurn(first)).toMatchObject({ finish: 'interrupted' });
    const second = chat.send('hello');
    await choose(/^Log in/);
    await client.waitForText('token:');
    chat.interrupt();
    expect(await chat.waitForTurn(second)).toMatchObject({ finish: 'interrupted' });
    expect(existsSync(loginFile)).toBe(false);
  });
});

it('a verb that needs the agent says how to sign in', async () => {
  await start('1');
  const { stderr, exitCode } = await server.call('mode plan');
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('set FAKE_AGENT_KEY, or run ')]);
});
