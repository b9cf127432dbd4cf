// The coordinator over real sessions, a real store and a real wire format: what survives, what is removed,
// what fails.

import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { isProgram } from '../../src/session/any-session.js';
import { UserError } from '../../src/text/user-error.js';
import { startChatServer, type ChatScript, type ChatServer } from '../harness/chat-server.js';
import { waitUntil } from '../harness/wait-until.js';
import { startWorkspace, type StartedWorkspace } from './start-workspace.js';

const SESSIONS = process.env['QMUX_TEST_LONG'] ? 100 : 12;

let model: ChatServer | undefined;
let started: StartedWorkspace;
afterEach(async () => {
  await started.workspace.stop();
  await model?.stop();
  model = undefined;
});

const withModel = async (script: ChatScript): Promise<StartedWorkspace> => {
  model = await startChatServer(script);
  return startWorkspace({
    env: { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: model.url, QMUX_MODEL: 'openai/scripted' },
  });
};
const getChat = (session: { id: string }): ChatSession => {
  const found = started.workspace.coordinator.find(session.id);
  if (!found || isProgram(found)) throw new Error('not an open chat');
  return found;
};
const sessionFolders = (): string[] => readdirSync(join(started.directory, 'data', 'default', 'sessions'));

describe('many chats at once', () => {
  const piecesOf = (question: string): string[] =>
    Array.from({ length: 15 }, (_, at) => `${question}-${at}${at % 4 === 3 ? '\n\n' : ' '}`);

  it(`stream side by side, ${SESSIONS} of them, and each transcript equals its script`, async () => {
    started = await withModel(({ messages }) => ({
      pieces: piecesOf(messages.at(-1)?.content ?? ''),
      delayMs: 10,
    }));
    const { coordinator } = started.workspace;
    const chats: ChatSession[] = [];
    for (let at = 0; at < SESSIONS; at++) chats.push(getChat(await started.create()));
    const turns = chats.flatMap((chat, at) =>
      [`s${at}q0`, `s${at}q1`].map((question) => chat.waitForTurn(chat.send(question))),
    );
    let switches = 0;
    while (chats.some(({ running }) => running !== undefined)) {
      const chat = chats[(switches++ * 7) % SESSIONS] as ChatSession;
      coordinator.showSession(started.viewer, chat);
      coordinator.showSession(started.viewer, chat);
      await new Promise((resolve) => setImmediate(resolve));
      expect(coordinator.focused(started.viewer)).toBe(chat);
      expect(chat.record.unread).toBe(0);
    }
    expect((await Promise.all(turns)).map(({ finish }) => finish)).toEqual(turns.map(() => 'stop'));
    expect(switches).toBeGreaterThan(10);
    for (const [at, chat] of chats.entries()) {
      expect(chat.turns().map(({ question, answer }) => ({ question, answer }))).toEqual(
        [0, 1].map((turn) => ({
          question: `s${at}q${turn}`,
          answer: piecesOf(`s${at}q${turn}`).join(''),
        })),
      );
    }
    started = await started.startAgain();
    expect(getChat(chats[3] as ChatSession).turns()[1]?.answer).toBe(piecesOf('s3q1').join(''));
  });
});

describe('a paused chat', () => {
  it('is still paused after a restart, with what it held', async () => {
    started = await withModel(() => ({ pieces: ['answer'] }));
    const id = (await started.create()).id;
    expect(getChat({ id }).pause()).toBe(true);
    getChat({ id }).send('held');
    started = await started.startAgain();
    expect(getChat({ id }).state).toBe('paused');
    expect(model?.requests).toEqual([]);
    expect(getChat({ id }).turns()).toMatchObject([{ question: 'held', finish: undefined }]);
    const held = getChat({ id }).turns()[0]?.id ?? '';
    await expect(getChat({ id }).waitForTurn(held)).rejects.toThrow(
      'the chat is paused and holds the question',
    );
    expect(getChat({ id }).resume()).toBe(true);
    expect(await getChat({ id }).waitForTurn(held)).toMatchObject({ answer: 'answer', finish: 'stop' });
    expect(getChat({ id }).state).toBe('active');
  });
});

describe('an archived session', () => {
  it('that is deleted is gone for good, also while its answer still ran', async () => {
    started = await withModel(() => ({ pieces: ['half'], end: 'hang' }));
    const { coordinator } = started.workspace;
    const other = await started.create({ name: 'other' });
    const chat = getChat(await started.create({ name: 'gone' }));
    chat.send('question');
    await waitUntil('it streams', () => chat.turns()[0]?.answer === 'half');
    expect(() => coordinator.resolveArchived('gone')).toThrow('gone is open; close it first');
    expect(() => coordinator.resolveArchived(`${chat.number}`)).toThrow('gone is open; close it first');
    await coordinator.closeSession(chat);
    await coordinator.deleteSessions([coordinator.resolveArchived('gone')]);
    expect(sessionFolders()).toEqual(sessionFolders().filter((name) => name === other.id));
    expect(() => coordinator.resolveArchived('gone')).toThrow('no session gone; /sessions --all lists them');
    started = await started.startAgain();
    expect(started.workspace.coordinator.archive).toEqual([]);
    expect(sessionFolders()).not.toContain(chat.id);
  });

  it('is found by the time of its closing', async () => {
    started = await startWorkspace();
    const { coordinator } = started.workspace;
    await started.create();
    const closed = await started.create();
    await coordinator.closeSession(closed);
    const { archivedAt = 0 } = coordinator.archive[0] ?? {};
    expect(coordinator.closedBefore(archivedAt)).toEqual([]);
    expect(coordinator.closedBefore(archivedAt + 1)).toEqual([closed.record]);
  });

  it('taken back within its time comes with the running answer whole', async () => {
    started = await withModel(({ messages }) => ({
      pieces: Array.from({ length: 20 }, (_, at) => `${messages.length}${at} `),
      delayMs: 20,
    }));
    const { coordinator } = started.workspace;
    await started.create();
    const chat = getChat(await started.create({ name: 'taken-back' }));
    const turn = chat.waitForTurn(chat.send('question'));
    await waitUntil('it streams', () => (chat.turns()[0]?.answer ?? '') !== '');
    await coordinator.closeSession(chat);
    expect((await coordinator.reopenLast(started.viewer)).sessions).toEqual([chat]);
    expect(await turn).toMatchObject({ finish: 'stop' });
    expect((await turn).answer.split(' ')).toHaveLength(21);
  });

  it('whose server ended within that time comes back with its answer marked as cut', async () => {
    started = await withModel(() => ({ pieces: ['half'], end: 'hang' }));
    await started.create();
    const chat = getChat(await started.create({ name: 'cut' }));
    chat.send('question');
    await waitUntil('it streams', () => chat.turns()[0]?.answer === 'half');
    await started.workspace.coordinator.closeSession(chat);
    started = await started.startAgain();
    const { coordinator } = started.workspace;
    const [back] = await coordinator.reopenSessions(started.viewer, ['cut']);
    expect(getChat(back as ChatSession).turns()).toMatchObject([
      { question: 'question', answer: 'half', finish: 'cut' },
    ]);
  });
});

describe('an operation that fails', () => {
  const picture = (): unknown => {
    const { coordinator } = started.workspace;
    return structuredClone({
      open: coordinator.sessions.map(({ record }) => ({ ...record, lastUsed: 0 })),
      archive: coordinator.archive,
      workspace: coordinator.arrangement.workspace,
      view: started.viewer.view,
    });
  };

  it.each([
    ['a name that is taken', { name: 'FIRST' }, 'name FIRST is taken'],
    ['a bad name', { name: '-x' }, 'begins with -'],
    ['an unknown type', { type: 'poem' }, 'no type poem'],
    ['an unknown provider', { model: 'nobody/x' }, 'unknown provider'],
    ['a directory that is not there', { cwd: '/no/such' }, 'no directory /no/such'],
    ['one more than the limit', {}, 'the limit of max_sessions'],
  ])('because of %s leaves everything as it was', async (_what, wishes, message) => {
    started = await startWorkspace({ config: { maxSessions: Object.keys(wishes).length === 0 ? 1 : 9 } });
    await started.create({ name: 'first' });
    const before = picture();
    await expect(started.create(wishes)).rejects.toThrow(message);
    await expect(started.create(wishes)).rejects.toBeInstanceOf(UserError);
    expect(picture()).toEqual(before);
  });

  it('because the folder cannot be removed keeps the session', async () => {
    started = await startWorkspace();
    const { coordinator } = started.workspace;
    await started.create();
    const kept = await started.create({ name: 'kept' });
    await coordinator.closeSession(kept);
    const folder = join(started.directory, 'data', 'default', 'sessions', kept.id);
    // What is in the place that the folder is moved to before it is emptied.
    mkdirSync(join(`${folder}.removed`, 'in-the-way'), { recursive: true });
    const before = picture();
    const deletion = coordinator.deleteSessions([coordinator.resolveArchived('kept')]);
    await expect(deletion).rejects.toThrow('the session cannot be removed');
    expect(picture()).toEqual(before);
    expect(existsSync(folder)).toBe(true);
  });
});
