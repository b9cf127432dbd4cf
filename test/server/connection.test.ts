import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { encodeFrame, encodeMessage } from '../../src/protocol/framing.js';
import { FRAME_BYTES, FRAME_JSON, PROTOCOL_VERSION } from '../../src/protocol/messages.js';
import { serveConnection, type AttachedSocket } from '../../src/server/connection.js';
import { Links } from '../../src/server/links.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
  vi.useRealTimers();
});

/** An attached client that reads nothing until it is told to, and the server's end of it. */
async function attachSilently(
  input: (bytes: Uint8Array) => void = () => {},
): Promise<{ client: Socket; socket: AttachedSocket; drained(): number }> {
  const path = join(newDirectory(), 'socket');
  let socket: AttachedSocket | undefined;
  let drained = 0;
  const server = createServer((accepted) =>
    serveConnection(accepted, {
      refusal: () => undefined,
      token: 't',
      links: new Links(),
      attach: (_hello, attached) => {
        socket = attached;
        return {
          input,
          erase: () => {},
          resize: () => {},
          drained: () => drained++,
          closed: () => ({ session: undefined }),
        };
      },
      request: () => Promise.reject(new Error('nothing was requested')),
      follow: () => Promise.reject(new Error('nothing was requested')),
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

describe('a peer that is none of ours', () => {
  const HELLO = {
    type: 'hello',
    protocol: PROTOCOL_VERSION,
    version: '0',
    token: 't',
    role: 'control',
    pid: 1,
    cwd: '/',
    env: {},
  } as const;
  const half = encodeMessage(HELLO).subarray(0, 40);
  const request = encodeMessage({ type: 'request', id: 1, words: ['ls'], json: false });

  /** The server's end of a peer that has sent these bytes; timers stop until the test advances them. */
  async function acceptPeer(sent: Uint8Array): Promise<Socket> {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const path = join(newDirectory(), 'socket');
    const server = createServer((socket) =>
      serveConnection(socket, {
        refusal: () => undefined,
        token: 't',
        links: new Links(),
        attach: () => {
          throw new Error('nobody attaches');
        },
        follow: () => Promise.reject(new Error('nobody follows')),
        request: () => Promise.reject(new Error('nobody may request')),
        onBug: (what, error) => {
          throw new Error(what, { cause: error });
        },
      }),
    ).listen(path);
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    // It keeps its own end open, whatever the server does.
    const client = connect({ path, allowHalfOpen: true })
      .on('error', () => {})
      .resume();
    closers.push(
      () => client.destroy(),
      () => server.close(),
    );
    const [socket] = await accepted;
    client.write(sent);
    while (socket.bytesRead < sent.length) await new Promise((resolve) => setImmediate(resolve));
    return socket;
  }

  it.each([
    ['says nothing', new Uint8Array(0)],
    ['says half a hello', half],
    ['asks before its hello', request],
    ['says hello with another token', encodeMessage({ ...HELLO, token: 'other' })],
  ])('is cut after 5 s: it %s', async (_what, sent) => {
    const socket = await acceptPeer(sent);
    vi.advanceTimersByTime(4_999);
    expect(socket.destroyed).toBe(false);
    vi.advanceTimersByTime(1);
    expect(socket.destroyed).toBe(true);
    await once(socket, 'close');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not one that says hello in time', async () => {
    const socket = await acceptPeer(encodeMessage(HELLO));
    vi.advanceTimersByTime(60_000);
    expect(socket.destroyed).toBe(false);
  });

  it.each([
    ['a frame larger than any', Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0)],
    ['no JSON', Uint8Array.of(0, 0, 0, 2, FRAME_JSON, 0x7b, 0x7b)],
  ])('is cut at once when it sends %s', async (_what, sent) => {
    const socket = await acceptPeer(sent);
    while (!socket.destroyed) await new Promise((resolve) => setImmediate(resolve));
    await once(socket, 'close');
    expect(vi.getTimerCount()).toBe(0);
  });
});

it('takes many messages that arrived together in several turns of the event loop, in their order', async () => {
  const MESSAGES = 40;
  const taken: { number: number; turn: number }[] = [];
  let turn = 0;
  const { client } = await attachSilently(([number = 0]) => {
    const until = performance.now() + 1;
    while (performance.now() < until);
    taken.push({ number, turn });
  });
  const count = (): void => {
    turn++;
    next = setImmediate(count);
  };
  let next = setImmediate(count);
  closers.push(() => clearImmediate(next));
  const frames = Array.from({ length: MESSAGES }, (_, at) => encodeFrame(FRAME_BYTES, new Uint8Array([at])));
  client.write(Buffer.concat(frames));
  await waitUntil('all are taken', () => taken.length === MESSAGES);
  expect(taken.map(({ number }) => number)).toEqual([...frames.keys()]);
  for (let each = 0; each <= turn; each++)
    expect(taken.filter((message) => message.turn === each).length).toBeLessThan(10);
});
