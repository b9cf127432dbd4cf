// An editor's call at a server that cannot serve it: an older one, or one that refuses.

import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

import { afterEach, expect, it } from 'vitest';

import { follow, type Followed } from '../../src/client/follow.js';
import { registry } from '../../src/commands/registry.js';
import { encodeMessage } from '../../src/protocol/framing.js';
import { PROTOCOL_VERSION } from '../../src/protocol/messages.js';
import { newDirectory } from '../temporary-directory.js';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server that answers every request in this way. */
async function callAt(stderr: string): Promise<Followed> {
  const path = join(newDirectory(), 'socket');
  const server = createServer((socket: Socket) => {
    socket.write(encodeMessage({ type: 'welcome', protocol: PROTOCOL_VERSION, version: '0.0.1', pid: 1 }));
    socket.end(encodeMessage({ type: 'response', id: 1, stdout: '', stderr: `${stderr}\n`, exitCode: 2 }));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const socket = connect(path);
  closers.push(
    () => server.close(),
    () => socket.destroy(),
  );
  return follow({ socket, token: 't' }, { words: ['acp', 'x'], cwd: '/', env: {}, onLine: () => {} });
}

it('names the version of a server that does not know such calls', async () => {
  const known = registry.find('acp');
  expect(known).toBeUndefined();
  let said = '';
  try {
    registry.get(['acp', 'x']);
  } catch (error) {
    said = (error as Error).message;
  }
  const { over } = await callAt(said);
  await expect(over).rejects.toThrow(
    'the server runs qmux 0.0.1, which cannot serve editors; qmux kill-server ends it and saves everything',
  );
});

it('passes on why a server refuses', async () => {
  const { over } = await callAt('no session x');
  await expect(over).rejects.toMatchObject({ message: 'no session x', exitCode: 2 });
});
