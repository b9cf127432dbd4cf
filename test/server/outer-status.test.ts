// What a terminal that reads OSC 7501 is told about the sessions, and what another qmux around it makes of it.

import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

import { isProgram } from '../../src/session/any-session.js';
import type { ProgramSession } from '../../src/session/program/program-session.js';
import {
  hearReport,
  HEARD_NOTHING,
  readState,
  type ProgramReading,
} from '../../src/session/program/program-state.js';
import { createEmulator } from '../../src/terminal/emulator/emulator.js';
import { waitUntil } from '../harness/wait-until.js';
import { startServer, type StartedServer, type TestClient } from './start-client.js';

const FIXTURE = fileURLToPath(new URL('../../fixtures/programs/tells-status.mjs', import.meta.url));
const QUERY = '\x1b]7501;?\x1b\\';

let started: StartedServer;
afterEach(() => started.workspace.stop());

const reportsOf = (client: TestClient): string[] =>
  [...client.sent().matchAll(/\x1b\]7501;(state=[^\x1b\x07]*)/g)].map(([, body]) => body ?? '');
/** Of the last report about a record; '' is the workspace. */
const lastOf = (client: TestClient, id: string): Record<string, string> | undefined => {
  const parsed = reportsOf(client).map((body) =>
    Object.fromEntries(
      body.split(':').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
    ),
  );
  const last = parsed.findLast((pairs) => (pairs['id'] ?? '') === id);
  if (!last) return undefined;
  const decode = (value: string): string => Buffer.from(value, 'base64').toString();
  return Object.fromEntries(
    Object.entries(last).map(([key, value]) => [key, /^(?:msg|title)$/.test(key) ? decode(value) : value]),
  );
};

/** What a program session of another qmux reads, in whose pane the client runs. */
function readByOuter(client: TestClient): ProgramReading {
  const emulator = createEmulator({ rows: 24, cols: 80, scrollbackLines: 10 });
  let heard = HEARD_NOTHING;
  emulator.onSignal((signal) => {
    if (signal.type === 'report') heard = hearReport(heard, signal, 0);
  });
  emulator.write(new TextEncoder().encode(client.sent()));
  emulator.dispose();
  return readState(heard);
}

async function startProgram(name: string): Promise<ProgramSession> {
  const session = await started.create({
    kind: 'program',
    name,
    command: [process.execPath, FIXTURE],
    env: { PATH: process.env['PATH'] ?? '' },
    place: { at: 'background' },
  });
  if (!isProgram(session)) throw new Error('not a program');
  await waitUntil('its question is answered', async () =>
    (await session.capture({ lines: undefined, ansi: false })).includes('understood'),
  );
  return session;
}

const tell = (session: ProgramSession, state: string, text = ''): void =>
  session.write(
    `${JSON.stringify(`\x1b]7501;state=${state}:msg=${Buffer.from(text).toString('base64')}\x1b\\`)}\r`,
  );

describe('a terminal that reads states', () => {
  it('is told of the workspace, and of each session while it has something to say', async () => {
    started = await startServer();
    const client = started.attach();
    expect(client.sent()).toContain(QUERY);
    const builder = await startProgram('builder');
    const asker = await startProgram('asker');
    const [build, ask] = [`${builder.record.number}`, `${asker.record.number}`];
    client.type(QUERY);
    await waitUntil('it is told', () => reportsOf(client).length > 0);
    // What an earlier server of its may have left there.
    expect(reportsOf(client)).toEqual(['state=clear', 'state=idle:app=qmux']);

    tell(builder, 'working');
    await waitUntil('it works', () => lastOf(client, build)?.['state'] === 'working');
    expect(lastOf(client, '')).toEqual({ state: 'working', app: 'qmux' });
    tell(asker, 'blocked', 'Run make?');
    await waitUntil('it asks', () => lastOf(client, ask)?.['state'] === 'blocked');
    expect(lastOf(client, ask)).toEqual({ state: 'blocked', id: ask, title: 'asker', msg: 'Run make?' });
    expect(lastOf(client, '')).toEqual({ state: 'blocked', app: 'qmux', msg: 'asker: Run make?' });
    expect(readByOuter(client)).toMatchObject({
      state: 'waiting',
      question: 'asker: Run make?',
      source: 'osc7501',
    });

    tell(asker, 'error', 'no credit');
    await waitUntil('it has failed', () => lastOf(client, '')?.['state'] === 'error');
    expect(lastOf(client, ask)?.['msg']).toBe('no credit');
    tell(asker, 'idle');
    await waitUntil('it rests', () => lastOf(client, ask)?.['state'] === 'clear');
    expect(readByOuter(client)).toMatchObject({ state: 'processing', parts: 1 });
    tell(builder, 'done');
    await waitUntil('it is done', () => lastOf(client, '')?.['state'] === 'done');
    expect(readByOuter(client)).toMatchObject({ state: 'active', said: 'done', parts: 0 });
  });

  it('is sent only what changed, and nothing once it has left', async () => {
    started = await startServer();
    const client = started.attach();
    client.type(QUERY);
    const [first, second] = [await startProgram('one'), await startProgram('two')];
    tell(first, 'working');
    tell(second, 'working');
    await waitUntil('both work', () => lastOf(client, `${second.record.number}`)?.['state'] === 'working');
    await waitUntil('both work', () => lastOf(client, `${first.record.number}`)?.['state'] === 'working');
    const before = reportsOf(client).length;
    await started.call('rename one other');
    await waitUntil(
      'it has its new name',
      () => lastOf(client, `${first.record.number}`)?.['title'] === 'other',
    );
    expect(reportsOf(client).slice(before)).toHaveLength(1);
    // Closing takes it back.
    await started.call('close two');
    await waitUntil('it is gone', () => lastOf(client, `${second.record.number}`)?.['state'] === 'clear');
    client.detach();
    const sent = client.sent();
    tell(first, 'blocked', 'Go on?');
    await waitUntil('it asks', () => first.state === 'waiting');
    const other = started.attach();
    other.type(QUERY);
    await waitUntil('another is told', () => lastOf(other, '')?.['msg'] === 'other: Go on?');
    expect(client.sent()).toBe(sent);
  });

  it('is not told anything before it has answered', async () => {
    started = await startServer();
    const [silent, answering] = [started.attach(), started.attach()];
    const asker = await startProgram('asker');
    answering.type(QUERY);
    tell(asker, 'blocked', 'Run make?');
    await waitUntil('one is told', () => lastOf(answering, '')?.['state'] === 'blocked');
    expect(reportsOf(silent)).toEqual([]);
  });
});
