import { describe, expect, it } from 'vitest';

import { startServer } from './start-client.js';

describe('queue, steer and stash', () => {
  it('lists what waits in a paused chat: Enter puts it back, d removes it', async () => {
    const server = await startServer();
    await server.create({ name: 'talk' });
    const client = server.attach();
    await server.call('pause talk');
    for (const text of ['one', 'two', 'three']) await server.call(`send talk ${text}`);
    await client.waitForText('3. three');
    client.type('/queue\r');
    await client.waitForText('questions that wait in talk');
    client.type('jd');
    await client.waitForText('2. th');
    client.type('\x1b');
    await client.waitForNoText('questions that wait');
    client.type('/queue\r');
    await client.waitForText('questions that wait in talk');
    client.type('\r');
    await client.waitForText('> one');
    await client.waitForText('1. three');
    await server.workspace.stop();
  });

  it('keeps a stashed draft over a restart', async () => {
    const config = { bindings: { S: 'stash' } };
    const first = await startServer({ config });
    await first.create({ name: 'talk' });
    const client = first.attach();
    await client.waitForText(/^ >$/m);
    client.type('\x1b[200~two\nlines\x1b[201~\x11S');
    await client.waitForText('stashed; ');
    client.type('/stash one line\r');
    await client.waitForText('(2 drafts)');
    await first.workspace.stop();
    const again = await startServer({ config, directory: first.directory });
    const back = again.attach();
    await back.waitForText('(2 drafts)');
    back.type('/stash\r');
    await back.waitForText('> one line');
    back.type('\x03/stash\r');
    await back.waitForText(/> two\n +lines/);
    back.type('\x03/stash\r');
    await back.waitForText('nothing is stashed');
    await again.workspace.stop();
  });

  it.each(['queue', 'steer', 'stash'])('refuses a shell: %s', async (name) => {
    const server = await startServer();
    await server.create({ name: 'talk' });
    expect(await server.call(name)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`${name} works only in a chat: type /${name} at its prompt`),
    });
    await server.workspace.stop();
  });
});
