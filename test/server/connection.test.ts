import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';

import { encodeMessage } from '../../src/protocol/framing.js';
import { PROTOCOL_VERSION } from '../../src/protocol/messages.js';
import { serveConnection, type AttachedSocket } from '../../src/server/connection.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** An attached client that reads nothing until it is told to, and the server's end of it. */
async function attachSilently(): Promise<{ client: Socket; socket: AttachedSocket; drained(): number }> {
  const path = join(newDirectory(), 'socket');
  let socket: AttachedSocket | undefined;
  let drained = 0;
  const server = createServer((accepted) =>
    serveConnection(accepted, {
      refusal: () => undefined,
      token: 't',
      attach: (_hello, attached) => {
        socket = attached;
        return {
          input: () => {},
          erase: () => {},
          resize: () => {},
          drained: () => drained++,
          closed: () => {},
        };
      },
      request: () => Promise.reject(new Error('nothing was requested')),
      onBug: (what, error) => {
        throw new Error(what, { cause: error });
      },
    }),
  ).listen(path);
  const client = connect(path).pause();
  closers.push(
    () => client.destroy(),
    () => server.close(),
  );
  const hello = {
    type: 'hello',
    protocol: PROTOCOL_VERSION,
    version: '0',
    token: 't',
    role: 'attach',
  } as const;
  client.write(
    encodeMessage({ ...hello, pid: 1, cwd: '/', env: {}, terminal: { rows: 9, cols: 9, colours: '16' } }),
  );
  return { client, socket: await waitUntil('it is attached', () => socket), drained: () => drained };
}

it.each([100, 100_000])(
  'tells that a full socket has taken everything, after frames of %i bytes',
  async (size) => {
    const { client, socket, drained } = await attachSilently();
    let sent = 0;
    // The kernel takes some hundred kB before anything waits here.
    while (!socket.isBlocked()) {
      socket.send('x'.repeat(size));
      sent += size;
    }
    const before = drained();
    let read = 0;
    client.on('data', (bytes) => (read += bytes.length)).resume();
    await waitUntil('it is told', () => drained() > before);
    expect(socket.isBlocked()).toBe(false);
    await waitUntil('all of it arrived', () => read >= sent);
  },
);
