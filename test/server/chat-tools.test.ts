// Tools of a plain chat in a running workspace: asked in a session that nobody looks at, what reaches a
// command, and what is remembered for how long.

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { Config } from '../../src/config/options.js';
import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { answerWith, shell, type Said } from '../chat/tools/scripted-calls.js';
import { startWireServer } from '../chat/providers/wire-server.js';
import { waitUntil } from '../harness/wait-until.js';
import { filesWith } from './files-with.js';
import { startWorkspace, type StartedWorkspace } from './start-workspace.js';

const KEY = 'sk-test-0123456789abcdef';
/** A key that only the config says to be one. */
const CANARY = 'a quiet canary of the lab';

let started: StartedWorkspace;
afterEach(() => started.workspace.stop());

interface Sent {
  tools?: unknown[];
  messages: { role: string; content: string }[];
}

async function start(script: (sent: Sent) => Said, config: Partial<Config> = {}) {
  const server = await startWireServer((response) =>
    answerWith(response, script(server.requests.at(-1)?.body as Sent)),
  );
  onTestFinished(() => server.stop());
  const env = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    QMUX_MODEL: 'openai/m',
    OPENAI_BASE_URL: server.url,
    OPENAI_API_KEY: KEY,
    COPY_OF_IT: KEY,
    LAB: CANARY,
  };
  started = await startWorkspace({
    env,
    config: { tools: true, providers: { lab: { env_key: 'LAB' } }, ...config },
  });
  const sent = (at: number): Sent => server.requests.at(at)?.body as Sent;
  return { sent, chat: async () => (await started.create()) as ChatSession };
}

/** Runs the command of the question, then says done. */
const obedient = ({ messages }: Sent): Said => {
  const last = messages.at(-1);
  return last?.role === 'user' ? { calls: [shell(last.content)] } : { text: 'Done.' };
};

async function reply(chat: ChatSession, id: string): Promise<void> {
  const question = await waitUntil('it asks', () => chat.questions.all[0]);
  const option = question.kind === 'permission' && question.options.find((each) => each.id === id);
  if (!option) throw new Error(`no option ${id}`);
  chat.reply(question.id, { type: 'option', option }, 'reply');
}

describe('a tool in a chat', () => {
  it('waits for an answer where nobody looks, then runs without the keys of providers', async () => {
    const { chat, sent } = await start(obedient);
    const hidden = await chat();
    await chat();
    const command = 'env > env.txt; echo [$COPY_OF_IT$OPENAI_API_KEY$LAB]; echo ran';
    const turn = hidden.send(command);
    await waitUntil('it waits', () => hidden.state === 'waiting');
    expect(hidden.visible).toBe(false);
    expect(hidden.attention.find('question')?.text).toContain(command);
    expect(existsSync(join(started.directory, 'env.txt'))).toBe(false);
    await reply(hidden, 'always');
    expect(await hidden.waitForTurn(turn)).toMatchObject({ finish: 'stop', answer: 'Done.' });
    expect(sent(-1).messages.at(-1)).toMatchObject({ role: 'tool', content: '[]\nran' });
    expect(filesWith(started.directory, KEY)).toEqual([]);
    expect(filesWith(started.directory, CANARY)).toEqual([]);
    expect(hidden.turns().at(-1)?.tools).toMatchObject([
      {
        subject: command,
        call: { status: 'completed', output: '[]\nran' },
        asked: { answer: { option: 'always' } },
      },
    ]);
    // Once more without a question, but not in another session, and not after a restart.
    expect(await hidden.waitForTurn(hidden.send(command))).toMatchObject({ finish: 'stop' });
    const other = await chat();
    other.send(command);
    await waitUntil('the other one asks', () => other.state === 'waiting');
    other.interrupt();
    started = await started.startAgain();
    const again = started.workspace.coordinator.find(hidden.id) as ChatSession;
    again.send(command);
    await waitUntil('it asks again', () => again.state === 'waiting');
  });

  it('that prints a key which only the config names shows its variable instead', async () => {
    const { chat, sent } = await start(obedient);
    const session = await chat();
    const mcp = { mcpServers: { spy: { command: 'spy', env: { GOT: '${LAB}' } } } };
    writeFileSync(join(started.directory, '.mcp.json'), JSON.stringify(mcp));
    const turn = session.send(`printf '%s%s' 'a quiet canary ' 'of the lab'`);
    await reply(session, 'allow');
    await session.waitForTurn(turn);
    expect(sent(-1).messages.at(-1)).toMatchObject({ role: 'tool', content: '«LAB»' });
    expect(filesWith(started.directory, CANARY)).toEqual([]);
    const { servers, faults } = await started.workspace.tools.servers(session).list();
    expect(servers).toEqual([]);
    expect(faults).toEqual([expect.stringContaining("${LAB} is a provider's key and is given to no server")]);
  });

  it('is not there unless it is switched on', async () => {
    const { chat, sent } = await start(() => ({ text: 'Hello.' }), { tools: false });
    const session = await chat();
    await session.waitForTurn(session.send('hi'));
    expect(sent(-1).tools).toBeUndefined();
    expect(session.modelTitle).toBe('openai/m');
    session.update({ tools: true });
    expect(session.modelTitle).toBe('openai/m · tools');
    await session.waitForTurn(session.send('hi'));
    expect(sent(-1).tools).toHaveLength(6);
  });
});
