// The model of a chat, chosen between two of its turns.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { knownModels } from '../../src/commands/listed-models.js';
import { WorkspaceChats } from '../../src/server/workspace/chat-home.js';
import { ChatSession } from '../../src/session/chat/chat-session.js';
import type { Index } from '../../src/store/schema.js';
import { startChatServer } from '../harness/chat-server.js';
import { newDirectory } from '../temporary-directory.js';
import { startWorkspace, type StartedWorkspace } from './start-workspace.js';

async function start() {
  const server = await startChatServer();
  onTestFinished(() => server.stop());
  const started = await startWorkspace({
    env: { OPENAI_BASE_URL: server.url, QMUX_MODEL: 'openai/first' },
    config: {
      providers: {
        openai: { models: ['first', 'o3'] },
        lab: { base_url: 'https://lab.example/v1', models: ['x'] },
      },
    },
  });
  return { server, started };
}

async function open({ create }: StartedWorkspace) {
  const session = await create();
  if (!(session instanceof ChatSession) || !session.modelSettings) throw new Error('a model answers');
  return { session, settings: session.modelSettings };
}

describe('the model of a chat', () => {
  it('is another one from the next turn on, and after a restart', async () => {
    const { server, started } = await start();
    const { session, settings } = await open(started);
    await session.waitForTurn(session.send('one'));
    // The provider stays.
    expect(settings.chooseModel('o3')).toBe('openai/o3');
    expect(session.modelName).toBe('openai/o3');
    const second = await session.waitForTurn(session.send('two'));
    expect(second.model).toBe('openai/o3');
    expect(server.requests.map(({ model }) => model)).toEqual(['first', 'o3']);
    const again = await started.startAgain();
    onTestFinished(() => again.workspace.stop());
    const restored = again.workspace.coordinator.find(session.id);
    expect(restored instanceof ChatSession && restored.modelSettings?.model).toBe('openai/o3');
  });

  it('is kept when the server is killed at once, and so is that its prompts are held', async () => {
    const { started } = await start();
    onTestFinished(() => started.workspace.stop());
    const { session, settings } = await open(started);
    // kill -9: only what is in a file by now counts.
    const kept = (): unknown => {
      const state = readFileSync(join(started.directory, 'data/default/last-state.json'), 'utf8');
      const { sessions } = JSON.parse((JSON.parse(state) as { index: string }).index) as Index;
      return sessions.find(({ id }) => id === session.id);
    };
    settings.chooseModel('o3');
    expect(kept()).toMatchObject({ model: 'openai/o3' });
    settings.chooseEffort('high');
    expect(kept()).toMatchObject({ effort: 'high' });
    session.pause();
    expect(kept()).toMatchObject({ paused: true });
    session.resume();
    expect(kept()).not.toHaveProperty('paused');
  });

  it('is completed from what its provider and the config offer, what was used first', async () => {
    const { started } = await start();
    onTestFinished(() => started.workspace.stop());
    const { session, settings } = await open(started);
    settings.chooseModel('lab/used');
    const other = await open(started);
    const chats = new WorkspaceChats({
      config: { model: undefined, autoName: 'question', templates: {} },
      runSlash: async () => undefined,
      coordinator: () => started.workspace.coordinator,
    });
    const complete = (line: string): string[] =>
      chats.complete(other.session, line, () => {}).map(({ value }) => value);
    await new Promise<void>((resolve) => {
      if (other.settings.known(resolve).length > 0) resolve();
    });
    expect(session.modelName).toBe('lab/used');
    expect(complete('model ')).toEqual(['openai/first', 'lab/used', 'openai/o3', 'lab/x', 'guide']);
    expect(complete('model o3')).toEqual(['openai/o3']);
    // At `:` and in the shell too, where nobody is asked.
    const { coordinator } = started.workspace;
    const known = (here?: ChatSession): string[] => knownModels(coordinator, here).map(({ name }) => name);
    expect(known(other.session)).toEqual(['openai/first', 'lab/used', 'openai/o3', 'lab/x']);
    expect(known()).toEqual(['openai/first', 'lab/used', 'openai/o3', 'lab/x']);
  });

  it('stays as it was after a name that means nothing', async () => {
    const { started } = await start();
    onTestFinished(() => started.workspace.stop());
    const { settings } = await open(started);
    expect(() => settings.chooseModel('two words')).toThrow(/not a model name/);
    expect(() => settings.chooseModel('guide')).toThrow(/the guide is not a model/);
    expect(settings.model).toBe('openai/first');
    expect(settings.chooseModel('lab/y')).toBe('lab/y');
  });

  it('is one of those that its provider and the config offer', async () => {
    const { started } = await start();
    onTestFinished(() => started.workspace.stop());
    const { settings } = await open(started);
    expect(await settings.offered()).toEqual({
      names: ['openai/first', 'openai/o3', 'lab/x'],
      problem: undefined,
    });
  });

  it('thinks as hard as it is told, if it can be', async () => {
    const { started } = await start();
    onTestFinished(() => started.workspace.stop());
    const { session, settings } = await open(started);
    expect(() => settings.chooseEffort('low')).toThrow('openai/first has no effort to choose');
    settings.chooseModel('o3');
    expect(() => settings.chooseEffort('extreme')).toThrow(
      'openai/o3 has no effort extreme; it has low, medium, high or default',
    );
    expect(settings.chooseEffort('Low')).toBe('low');
    expect([settings.effort, session.record.effort]).toEqual(['low', 'low']);
    // It is not one of a model that cannot be told.
    settings.chooseModel('first');
    expect(settings.effort).toBeUndefined();
    settings.chooseModel('o3');
    expect(settings.chooseEffort('default')).toBe('default');
    expect(session.record.effort).toBeUndefined();
  });
});

const KEY = 'sk-test-0123456789abcdef';

it('in a file is asked in a process without keys, which is recorded and ends with the workspace', async () => {
  const directory = newDirectory();
  for (const name of ['a.gguf', 'b.gguf']) writeFileSync(join(directory, name), 'GGUF{}');
  const { workspace, create } = await startWorkspace({
    directory,
    env: { PATH: process.env['PATH'] ?? '', OPENAI_API_KEY: KEY, COPY_OF_IT: KEY },
    config: { localModule: join(process.cwd(), 'fixtures/llama/llama-module.mjs'), tools: true },
  });
  const session = await create({ model: 'local/a.gguf' });
  if (!(session instanceof ChatSession) || !session.modelSettings) throw new Error('a model answers');
  const { modelSettings: settings } = session;
  expect(session.modelTitle).toBe('local/a.gguf');
  expect(settings.efforts).toEqual([]);
  expect(await settings.offered()).toEqual({ names: ['local/a.gguf', 'local/b.gguf'], problem: undefined });
  const { answer, model, finish } = await session.waitForTurn(session.send('environment'));
  expect({ model, finish }).toEqual({ model: 'local/a.gguf', finish: 'stop' });
  expect(answer).toContain('"PATH"');
  expect(answer).not.toContain(KEY);
  expect(workspace.children.running).toHaveLength(1);
  // The directory stays.
  expect(settings.chooseModel('b.gguf')).toBe('local/b.gguf');
  await workspace.stop();
  expect(workspace.children.running).toEqual([]);
});
