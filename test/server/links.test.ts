// A client over ssh and the server, with a connection between them that is cut: real sockets, real frames.

import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { LiveLink } from '../../src/client/remote/live-link.js';
import { listenToServer } from '../../src/client/listen-to-server.js';
import { encodeMessage } from '../../src/protocol/framing.js';
import { PROTOCOL_VERSION, type LinkTraits, type ServerMessage } from '../../src/protocol/messages.js';
import { encodeInput } from '../../src/protocol/numbered-input.js';
import { serveConnection } from '../../src/server/connection.js';
import { Link, Links, type LinkPorts, type Returned } from '../../src/server/links.js';
import { KeptView } from '../../src/server/view/kept-view.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';

/** What the attachments of one client were told. */
interface Attached {
  client: string | undefined;
  input: string;
  returned: Returned | undefined;
  isClosed: boolean;
}

let server: Server;
let path: string;
let attached: Attached[];
let sockets: Socket[];

beforeEach(() => {
  attached = [];
  sockets = [];
  path = join(newDirectory(), 'socket');
  const links = new Links();
  server = createServer((socket) =>
    serveConnection(socket, {
      token: 't',
      links,
      refusal: () => undefined,
      attach: (hello, _socket, returned) => {
        const one: Attached = { client: hello.link?.id, input: '', returned, isClosed: false };
        attached.push(one);
        return {
          input: (bytes) => (one.input += Buffer.from(bytes).toString('latin1')),
          erase: () => {},
          resize: () => {},
          drained: () => {},
          closed: () => {
            one.isClosed = true;
            return { session: `seen by ${attached.length}` };
          },
        };
      },
      request: () => Promise.reject(new Error('nothing was requested')),
      follow: () => Promise.reject(new Error('nothing was requested')),
      onBug: (what, error) => {
        throw new Error(what, { cause: error });
      },
    }),
  ).listen(path);
});
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

interface Client {
  socket: Socket;
  messages: ServerMessage[];
  /** Ends when the server does. */
  isClosed(): boolean;
}

async function attach(link: LinkTraits): Promise<Client> {
  const socket = connect(path);
  sockets.push(socket);
  const messages: ServerMessage[] = [];
  let closed = false;
  listenToServer(socket, {
    onMessage: (message) => messages.push(message),
    onBytes: () => {},
    onClose: () => (closed = true),
  });
  const who = { protocol: PROTOCOL_VERSION, version: '0', token: 't', pid: 1, cwd: '/', env: {} };
  socket.write(encodeMessage({ type: 'hello', role: 'attach', ...who, link: { ...link } }));
  await waitUntil('it is welcomed', () => messages[0]);
  return { socket, messages, isClosed: () => closed };
}

const PASTE = '\x1b[200~pasted once\r\x1b[201~';

/** The bytes that a client sends for what is typed and pasted. */
function sentFor(traits: LinkTraits, ...typed: string[]): Buffer {
  const sent: Uint8Array[] = [];
  const link = new LiveLink(traits);
  link.begin(
    (frame) => sent.push(frame) > 0,
    () => {},
  );
  for (const text of typed) link.keys(Buffer.from(text));
  link.stop();
  return Buffer.concat(sent);
}

describe('a connection that is cut', () => {
  it('at any byte of a paste takes it once or not at all, and says which', async () => {
    const length = sentFor({ id: 'x', sent: 0, unsent: 0 }, PASTE).length;
    const cut = async (at: number): Promise<void> => {
      const traits: LinkTraits = { id: `cut at ${at}`, sent: 0, unsent: 0 };
      const own = (nth: number): Attached | undefined =>
        attached.filter(({ client }) => client === traits.id)[nth];
      const first = await attach(traits);
      const bytes = sentFor(traits, PASTE);
      first.socket.end(bytes.subarray(0, at));
      await waitUntil('the server has seen the end', () => own(0)?.isClosed);
      const isTaken = at === length;
      expect(own(0)).toMatchObject({ input: isTaken ? PASTE : '', returned: undefined });
      // A frame that comes again is one that was taken.
      const second = await attach(traits);
      expect(second.messages[0]).toMatchObject({ link: { taken: isTaken ? 1 : 0 } });
      second.socket.write(bytes);
      second.socket.write(sentFor(traits, 'k'));
      await waitUntil('the next key has arrived', () => own(1)?.input === 'k');
      expect(own(1)?.returned).toEqual({
        session: expect.any(String) as string,
        lost: isTaken ? 0 : 1,
      });
    };
    // Fewer at once than a server remembers of those that are gone.
    const AT_ONCE = 16;
    for (let from = 0; from <= length; from += AT_ONCE)
      await Promise.all(
        Array.from({ length: Math.min(AT_ONCE, length + 1 - from) }, (_, at) => cut(from + at)),
      );
  });

  it('is replaced by the next, of which alone input is taken', async () => {
    const traits: LinkTraits = { id: 'one', sent: 0, unsent: 0 };
    const first = await attach(traits);
    const second = await attach({ ...traits, unsent: 2 });
    await waitUntil('the first has ended', () => first.isClosed());
    expect(attached.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(attached[1]?.returned).toEqual({ session: 'seen by 1', lost: 2 });
    expect(second.isClosed()).toBe(false);
  });

  it('counts nothing as lost that a server started since cannot know', async () => {
    await attach({ id: 'from before', sent: 57, unsent: 0 });
    expect(attached[0]?.returned).toEqual({ session: undefined, lost: 0 });
  });
});

describe('what a client was in the middle of', () => {
  const PORTS: LinkPorts = { hangUp: () => {}, input: () => {}, setReading: () => {} };
  const noKeys = { name: 'test', press: never, paste: never, view: never };
  function never(): never {
    throw new Error('no key was pressed');
  }

  it('is kept until its next connection, and ends if too many others come first', () => {
    let closed = 0;
    const kept = (): KeptView =>
      new KeptView(new Map(), { open: { ...noKeys, closed: () => closed++ }, below: undefined, history: [] });
    const links = new Links();
    const open = (id: string): Link => links.open({ id, sent: 0, unsent: 0 }, PORTS);
    const mine = kept();
    open('one').closed({ session: 's', kept: mine });
    const again = open('one');
    expect(again.returned).toEqual({ session: 's', kept: mine, lost: 0 });
    mine.take(() => {});
    again.closed({ session: 's', kept: kept() });
    for (let other = 0; other < 40; other++) open(`other ${other}`).closed();
    expect(closed).toBe(1);
    expect(open('one').returned).toBeUndefined();
  });
});

it('a ping is answered', async () => {
  const { socket, messages } = await attach({ id: 'one', sent: 0, unsent: 0 });
  socket.write(encodeMessage({ type: 'ping' }));
  await waitUntil('it is answered', () => messages.some(({ type }) => type === 'pong'));
});

it('a long paste is taken in slices, and as a whole though the connection ends', () => {
  const got: number[] = [];
  let reading = true;
  const links = new Links();
  const link: Link = links.open(
    { id: 'one', sent: 0, unsent: 0 },
    { hangUp: () => {}, input: (bytes) => got.push(bytes.length), setReading: (isOn) => (reading = isOn) },
  );
  link.receive(encodeInput(1, new Uint8Array(150 * 1024)).subarray(5));
  expect(got).toEqual([64 * 1024]);
  expect(reading).toBe(false);
  link.takeAll();
  expect(got).toEqual([64, 64, 22].map((kilobytes) => kilobytes * 1024));
});

describe('a link', () => {
  const traits: LinkTraits = { id: 'one', sent: 0, unsent: 0 };

  it('is dead when nothing comes, but not while nothing is read', async () => {
    const sent: number[] = [];
    let deaths = 0;
    const link = new LiveLink(traits, { pingMs: 5, unanswered: 2 });
    link.begin(
      (frame) => sent.push(frame.length) > 0,
      () => deaths++,
    );
    link.setReading(false);
    await waitUntil('some pings were sent', () => sent.length >= 5);
    expect(deaths).toBe(0);
    link.setReading(true);
    const before = sent.length;
    await waitUntil('it is dead', () => deaths > 0);
    link.stop();
    expect(sent.length - before).toBe(2);
  });
});
