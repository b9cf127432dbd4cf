// `qmux send --wait --stream`: the events of a turn that an agent answers, up to its end or its question.

import { afterEach, beforeEach, expect, it } from 'vitest';

import type { TurnEvent } from '../../src/chat/turn-events.js';
import { startAgents, type StartedAgents } from './start-agents.js';

let server: StartedAgents;
beforeEach(async () => {
  server = await startAgents();
  await server.chat('c');
});
afterEach(() => server.workspace.stop());

async function stream(text: string): Promise<{ events: TurnEvent[]; exitCode: number; stderr: string }> {
  const { stdout, exitCode, stderr } = await server.call(`send c --wait --stream ${text}`);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return { events: lines.map((line) => JSON.parse(line) as TurnEvent), exitCode, stderr };
}

it('prints what happens in the turn, then its end', async () => {
  const { events, exitCode } = await stream("'[[think]] [[text]]'");
  expect(exitCode).toBe(0);
  expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['thought', 'text', 'finish']));
  expect(events.at(-1)).toMatchObject({ type: 'finish', finish: 'stop', model: 'fake' });
});

it('ends with the question that the turn waits for, as often as it is asked', async () => {
  const { events, exitCode } = await stream("'[[shell echo one]]'");
  expect(exitCode).toBe(1);
  expect(events).toContainEqual(expect.objectContaining({ type: 'tool', kind: 'execute' }));
  const question = events.at(-1);
  expect(question).toMatchObject({ type: 'question', kind: 'permission' });
  const again = await stream('more');
  expect([again.exitCode, again.events]).toEqual([1, [question]]);
});

it('is refused where nobody reads events', async () => {
  expect((await server.call('send c --stream x')).stderr).toBe('--stream needs --wait\n');
  await server.call('new -d prog -- cat');
  expect((await server.call('send prog --wait --stream x')).stderr).toContain(
    'prog is a program and tells no events',
  );
});
