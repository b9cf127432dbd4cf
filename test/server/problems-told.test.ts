// Failures outside the sessions are shown at a terminal, not only in the log.

import { afterEach, expect, it, vi } from 'vitest';

import { startServer, type StartedServer } from './start-client.js';

let server: StartedServer;
afterEach(() => server.workspace.stop());

it('a problem is told to every terminal once, and waits for the first where there is none', async () => {
  server = await startServer();
  server.attachments.tellProblem('notification_command exited 127');
  const first = server.attach();
  await first.waitForText('notification_command exited 127');
  const second = server.attach();
  server.attachments.tellProblem('notification_command exited 1');
  await first.waitForText('notification_command exited 1');
  await second.waitForText('notification_command exited 1');
  first.type('x');
  await first.waitForNoText('notification_command');
  server.attachments.tellProblem('notification_command exited 1');
  server.attachments.tellProblem('another');
  await first.waitForText('another');
  expect((await server.call('messages')).stdout.match(/exited 1$/gm) ?? []).toHaveLength(1);
});

it('a link to the ssh agent that cannot be made is told with its path', async () => {
  // Its directory is not there.
  server = await startServer({
    config: { sshAgent: 'follow' },
    env: { SSH_AUTH_SOCK: '/tmp/agent.1' },
  });
  const client = server.attach({ cols: 200 });
  await client.waitForText(/the link \S+default\.agent to your ssh agent cannot be made: ENOENT/);
});

it('a bug in a command names the log where it stands', async () => {
  server = await startServer();
  vi.spyOn(server.coordinator, 'list').mockImplementation(() => {
    throw new TypeError('broken');
  });
  const { stderr, exitCode } = await server.call('ls');
  expect([stderr, exitCode]).toEqual([
    expect.stringMatching(/^something went wrong in qmux itself: broken; see \/\S+server\.log\n$/),
    1,
  ]);
  vi.restoreAllMocks();
});
