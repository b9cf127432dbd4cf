// Keys that begin a new line in a chat's prompt, as terminals send them: none of them sends the half-written
// prompt.

import { afterEach, expect, it } from 'vitest';

import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { startServer, type StartedServer } from './start-client.js';

let server: StartedServer;
afterEach(() => server.workspace.stop());

it.each([
  ['Shift-Enter of kitty', '\x1b[13;2u'],
  ['Shift-Enter of xterm', '\x1b[27;2;13~'],
  ['Ctrl-Enter', '\x1b[13;5u'],
  ['Alt-Enter', '\x1b\r'],
  ['a backslash and Enter', '\\\r'],
])('%s', async (_name, key) => {
  server = await startServer();
  const client = server.attach();
  await client.waitForText('>');
  client.type(`aa${key}bb`);
  await client.waitForText(/> aa\s*\n\s*bb/);
  const [chat] = server.coordinator.sessions as readonly ChatSession[];
  expect(chat?.turns()).toEqual([]);
  client.type('\r');
  await client.waitForText(/▎ aa\s+[0-9:]*\s*▎ bb|▎ aa bb/);
  expect(chat?.turns().map(({ question }) => question)).toEqual(['aa\nbb']);
});

it('two backslashes are sent as they are', async () => {
  server = await startServer();
  const client = server.attach();
  await client.waitForText('>');
  client.type('C:\\\\\r');
  await client.waitForText('guide (not a model)');
  const [chat] = server.coordinator.sessions as readonly ChatSession[];
  expect(chat?.turns().map(({ question }) => question)).toEqual(['C:\\\\']);
});
