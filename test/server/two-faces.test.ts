// A chat's agent in its own interface and back, in a running workspace with a terminal, on real processes that
// keep the same session. Two that held it at once would leave a file, which is looked for after every test.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { LineToEditor } from '../../src/chat/editors/editor-lines.js';
import type { AgentOptions } from '../../src/config/agent-options.js';
import { resolvePaths } from '../../src/paths/paths.js';
import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { EditorSession } from '../../src/session/editors/editor-session.js';
import { waitUntil } from '../harness/wait-until.js';
import { AGENT_PROGRAM, ask, startAgents, type StartedAgents } from './start-agents.js';
import type { TestClient } from './start-client.js';

const INTERFACE = fileURLToPath(new URL('../../fixtures/programs/fake-agent-tui.mjs', import.meta.url));
const PREFIX = '\u0011';
const ENTER = '\r';

const fake: AgentOptions = {
  command: process.execPath,
  args: [AGENT_PROGRAM],
  mode: 'auto',
  interface: [process.execPath, INTERFACE, 'SESSION_ID'],
};

let server: StartedAgents;
let client: TestClient;
let chat: ChatSession;

async function start(agents: Record<string, AgentOptions> = {}, agent = 'fake'): Promise<void> {
  server = await startAgents({ config: { agents: { fake, ...agents } } });
  client = server.attach({ rows: 30, cols: 100 });
  chat = await server.chat('helper', agent);
}

afterEach(async () => {
  await server.workspace.stop();
  if (existsSync(join(server.sessions, 'CONFLICT'))) throw new Error('two processes held one session');
});

async function toOwn(): Promise<void> {
  client.type(`${PREFIX}t`);
  await client.waitForText('ready>');
}

async function say(text: string): Promise<void> {
  client.type(`${text}${ENTER}`);
  await client.waitForText(`the interface heard: ${text}`);
}

async function back(): Promise<void> {
  await waitUntil(
    'the chat is back, and all is fetched',
    () => chat.face === 'chat' && chat.record.away === undefined,
    {
      describe: () => client.screen().join('\n'),
    },
  );
}

/** All of the conversation. */
const shown = (): Promise<string> => chat.capture({ lines: 10_000, ansi: false });

interface Facts {
  name: string;
  kind: string;
  face: string;
  state: string;
  turns: number;
}

async function facts(): Promise<Facts> {
  const { stdout } = await server.call('ls --json');
  const found = (JSON.parse(stdout) as Facts[]).find(({ name }) => name === 'helper');
  if (!found) throw new Error(stdout);
  return found;
}

describe('a chat with an agent', () => {
  beforeEach(() => start());

  it('is shown in its own interface and back, and what was said there is part of it', async () => {
    await ask(chat, 'remember this');
    await toOwn();
    expect(client.screen().join('\n')).toContain('user: remember this');
    await say('from the other side');
    await say('once more');
    client.type(`${PREFIX}t`);
    await back();
    await client.waitForText('the interface heard: once more');
    expect((await shown()).replaceAll(/ +\d\d:\d\d/g, '')).toMatch(
      /remember this[^]*2 turns from fake's own interface[^]*from the other side[^]*heard: from the other side[^]*once more/,
    );
    expect(chat.turns().map(({ question }) => question)).toEqual([
      'remember this',
      'from the other side',
      'once more',
    ]);
    expect(await ask(chat, '[[recall]]')).toMatchObject({
      answer: 'known: remember this | from the other side | once more',
    });
  });

  it('is back when the interface ends by itself, and brings each turn once', async () => {
    await ask(chat, 'one');
    for (const text of ['two', 'two', 'three']) {
      await toOwn();
      await say(text);
      client.type(`quit${ENTER}`);
      await back();
      await client.waitForNoText('ready>');
    }
    expect(chat.turns().map(({ question }) => question)).toEqual(['one', 'two', 'two', 'three']);
    expect((await shown()).match(/1 turn from fake's own interface/g)).toHaveLength(3);
  });

  it('says nothing if nothing was said there', async () => {
    await ask(chat, 'one');
    await toOwn();
    client.type(`quit${ENTER}`);
    await back();
    expect(await shown()).not.toContain('own interface');
    expect(await facts()).toMatchObject({ turns: 1 });
  });

  it('is a program as long as that is shown', async () => {
    await ask(chat, 'one');
    expect(await facts()).toMatchObject({ kind: 'chat', face: 'chat' });
    await toOwn();
    expect(await facts()).toMatchObject({ kind: 'chat', face: 'own', state: 'active' });
    expect(client.screen()[0]).toContain('fake interface');
    expect((await server.call('capture helper')).stdout).toContain('FAKE INTERFACE');
    expect(await server.call('send helper hello')).toMatchObject({
      exitCode: 1,
      stderr: "helper shows fake's own interface; qmux face helper brings the chat back\n",
    });
    expect(await server.call('mode plan')).toMatchObject({ exitCode: 1 });
    // As a hook of the agent does.
    const { socketFile } = resolvePaths({ QMUX_HOME: server.directory }, { serverName: 'default' });
    const env = { QMUX_SESSION: chat.id, QMUX: socketFile };
    expect(await server.call('report waiting "may I"', env)).toMatchObject({ exitCode: 0 });
    expect(await facts()).toMatchObject({
      state: 'waiting',
      attention: [{ reason: 'question', text: 'may I' }],
    });
    expect(await server.call('face helper')).toMatchObject({ exitCode: 0 });
    await back();
    expect(await facts()).toMatchObject({ face: 'chat', state: 'active', attention: [] });
    await client.waitForNoText('fake interface');
  });

  it('keeps its interface where nobody looks, and its size where somebody does', async () => {
    await ask(chat, 'one');
    await toOwn();
    // Between the title and the tab bar.
    expect(client.screen().join('\n')).toContain('FAKE INTERFACE 100x28');
    const other = await server.create({ name: 'other', place: { at: 'tab' } });
    expect(other.shown).toBe(true);
    expect(chat.shown).toBe(false);
    chat.input(`unseen words${ENTER}`);
    await waitUntil('it has answered', async () => (await shown()).includes('heard: unseen words'));
    await server.call('switch helper');
    await client.waitForText('the interface heard: unseen words');
    await server.call('split right');
    await client.waitForText(/now (?:49|50)x28/);
    await server.call('switch helper');
    await server.call('face helper');
    await back();
    await client.waitForText('from fake');
    expect(client.screen()[0]).toMatch(/helper.*fake-/);
    expect(chat.turns()).toHaveLength(2);
  });

  it('tells an editor that is attached what was said there, and takes nothing from it meanwhile', async () => {
    const told: LineToEditor[] = [];
    const editor = new EditorSession(chat, {
      tell: (line) => told.push(line),
      waitingBytes: 0,
      drained: () => Promise.resolve(),
      hangUp: () => {},
      onBug: (what, error) => {
        throw new Error(what, { cause: error });
      },
    });
    editor.heard({ type: 'begin' });
    await ask(chat, 'one');
    await toOwn();
    editor.heard({ type: 'send', call: 7, text: 'two' });
    expect(told.at(-1)).toMatchObject({
      type: 'failed',
      call: 7,
      message: expect.stringContaining('brings the chat back') as string,
    });
    await say('three');
    client.type(`${PREFIX}t`);
    await back();
    const texts = told.flatMap((line) =>
      line.type === 'update' && 'content' in line.update
        ? [`${line.update.sessionUpdate}: ${(line.update['content'] as { text: string }).text}`]
        : [],
    );
    expect(texts).toEqual([
      'user_message_chunk: one',
      'agent_message_chunk: you said: one',
      'user_message_chunk: three',
      'agent_message_chunk: the interface heard: three',
    ]);
    editor.end();
  });

  it('says how the interface ended if that was an error', async () => {
    await ask(chat, 'one');
    await toOwn();
    client.type(`crash${ENTER}`);
    await client.waitForText("fake's own interface ended: exited 3");
    await client.waitForText('panic: the interface broke');
    await back();
    expect(await ask(chat, 'two')).toMatchObject({ finish: 'stop' });
  });

  it('kills an interface that ignores the hang-up', async () => {
    await ask(chat, 'one');
    await toOwn();
    await say('stubborn');
    client.type(`${PREFIX}t`);
    await back();
    expect(chat.turns()).toHaveLength(2);
  });

  it('ends with its session, and brings what was said at the next start', async () => {
    await ask(chat, 'one');
    await toOwn();
    await say('said before the end');
    const again = await server.startAgain();
    const restored = again.workspace.coordinator.resolve('helper') as ChatSession;
    expect(restored.face).toBe('chat');
    await restored.load();
    const turn = restored.waitForTurn(restored.send('[[recall]]'));
    expect(await turn).toMatchObject({ answer: 'known: one | said before the end' });
    expect(restored.turns().map(({ question }) => question)).toEqual([
      'one',
      'said before the end',
      '[[recall]]',
    ]);
    await again.workspace.stop();
  });
});

describe('the way to the own interface', () => {
  const refusal = async (): Promise<string> => (await server.call('face helper')).stderr.trim();

  it('is refused while something is under way', async () => {
    await start();
    expect(await refusal()).toBe('fake has no session yet; it gets one with the first question');
    await ask(chat, 'one');
    const id = chat.send('[[slow]]');
    await client.waitForText('the quick answer');
    expect(await refusal()).toBe('helper is answering; wait for the end or press Esc');
    chat.interrupt();
    await chat.waitForTurn(id);
    await server.call('mode ask');
    chat.send('[[shell true]]');
    await waitUntil('it asks', () => chat.questions.all.length === 1);
    expect(await refusal()).toBe('helper has a question open; answer it first');
    expect(chat.face).toBe('chat');
  });

  it('is refused where there is none', async () => {
    await start({ bare: { command: process.execPath, args: [AGENT_PROGRAM] } }, 'bare');
    await ask(chat, 'one');
    expect(await refusal()).toContain('bare has no interface of its own that qmux knows');
    const plain = await server.create({ name: 'plain' });
    expect((await server.call('face plain')).stderr).toContain('is answered by a model');
    expect(plain.state).toBe('active');
  });

  it('is refused where its program is missing, and the agent runs on', async () => {
    await start({ lost: { ...fake, interface: ['no-such-interface', 'SESSION_ID'] } }, 'lost');
    await ask(chat, 'one');
    const pid = chat.agent?.pid;
    expect(await refusal()).toContain('no program no-such-interface');
    expect(chat.agent?.pid).toBe(pid);
  });

  it('leads to nothing that shows a secret of the environment', async () => {
    const secret = 'sk-0123456789abcdef';
    await start({ keyed: { ...fake, env: { OPENAI_API_KEY: secret } } }, 'keyed');
    await ask(chat, 'one');
    await toOwn();
    await say(secret);
    client.type(`${PREFIX}t`);
    await back();
    expect(chat.turns()[1]).toMatchObject({ answer: 'the interface heard: «OPENAI_API_KEY»' });
  });

  it('says so where what is said there cannot be fetched', async () => {
    await start({ mute: { ...fake, env: { FAKE_AGENT_WITHOUT: 'load' } } }, 'mute');
    await ask(chat, 'one');
    await toOwn();
    await say('unheard of');
    client.type(`${PREFIX}t`);
    await client.waitForText("what was said in mute's own interface cannot be fetched");
    await back();
    expect(await ask(chat, '[[recall]]')).toMatchObject({ answer: 'known: one | unheard of' });
  });
});
