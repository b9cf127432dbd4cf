// Every dialog on a small terminal: the way out stays visible, and Esc takes it.

import { afterEach, describe, expect, it } from 'vitest';

import { startServer, type StartedServer } from './start-client.js';

const PREFIX = '\u0011';
const ESCAPE = '\x1b[27u';

let server: StartedServer;
afterEach(() => server.workspace.stop());

const DIALOGS: [name: string, keys: string, text: string][] = [
  ['the picker', `${PREFIX}s`, 'find:'],
  ['the tree', `${PREFIX}w`, 'tabs and sessions'],
  ['the key help', `${PREFIX}?`, 'keys after'],
  ['the buffers', `${PREFIX}=`, 'paste buffers'],
  ['the clients', `${PREFIX}D`, 'attached terminals'],
  ['closing a session', `${PREFIX}x`, 'close #1'],
  ['closing a tab', `${PREFIX}&`, 'close this tab?'],
  ['quitting', `${PREFIX}:quit\r`, 'Quit qmux?'],
  ['deleting', `${PREFIX}:delete old\r`, 'for good'],
  ['the messages', `${PREFIX}~`, 'messages'],
  ['help', `${PREFIX}:help\r`, 'sessions '],
  ['the prompt', `${PREFIX}:`, ':'],
  ['renaming', `${PREFIX}$`, 'rename #1'],
  ['renaming a tab', `${PREFIX},`, 'rename tab'],
  ['joining', `${PREFIX}@`, ':join'],
  ['a program', `${PREFIX}C`, 'run:'],
  ['searching', `${PREFIX}[/`, '/'],
  ['going to a row', `${PREFIX}[:`, 'up:'],
];

describe.each([
  [60, 15],
  [40, 10],
])('at %ix%i', (cols, rows) => {
  it.each(DIALOGS)('%s shows Esc, and Esc closes it', async (_name, keys, text) => {
    server = await startServer();
    const client = server.attach({ rows, cols });
    await client.waitForText('chat-1');
    await server.call('new -d old');
    await server.call('close old');
    server.workspace.buffers.add('copied');
    const before = client.screen().join('\n');
    expect(before).not.toContain('Esc');
    client.type(keys);
    await client.waitForText(text);
    await client.waitForText(/Esc( |$)/m);
    client.type(ESCAPE);
    await client.waitForNoText('Esc');
  });
});

it('the prompt names commands as they are typed at it', async () => {
  server = await startServer();
  const client = server.attach({ rows: 15, cols: 80 });
  await client.waitForText('chat-1');
  client.type(`${PREFIX}:nonsense\r`);
  await client.waitForText('no command nonsense; :help lists the commands');
});
