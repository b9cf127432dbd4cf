// The menu of the command prompt and of a chat on the screen: it scrolls, shows what there is, and never
// covers the screen.

import { afterEach, describe, expect, it } from 'vitest';

import { isProgram } from '../../src/session/any-session.js';

import { startServer, type StartedServer } from './start-client.js';

const PREFIX = '\u0011';
const DOWN = '\x1b[B';

let server: StartedServer;
afterEach(() => server.workspace.stop());

describe('the menu above the command prompt', () => {
  it('shows sessions with type, state and last question, and Tab takes one', async () => {
    server = await startServer();
    const client = server.attach({ rows: 20, cols: 90 });
    await client.waitForText('#1 chat-1');
    await server.call('new -d debug login');
    const login = server.coordinator.resolve('login');
    if (!isProgram(login)) login.update({ lastQuestion: 'why is it slow' });
    client.type(`${PREFIX}:switch l`);
    await client.waitForText(/login +debug · active · why is it slow/);
    expect(client.bottom()).toMatch(/^:switch l/);
    client.type('\t');
    await client.waitForText(':switch login');
    client.type('\r');
    await client.waitForText('#2 login');
    await client.waitForNoText('why is it slow');
  });

  it.each([
    [60, 15],
    [40, 10],
  ])('scrolls at %ix%i, with the caret on the last row', async (cols, rows) => {
    server = await startServer();
    const client = server.attach({ rows, cols });
    await client.waitForText('#1 chat-1');
    client.type(`${PREFIX}:s`);
    await client.waitForText(/… \d+ more$/m);
    expect(client.bottom()).toMatch(/^:s .*Esc$/);
    expect(client.screen()[0]).toContain('#1 chat-1');
    for (let at = 0; at < 6; at++) client.type(DOWN);
    await client.waitForText(/… (\d+ more, )?\d+ above/);
    client.type('\x1b[27u');
    await client.waitForText('1:chat-1');
  });
});

describe('the menu of a chat', () => {
  it('says how many commands there are beyond those that it shows', async () => {
    server = await startServer();
    const client = server.attach({ rows: 24, cols: 90 });
    await client.waitForText('#1 chat-1');
    client.type('/');
    await client.waitForText(/… \d+ more$/m);
    for (let at = 0; at < 12; at++) client.type(DOWN);
    await client.waitForText(/… \d\d more, \d+ above/);
  });
});
