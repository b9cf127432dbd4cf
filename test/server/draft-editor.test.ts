// The user's editor in the pane of a chat, as a real program on a PTY.

import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { resolvePaths } from '../../src/paths/paths.js';
import { newDirectory } from '../temporary-directory.js';
import { startServer } from './start-client.js';

const CTRL_G = '\x07';

/** An editor that shows the text, reads a line, and adds it; a line `fail` is an error. */
function writeEditor(): string {
  const file = join(newDirectory(), 'editor');
  writeFileSync(
    file,
    '#!/bin/sh\necho "editing: $(cat "$1")"\nread line\n[ "$line" = fail ] && exit 3\necho "$line" >> "$1"\n',
  );
  chmodSync(file, 0o700);
  return file;
}

describe('the editor of a draft', () => {
  it('has the pane until it ends, while the chat goes on; then the draft is its text', async () => {
    const server = await startServer({ env: { VISUAL: writeEditor() } });
    const chat = await server.create({ name: 'talk' });
    const client = server.attach();
    await client.waitForText(/^ >$/m);
    client.type(`hello${CTRL_G}`);
    await client.waitForText('editing: hello');
    // The chat is not drawn, but is as it was: it takes questions, and is read.
    expect(JSON.parse((await server.call('ls --json')).stdout)).toMatchObject([{ state: 'active' }]);
    expect((await server.call('send talk ping')).exitCode).toBe(0);
    client.type('world\r');
    await client.waitForText('> hello');
    await client.waitForText('  world');
    await client.waitForText('ping');
    client.type(CTRL_G);
    await client.waitForText('editing: hello');
    client.type('fail\r');
    await client.waitForText('the editor exited with 3; the draft is as it was');
    await client.waitForText('  world');
    expect(chat.record.kind).toBe('chat');
    await server.workspace.stop();
  });

  it('ends with the session, and leaves the draft', async () => {
    const server = await startServer({ env: { VISUAL: writeEditor() } });
    const { id } = await server.create({ name: 'talk' });
    const client = server.attach();
    await client.waitForText(/^ >$/m);
    client.type(`kept${CTRL_G}`);
    await client.waitForText('editing: kept');
    await server.workspace.stop();
    const { sessionsDir } = resolvePaths({ QMUX_HOME: server.directory }, { serverName: 'default' });
    expect(readFileSync(join(sessionsDir, id, 'draft.txt'), 'utf8')).toBe('kept');
  });
});
