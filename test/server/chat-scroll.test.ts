// A chat scrolls back by PageUp, as by the wheel, and returns to its prompt past the end.

import { afterEach, describe, expect, it } from 'vitest';

import { startServer, type StartedServer } from './start-client.js';

const PAGE_UP = '\x1b[5~';
const PAGE_DOWN = '\x1b[6~';

let server: StartedServer;
afterEach(() => server.workspace.stop());

describe('PageUp in a chat', () => {
  it('shows what is above, and PageDown goes back to the prompt with its draft', async () => {
    server = await startServer();
    const client = server.attach({ rows: 20, cols: 80 });
    await client.waitForText('#1 chat-1');
    const chat = server.coordinator.resolve('chat-1');
    if (!('addNote' in chat)) throw new Error('chat-1 is a chat');
    chat.addNote(Array.from({ length: 60 }, (_, at) => `line ${at + 1}`).join('\n'), 'info');
    client.type('half a draft');
    await client.waitForText('> half a draft');
    expect(client.screen().join('\n')).not.toContain('line 20\n');
    client.type(PAGE_UP + PAGE_UP);
    await client.waitForText(/line 2\d\b/);
    await client.waitForNoText('> half a draft');
    for (let at = 0; at < 4; at++) client.type(PAGE_DOWN);
    await client.waitForText('> half a draft');
    client.type(' goes on');
    await client.waitForText('> half a draft goes on');
  });

  it('belongs to a program', async () => {
    server = await startServer();
    const client = server.attach({ rows: 20, cols: 80 });
    await client.waitForText('#1 chat-1');
    await server.call('new prog -- cat -v');
    await client.waitForText('#2 prog');
    client.type(PAGE_UP);
    await client.waitForText('^[[5~');
  });
});

describe('help in a chat', () => {
  it.each(['/help', '/help new'])('%s lies over it and leaves no note', async (line) => {
    server = await startServer();
    const client = server.attach({ rows: 24, cols: 100 });
    await client.waitForText('#1 chat-1');
    client.type(`${line}\r`);
    await client.waitForText('Esc closes');
    client.type('q');
    await client.waitForNoText('Esc closes');
    client.type('draft');
    await client.waitForText('> draft');
    expect(client.screen().join('\n')).not.toContain('usage: new');
  });

  it('says in one line that there is no such command', async () => {
    server = await startServer();
    const client = server.attach({ rows: 24, cols: 100 });
    await client.waitForText('#1 chat-1');
    client.type('/help nonsense\r');
    await client.waitForText('no command nonsense');
    client.type('draft');
    await client.waitForText('> draft');
  });
});
