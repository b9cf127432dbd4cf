// A server that a hundred peers connect to at once, most of them not its clients: it answers those that are.

import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { createHello } from '../../src/client/hello.js';
import { encodeMessage } from '../../src/protocol/framing.js';
import { startQmux, type Qmux } from '../harness/qmux.js';
import { waitUntil } from '../harness/wait-until.js';

let qmux: Qmux;
const peers: Socket[] = [];
beforeEach(async () => {
  qmux = await startQmux();
});
afterEach(async () => {
  for (const peer of peers.splice(0)) peer.destroy();
  await qmux.stop();
});

it('answers while a hundred say nothing, garbage, half of something or too much', async () => {
  await qmux.call('new', '-d', 'kept');
  const { socketFile, tokenFile } = qmux.home.paths();
  const token = readFileSync(tokenFile, 'utf8');
  const hello = encodeMessage(
    createHello({ token, role: 'control', cwd: '/', env: {}, sendsEnvironment: false }),
  );
  const tooLarge = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0);
  const garbage = Uint8Array.from({ length: 100_000 }, (_, at) => (at * 7919) & 0xff);
  const sendings = [
    new Uint8Array(0),
    garbage,
    tooLarge,
    hello.subarray(0, 20),
    // The beginning of a frame of the largest size.
    Buffer.concat([Uint8Array.of(0, 0xff, 0xff, 0xff, 1), garbage]),
    // A client that requests nothing.
    hello,
  ];
  await Promise.all(
    Array.from({ length: 100 }, async (_, at) => {
      const peer = connect(socketFile)
        .on('error', () => {})
        .resume();
      peers.push(peer);
      await once(peer, 'connect');
      peer.write(sendings[at % sendings.length] as Uint8Array);
    }),
  );
  const { stdout, stderr, code } = await qmux.call('ls');
  expect([stdout, stderr, code]).toEqual([expect.stringContaining('kept'), '', 0]);
  await waitUntil('those that sent too much are cut', () =>
    peers.every((peer, at) => sendings[at % sendings.length] !== tooLarge || peer.closed),
  );
  expect((await qmux.call('ls')).stdout).toContain('kept');
});
