// `new --agent NAME --resume` without an id: a menu of what the agent has kept, or a list in a shell.

import { afterEach, describe, expect, it } from 'vitest';

import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';
import { ask, startAgents, type StartedAgents } from './start-agents.js';

let server: StartedAgents;
afterEach(() => server.workspace.stop());

/** Two conversations that the agent has kept, in two directories. */
async function keepTwo(): Promise<{ elsewhere: string }> {
  const elsewhere = newDirectory();
  const other = (await server.create({ name: 'there', agent: 'fake', cwd: elsewhere })) as ChatSession;
  await ask(other, 'said elsewhere');
  await ask(await server.chat('here'), 'said here');
  return { elsewhere };
}

describe('new --agent NAME --resume', () => {
  it('offers what the agent has kept, this directory first, and goes on with it', async () => {
    server = await startAgents();
    const { elsewhere } = await keepTwo();
    const client = server.attach({ rows: 30, cols: 110 });
    client.type('\u0011:');
    await client.waitForText(/^:/m);
    client.type('new --agent fake --resume -v\r');
    await client.waitForText('sessions of fake');
    const screen = client.screen().join('\n');
    expect(screen.indexOf('said here')).toBeLessThan(screen.indexOf('said elsewhere'));
    client.type('\x1b[B');
    await client.waitForText(elsewhere);
    client.type('\r');
    const resumed = await waitUntil(
      'a third chat',
      () => server.coordinator.sessions[2] as ChatSession | undefined,
    );
    expect(resumed.record).toMatchObject({ cwd: elsewhere, agent: 'fake' });
    expect(await ask(resumed, '[[recall]]')).toMatchObject({ answer: 'known: said elsewhere' });
  });

  it('shows what was said in it, above what is asked there', async () => {
    server = await startAgents();
    const kept = await server.chat('here');
    // The second is the same as the question that is asked first there.
    for (const text of ['said here', '[[recall]]']) await ask(kept, text);
    await server.call(`new --agent fake --resume ${kept.record.agentSession} -d again`);
    const again = server.coordinator.sessions[1] as ChatSession;
    const answer = await ask(again, '[[recall]]');
    expect(answer).toMatchObject({ answer: expect.stringContaining('said here') });
    expect(again.conversation.turns.map(({ question }) => question)).toEqual([
      'said here',
      '[[recall]]',
      '[[recall]]',
    ]);
    expect(again.record).not.toHaveProperty('away');
    expect(JSON.stringify(again.conversation.items)).toContain('2 turns from the session that fake has kept');
  });

  it('fetches it before anything is asked', async () => {
    server = await startAgents();
    const kept = await server.chat('here');
    await ask(kept, 'said here');
    await server.call(`new --agent fake --resume ${kept.record.agentSession} -d again`);
    const again = server.coordinator.sessions[1] as ChatSession;
    await waitUntil('what was said', () => again.conversation.turns[0]?.question === 'said here');
    expect(again.record.turns).toBe(1);
  });

  it('says where it cannot be fetched', async () => {
    server = await startAgents({ env: { FAKE_AGENT_WITHOUT: 'load' } });
    const kept = await server.chat('here');
    await ask(kept, 'said here');
    await server.call(`new --agent fake --resume ${kept.record.agentSession} -d again`);
    const again = server.coordinator.sessions[1] as ChatSession;
    await waitUntil('a note', () => JSON.stringify(again.conversation.items).includes('cannot be fetched'));
    expect(await ask(again, '[[recall]]')).toMatchObject({ answer: 'known: said here' });
  });

  it('prints a list in a shell, and leaves no process behind', async () => {
    server = await startAgents();
    await keepTwo();
    const running = server.workspace.children.running.length;
    const { stdout, exitCode, attach } = await server.call('new --agent fake --resume');
    expect([exitCode, attach]).toEqual([0, undefined]);
    expect(stdout).toMatch(
      /^fake-\S+ .* said here\nfake-\S+ .* said elsewhere\nqmux new --agent fake --resume ID /,
    );
    expect(server.coordinator.sessions).toHaveLength(2);
    expect(server.workspace.children.running).toHaveLength(running);
  });

  it('says so when the agent lists none', async () => {
    server = await startAgents({ env: { FAKE_AGENT_WITHOUT: 'list' } });
    expect(await server.call('new --agent fake --resume')).toMatchObject({
      exitCode: 1,
      stderr: 'fake does not list its sessions; name one by its id\n',
    });
    expect(await server.call('new --resume')).toMatchObject({ exitCode: 2 });
  });
});
