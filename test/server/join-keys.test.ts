// Keys of a client that open a prompt, from the key to the panes.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { startServer, type StartedServer, type TestClient } from './start-client.js';

const PREFIX = '\u0011';
const ENTER = '\r';

let server: StartedServer;
let client: TestClient;
beforeEach(async () => {
  server = await startServer();
  client = server.attach();
  await client.waitForText('#1 chat-1');
});
afterEach(() => server.workspace.stop());

describe('the prompt that a key fills in', () => {
  it('joins the session that is typed', async () => {
    await server.create({ name: 'other', place: { at: 'background' } });
    client.type(`${PREFIX}@`);
    await client.waitForText(':join');
    client.type(`2${ENTER}`);
    await client.waitForText('#2 other');
    expect(client.screen().join('\n')).toContain('#1 chat-1');
  });

  it.each([
    ['prompt new', ':new debug', 'debug'],
    ["prompt 'new '", ':new debug', 'debug'],
    ["prompt rename 'my name'", ":rename 'my name' debug", 'debug'],
    ['prompt', ':debug', 'debug'],
  ])('%s is ready for the next word', async (command, line, word) => {
    await server.call('ls');
    client.type(`${PREFIX}:${command}${ENTER}`);
    await client.waitForText(line.slice(0, line.indexOf(word)).trimEnd());
    client.type(word);
    await client.waitForText(line);
  });
});
