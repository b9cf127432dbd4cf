// `qmux view` in a terminal: the token is typed unseen, the terminal is as before on every way out.

import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { encodeFrame } from '../../src/protocol/framing.js';
import { FRAME_BYTES } from '../../src/protocol/messages.js';
import { startQmux, type Qmux } from '../harness/qmux.js';
import { waitUntil } from '../harness/wait-until.js';
import type { OuterTerminal } from '../harness/outer-terminal.js';

let qmux: Qmux;
let shared: { path: string; token: string };
beforeAll(async () => {
  qmux = await startQmux();
  await qmux.call('new', '-d', 'shown', '--', 'sh', '-c', 'echo begun 漢字; cat');
  shared = JSON.parse((await qmux.call('share', 'shown', '--json')).stdout) as typeof shared;
});
afterAll(async () => {
  // Its directory does not stand in the home.
  await qmux.call('shares', 'end', 'shown');
  await qmux.stop();
});

/** Its modes and its screen before, and after. */
function expectRestored(terminal: OuterTerminal): void {
  expect(terminal.modes()).toMatchObject({
    private: [7, 25],
    titles: 0,
    cursorShape: 0,
    applicationKeypad: false,
  });
  expect(Buffer.concat(terminal.bytes.map(({ bytes }) => bytes)).toString()).not.toContain(shared.token);
}

it('watches until the share ends', async () => {
  const terminal = await qmux.attach({ args: ['view', shared.path], rows: 20, cols: 60 });
  await terminal.waitForText('token:');
  terminal.type(`wrong\x15${shared.token}\r`);
  await terminal.waitForText('begun 漢字');
  await qmux.call('send', 'shown', 'written by its owner');
  await terminal.waitForText('written by its owner');
  terminal.type('ignored');
  await terminal.waitForText('q leaves');
  expect((await qmux.call('capture', 'shown')).stdout).not.toContain('ignored');
  await qmux.call('shares', 'end', 'shown');
  await terminal.waitForText('share ended');
  expect(await terminal.exit).toBe(0);
  expectRestored(terminal);
  shared = JSON.parse((await qmux.call('share', 'shown', '--json')).stdout) as typeof shared;
});

it('leaves by a key, by a signal, and with a wrong token', async () => {
  // One that makes room for others twice, before it lets this one in.
  let connected = 0;
  const busy = createServer((socket) => {
    socket.on('error', () => {});
    if (++connected < 3) socket.destroy();
    else socket.once('data', () => socket.write(encodeFrame(FRAME_BYTES, Buffer.from('let in'))));
  }).listen(join(qmux.home.dir, 'busy'));
  const paths = [shared.path, shared.path, shared.path, join(qmux.home.dir, 'busy')];
  const [byKey, bySignal, wrong, late] = (await Promise.all(
    paths.map((path) => qmux.attach({ args: ['view', path], rows: 20, cols: 60 })),
  )) as [OuterTerminal, OuterTerminal, OuterTerminal, OuterTerminal];
  late.type('any\r');
  for (const terminal of [byKey, bySignal]) {
    await terminal.waitForText('token:');
    terminal.type(`${shared.token}\r`);
    await terminal.waitForText('begun');
  }
  wrong.type('no\r');
  byKey.type('q');
  expect(await byKey.exit).toBe(0);
  bySignal.kill('SIGTERM');
  expect(await bySignal.exit).toBe(143);
  expect(await wrong.exit).toBe(1);
  await late.waitForText('let in');
  late.type('q');
  expect(await late.exit).toBe(0);
  busy.close();
  await wrong.waitForText('qmux: wrong token');
  for (const terminal of [byKey, bySignal, wrong, late]) expectRestored(terminal);
  await waitUntil('no viewer is left', async () => (await qmux.call('shares')).stdout.includes('0 viewers'));
});

it('refuses a token in its arguments, and a pane that would show itself', async () => {
  const argument = await qmux.call('view', '/tmp/x', shared.token);
  expect(argument.stderr).toContain('the token is asked for, or read from standard input');
  expect(argument.stderr).not.toContain(shared.token);
  expect(argument.code).toBe(2);
  expect((await qmux.call('view', '--help')).stdout).toMatch(/^usage: view PATH/);
  const inside = await qmux.callWith({ env: { QMUX_SESSION: 'x' } }, 'view', shared.path);
  expect(inside.stderr).toContain('this share is your own, and you are inside qmux; qmux switch goes there');
  expect(inside.code).toBe(1);
});
