// The chat that stands in when the last session was closed: it goes when it is not needed, and stays once it
// was used.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { waitUntil } from '../harness/wait-until.js';
import { startServer, type StartedServer, type TestClient } from './start-client.js';

const PREFIX = '\u0011';

let server: StartedServer;
let client: TestClient;
beforeEach(async () => {
  server = await startServer();
  client = server.attach();
  await client.waitForText('#1 chat-1');
  client.type('hello');
  await server.call('rename 1 mine');
});
afterEach(() => server.workspace.stop());

const names = (): string[] => server.coordinator.sessions.map(({ number, name }) => `#${number} ${name}`);
const folders = (): string[] => {
  try {
    return readdirSync(join(server.directory, 'data', 'default', 'sessions'));
  } catch {
    return [];
  }
};

async function closeLast(): Promise<void> {
  await server.call('close');
  await client.waitForText('#1 chat-1');
}

describe('the chat that stands in for the last session', () => {
  it('goes when that is reopened, which gets back its number and its name', async () => {
    await closeLast();
    const [standIn] = server.coordinator.sessions;
    client.type(`${PREFIX}u`);
    await client.waitForText('#1 mine  chat');
    expect(names()).toEqual(['#1 mine']);
    expect(server.coordinator.archive).toEqual([]);
    await waitUntil('its folder is gone', () => !folders().includes(standIn?.id ?? ''));
  });

  it.each([
    ['new second', '#2 second'],
    ['new other -- sleep 100', '#2 other'],
  ])('goes when %s takes its pane', async (line, shown) => {
    await closeLast();
    await server.call(line, { PATH: process.env['PATH'] ?? '/usr/bin:/bin' });
    await client.waitForText(shown);
    expect(names()).toEqual([shown]);
  });

  it('stays beside what a split or a tab opens', async () => {
    await closeLast();
    await server.call('split right');
    await server.call('tab new');
    expect(names()).toEqual(['#1 chat-1', '#2 chat-2', '#3 chat-3']);
  });

  it.each([
    ['typed into', async () => client.type('a draft')],
    ['renamed', async () => server.call('rename 1 kept')],
    ['asked', async () => server.call('send 1 hi')],
    ['paused', async () => server.call('pause 1')],
  ])('stays once it was %s', async (_what, use) => {
    await closeLast();
    await use();
    client.type(`${PREFIX}u`);
    await client.waitForText(' mine  chat');
    expect(names()).toHaveLength(2);
  });

  it('comes again as often as it is needed, and leaves nothing behind', async () => {
    for (let round = 0; round < 3; round++) {
      await closeLast();
      client.type(`${PREFIX}u`);
      await client.waitForText('#1 mine  chat');
    }
    expect(names()).toEqual(['#1 mine']);
    await waitUntil('only its own folder is left', () => folders().length <= 1);
  });

  it('is no chat of the first start, which is not in anybody’s stead', async () => {
    const fresh = await startServer();
    const first = fresh.attach();
    await first.waitForText('#1 chat-1');
    await fresh.call('new second');
    await first.waitForText('#2 second');
    expect(fresh.coordinator.sessions.map(({ name }) => name)).toEqual(['chat-1', 'second']);
    await fresh.workspace.stop();
  });
});

describe('reopen', () => {
  it('says that nothing is closed, also after everything was reopened', async () => {
    expect((await server.call('reopen')).stderr).toBe('there is no closed session to reopen\n');
    await closeLast();
    await server.call('reopen');
    expect((await server.call('reopen')).stderr).toBe('there is no closed session to reopen\n');
    client.type(`${PREFIX}u`);
    await client.waitForText('there is no closed session to reopen');
  });
});

describe('a name whose session was closed', () => {
  it('is told from one that never was', async () => {
    await server.call('new -d gone');
    await server.call('close gone');
    const refused = await server.call('switch gone');
    expect([refused.stderr, refused.exitCode]).toEqual([
      'gone is closed; qmux reopen gone brings it back\n',
      2,
    ]);
    expect((await server.call('switch never')).stderr).toBe('no session never; qmux ls lists them\n');
  });
});
