// Keys in the pane of a program that has ended, from the terminal to its process.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { waitUntil } from '../harness/wait-until.js';
import { startServer, type StartedServer, type TestClient } from './start-client.js';

const ENTER = '\r';
const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', TERM: 'xterm-256color' };

let server: StartedServer;
let client: TestClient;
beforeEach(async () => {
  server = await startServer({ env });
  client = server.attach({ rows: 20, cols: 100 });
  await client.waitForText('#1 chat-1');
});
afterEach(() => server.workspace.stop());

/** A program that ends at once, and leaves a line behind each time. */
async function runToEnd(setup = ''): Promise<void> {
  const command = ['sh', '-c', `${setup}echo run >> runs; exit 3`];
  await server.create({ kind: 'program', name: 'build', command, env });
  await client.waitForText('exited 3');
}
const runs = (): number => readFileSync(join(server.directory, 'runs'), 'utf8').trim().split('\n').length;

describe('an ended program', () => {
  it('is not run again by a line that was typed for something else', async () => {
    await runToEnd();
    client.type('/close');
    await client.waitForText('build has ended and reads no keys; Enter runs it again, Ctrl-q x closes it');
    client.type(ENTER);
    await client.waitForText('nothing was run, because other keys came before Enter; Enter again runs sh -c');
    expect(runs()).toBe(1);
    client.type(ENTER);
    await waitUntil('it has run again', () => runs() === 2);
  });

  it('is run again by Enter alone, whatever keyboard it had asked for', async () => {
    await runToEnd("printf '\\033[>1u\\033[>4;2m'; ");
    client.type(ENTER);
    await waitUntil('it has run again', () => runs() === 2);
  });

  it('follows a reload of the config, also where keys were pressed before', async () => {
    await runToEnd();
    await client.waitForText('Enter runs sh -c');
    client.type('x');
    await client.waitForText('Enter runs it again');
    const { live } = server;
    live.use({ ...live.values, programs: { sh: { restart: 'never' } } });
    client.type(`\x15${ENTER}`);
    await client.waitForText('build has ended and reads no keys; Ctrl-q x closes it');
    expect(runs()).toBe(1);
    live.use({ ...live.values, programs: {}, restart: 'ask' });
    client.type(ENTER);
    await waitUntil('it has run again', () => runs() === 2);
  });

  it('reads no paste, not even of a line end', async () => {
    await runToEnd();
    client.type('\x1b[200~\r\x1b[201~');
    await client.waitForText('build has ended and reads no keys');
    expect(runs()).toBe(1);
  });
});
