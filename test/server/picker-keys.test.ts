// Keys of the picker that lead elsewhere and back, from the terminal to the sessions.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { waitUntil } from '../harness/wait-until.js';
import { startServer, type StartedServer, type TestClient } from './start-client.js';

const PREFIX = '\u0011';
const ENTER = '\r';
const ESCAPE = '\x1b[27u';
const CTRL = (letter: string): string => String.fromCharCode(letter.charCodeAt(0) - 96);

let server: StartedServer;
let client: TestClient;
beforeEach(async () => {
  server = await startServer({ env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' } });
  client = server.attach({ rows: 30, cols: 110 });
  await client.waitForText('#1 chat-1');
  for (const name of ['one', 'two', 'three']) await server.call(`new -d ${name}`);
  client.type(`${PREFIX}s`);
  await client.waitForText('find:');
});
afterEach(() => server.workspace.stop());

const open = (): string[] => server.coordinator.sessions.map(({ name }) => name);

describe('the picker', () => {
  it('renames and comes back, with the new name', async () => {
    client.type(`two${CTRL('r')}`);
    await client.waitForText('rename #3 to: two');
    client.type(`-b${ENTER}`);
    await client.waitForText(/find: two[^]*#3 +two-b/);
    expect(open()).toContain('two-b');
    client.type(`${CTRL('r')}x${ESCAPE}`);
    await client.waitForText('find: two');
    expect(open()).toContain('two-b');
    client.type(ESCAPE);
    client.type(ESCAPE);
    await client.waitForNoText('find:');
  });

  it('comes back also where the new name is refused', async () => {
    client.type(`two${CTRL('r')}${CTRL('u')}one${ENTER}`);
    await client.waitForText('name one is taken');
    await client.waitForText('find: two');
  });

  it('closes what is marked, and nothing else', async () => {
    client.type('\x1b[B\t\t');
    await client.waitForText('sessions, 2 marked');
    client.type(CTRL('d'));
    await waitUntil('both are closed', () => open().length === 2);
    expect(open()).toEqual(['chat-1', 'three']);
    await client.waitForText('Archived (2)');
  });

  it('exports what is marked into a file, and comes back', async () => {
    const file = join(server.directory, 'out.json');
    client.type(`\t\t${CTRL('o')}`);
    await client.waitForText('export 2 conversations to: ~/chat-1.md');
    // Its target is fixed: a new session may get the number of a closed one.
    client.type(`${CTRL('u')}${file}${ENTER}`);
    await waitUntil('the file is there', () => existsSync(file));
    await client.waitForText('exported 2 conversations to');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toBeTruthy();
    await client.waitForText('find:');
  });

  it('says that a program is answered where it is', async () => {
    client.type(ESCAPE);
    const script = `printf '\\033]7501;state=blocked:msg=${Buffer.from('Run make?').toString('base64')}\\033\\\\'; sleep 100`;
    await server.create({
      kind: 'program',
      name: 'agent',
      command: ['sh', '-c', script],
      place: { at: 'background' },
    });
    const agent = server.coordinator.resolve('agent');
    await waitUntil('it asks', () => agent.attention.isOpen);
    client.type(`${PREFIX}s`);
    await client.waitForText('Run make?');
    client.type('\x1by');
    await client.waitForText('go there to answer: Enter');
    expect(agent.attention.isOpen).toBe(true);
  });
});
