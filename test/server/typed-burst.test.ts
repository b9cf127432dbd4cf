// Thousands of keys in one read of a terminal, as from a paste without marks: all of them arrive, in order,
// with few writes and draws.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { isProgram } from '../../src/session/any-session.js';
import { waitUntil } from '../harness/wait-until.js';
import { startServer, type StartedServer, type TestClient } from './start-client.js';

const PROMPT = '\u0011:';

let server: StartedServer;
let client: TestClient;
beforeEach(async () => {
  server = await startServer();
  client = server.attach();
  await client.waitForText('chat-1');
});
afterEach(() => server.workspace.stop());

const focused = () => {
  const session = server.coordinator.focused(server.coordinator.arrangement.viewers.current);
  if (!session) throw new Error('no session');
  return session;
};

it('reaches a session in one write for each run of characters, other keys between them by themselves', () => {
  const input = vi.spyOn(focused(), 'input').mockImplementation(() => {});
  const run = 'ab 漢'.repeat(10_000);
  client.type(`${run}\r${run}\x1b[A\u0003x`);
  expect(input.mock.calls.map(([bytes]) => Buffer.from(bytes as Uint8Array).toString())).toEqual([
    run,
    '\r',
    run,
    '\x1b[A',
    '\u0003',
    'x',
  ]);
});

it('asks a session once for a whole run how its program wants keys', () => {
  vi.spyOn(focused(), 'input').mockImplementation(() => {});
  const asked = vi.spyOn(focused(), 'inputModes');
  client.type('ab 漢'.repeat(10_000));
  expect(asked.mock.calls.length).toBeLessThan(10);
});

it('comes whole to a program that reads nothing for a while', async () => {
  const session = await server.create({
    kind: 'program',
    name: 'reader',
    command: [
      process.execPath,
      '-e',
      `process.stdin.setRawMode(true);
       let count = 0;
       process.stdout.write('ready\\r\\n');
       setTimeout(() => process.stdin.on('data', (bytes) => {
         count += bytes.length;
         if (bytes.includes(122)) process.stdout.write('got ' + count);
       }), 300);`,
    ],
    env: { PATH: process.env['PATH'] ?? '' },
  });
  expect(isProgram(session)).toBe(true);
  await client.waitForText('ready');
  client.type(`${'a'.repeat(60_000)}z`);
  await client.waitForText('got 60001');
});

it('goes where the keys before it lead: past a prefix, into what a command opened', async () => {
  const input = vi.spyOn(focused(), 'input').mockImplementation(() => {});
  client.type(`abc${PROMPT}rename other\rdef`);
  await waitUntil('it has its name', () => focused().name === 'other');
  expect(input.mock.calls.map(([bytes]) => Buffer.from(bytes as Uint8Array).toString())).toEqual([
    'abc',
    'def',
  ]);
});

describe('the prompt', () => {
  it('takes a long line whole, typed or pasted', async () => {
    for (const [begin, end] of [
      ['', ''],
      ['\x1b[200~', '\x1b[201~'],
    ] as const) {
      const name = `${'漢 '.repeat(1_500)}END`;
      client.type(`${PROMPT}${begin}set-buffer ${name}${end}`);
      await client.waitForText('END');
      client.type('\x1b');
      await client.waitForNoText('END');
    }
  });

  it('says that a longer one is not inserted, and keeps what was there', async () => {
    for (const [begin, end] of [
      ['', ''],
      ['\x1b[200~', '\x1b[201~'],
    ] as const) {
      client.type(`${PROMPT}kept`);
      client.type(`${begin}${'x'.repeat(1_000_000)}${end}`);
      await client.waitForText('kept  not inserted: this line holds at most 4,096 characters');
      client.type('\x1b');
      await client.waitForNoText('not inserted');
    }
  });
});
