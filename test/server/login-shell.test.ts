import { afterEach, describe, expect, it } from 'vitest';

import { startServer, type StartedServer } from './start-client.js';

let server: StartedServer;
afterEach(() => server.workspace.stop());

const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', SHELL: '/bin/bash', HOME: '/nonexistent' };

describe('a program without a command', () => {
  it.each([
    [true, 'login_shell on', '/bin/bash -l'],
    [false, 'login_shell off', '/bin/bash'],
  ])('opens the login shell: %s', async (loginShell, said, command) => {
    server = await startServer({ env, config: { loginShell } });
    const client = server.attach({ rows: 20, cols: 110 });
    await client.waitForText('#1 chat-1');
    client.type('\u0011C');
    await client.waitForText(`Enter alone runs ${command}`);
    client.type('\r');
    await client.waitForText('#2 bash-2');
    client.type('shopt -q login_shell && echo login_shell o""n || echo login_shell o""ff\r');
    await client.waitForText(said);
  });
});

describe('a chat that was asked', () => {
  it.each([
    ['question', 'split-pane'],
    ['off', 'chat-1'],
  ] as const)('has with auto_name = %s the name %s', async (autoName, name) => {
    server = await startServer({ config: { autoName } });
    const client = server.attach({ rows: 30, cols: 100 });
    await client.waitForText('#1 chat-1');
    client.type('how do I split a pane?\r');
    await client.waitForText('I am the guide');
    expect(server.coordinator.sessions.map((session) => session.name)).toEqual([name]);
  });
});
