// What is kept of an agent's work in a running workspace: nothing of secret variables, anywhere below its
// directory, and which tools ran although nobody was asked.

import { afterEach, describe, expect, it } from 'vitest';

import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { waitUntil } from '../harness/wait-until.js';
import { filesWith } from './files-with.js';
import { AGENT_PROGRAM, ask, startAgents, type StartedAgents } from './start-agents.js';

const KEY = 'sesame-4711-opens-the-door';

let server: StartedAgents;
afterEach(() => server.workspace.stop());

/** The mode that asks is called as Claude's is. */
const claude = (): Promise<StartedAgents> =>
  startAgents({
    config: { agents: { claude: { command: process.execPath, args: [AGENT_PROGRAM] } } },
    env: { FAKE_AGENT_ASK: 'default' },
  });

async function answer(chat: ChatSession, optionId: string): Promise<void> {
  const question = await waitUntil('it asks', () => chat.questions.all[0]);
  const option = question.kind === 'permission' && question.options.find(({ id }) => id === optionId);
  if (!option) throw new Error(`no option ${optionId}`);
  chat.reply(question.id, { type: 'option', option }, 'reply');
}

describe('the values of secret variables', () => {
  it('are in no file and on no screen: not in tools, thoughts, answers, errors, exports or logs', async () => {
    const agents = { fake: { command: process.execPath, args: [AGENT_PROGRAM], mode: 'auto' } };
    server = await startAgents({ config: { agents }, env: { DOOR_API_KEY: KEY } });
    const client = server.attach({ rows: 40, cols: 100 });
    const chat = await server.chat();
    await ask(chat, '[[shell echo "the key is $DOOR_API_KEY"; echo $DOOR_API_KEY > key.txt; cat key.txt]]');
    await ask(chat, '[[reveal DOOR_API_KEY]]');
    await client.waitForText('it is «DOOR_API_KEY» indeed');
    await client.waitForText('cannot use «DOOR_API_KEY»');
    const exported = await server.call(`export ${chat.number} --format json`);
    expect(exported.exitCode).toBe(0);
    expect(exported.stdout + exported.stderr).not.toContain(KEY);
    await chat.agent?.restart();
    await server.store.flush();
    // What the tool itself wrote is not qmux's, nor what the agent keeps.
    const ours = filesWith(server.directory, KEY).filter(
      (path) => !path.endsWith('/key.txt') && !path.startsWith(server.sessions),
    );
    expect(ours).toEqual([]);
    expect(filesWith(server.directory, '«DOOR_API_KEY»').map((path) => path.replace(/.*\//, ''))).toEqual(
      expect.arrayContaining(['agent.log', 'transcript.jsonl']),
    );
    expect(JSON.stringify(chat.turns())).not.toContain(KEY);
  });
});

describe('a tool that changes something', () => {
  it('is marked when it ran in a mode that asks although nobody was asked', async () => {
    server = await claude();
    const client = server.attach({ rows: 30, cols: 100 });
    const chat = await server.chat('unasked', 'claude');
    await ask(chat, '[[sneak echo sneaked]]');
    await client.waitForText('ran unasked');
    expect(chat.turns().at(-1)?.tools).toMatchObject([{ unasked: true }]);
  });

  it('is not marked when the user was asked, in another mode, or of an agent that is not known', async () => {
    server = await claude();
    const chat = await server.chat('unasked', 'claude');
    const first = chat.send('[[shell echo asked]]');
    await answer(chat, 'once');
    await chat.waitForTurn(first);
    await chat.agent?.set('mode', 'auto');
    await ask(chat, '[[sneak echo auto]]');
    expect(chat.turns().flatMap(({ tools }) => tools)).toMatchObject([
      { unasked: false },
      { unasked: false },
    ]);
    await server.workspace.stop();
    server = await startAgents();
    const unknown = await server.chat();
    await ask(unknown, '[[sneak echo sneaked]]');
    expect(unknown.turns().flatMap(({ tools }) => tools)).toMatchObject([{ unasked: false }]);
  });

  it('is not marked once the user has allowed its kind for always', async () => {
    server = await claude();
    const chat = await server.chat('unasked', 'claude');
    const first = chat.send('[[shell echo asked]]');
    await answer(chat, 'always');
    await chat.waitForTurn(first);
    await ask(chat, '[[sneak echo again]]');
    expect(chat.turns().flatMap(({ tools }) => tools)).toMatchObject([
      { unasked: false },
      { unasked: false },
    ]);
  });
});
