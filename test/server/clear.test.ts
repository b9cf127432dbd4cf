// A new conversation in the same session: what stays, what becomes of the one before, and what a kill leaves.

import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';

import { isProgram } from '../../src/session/any-session.js';
import type { LineToEditor } from '../../src/chat/editors/editor-lines.js';
import { clearChat } from '../../src/session/chat/clear-chat.js';
import { EditorSession } from '../../src/session/editors/editor-session.js';
import { headOf } from '../../src/session/chat/write-conversation.js';
import { newId } from '../../src/session/names/new-id.js';
import { SessionFolder } from '../../src/store/session-folder.js';
import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { startChatServer, type ChatServer } from '../harness/chat-server.js';
import { waitUntil } from '../harness/wait-until.js';
import { startWorkspace, type StartedWorkspace } from './start-workspace.js';

let model: ChatServer | undefined;
let started: StartedWorkspace;
afterEach(async () => {
  await started.workspace.stop();
  await model?.stop();
});

async function start(): Promise<void> {
  model = await startChatServer();
  started = await startWorkspace({
    env: { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: model.url, QMUX_MODEL: 'openai/scripted' },
  });
}
const getChat = (name: string): ChatSession => {
  const found = started.workspace.coordinator.resolve(name);
  if (isProgram(found)) throw new Error('not a chat');
  return found;
};
const questions = (chat: ChatSession): string[] => chat.turns().map(({ question }) => question);
async function reopened(name: string): Promise<ChatSession> {
  const [session] = await started.workspace.coordinator.reopenSessions(started.viewer, [name]);
  if (!session || isProgram(session)) throw new Error('not a chat');
  await session.load();
  return session;
}

describe('clear', () => {
  it('begins a new conversation; queue and draft stay, the one before is archived', async () => {
    await start();
    const { coordinator } = started.workspace;
    const chat = (await started.create({ name: 'talk' })) as ChatSession;
    await chat.waitForTurn(chat.send('one'));
    chat.pause();
    chat.send('waits');
    chat.prompt.stash('aside');
    chat.input('half');
    const { id, number } = chat;
    expect(await clearChat(chat, coordinator)).toBe('talk-2');
    expect(getChat('talk')).toBe(chat);
    expect(chat).toMatchObject({ id, number });
    expect(chat.record).toMatchObject({ turns: 0, paused: true });
    expect(questions(chat)).toEqual(['waits']);
    expect(await chat.capture({ lines: 40, ansi: false })).not.toContain('one');
    chat.resume();
    await chat.waitForTurn(chat.turns()[0]?.id ?? '');
    // Nothing of the conversation before goes along.
    expect(model?.requests.at(-1)?.messages).toHaveLength(1);
    const before = await reopened('talk-2');
    expect(before.id).not.toBe(id);
    expect(questions(before)).toEqual(['one']);
    started = await started.startAgain();
    await getChat('talk').load();
    await getChat('talk-2').load();
    expect(questions(getChat('talk'))).toEqual(['waits']);
    expect(questions(getChat('talk-2'))).toEqual(['one']);
    const { disk } = started;
    expect(disk.damage.all).toEqual([]);
    getChat('talk').input('\r');
    expect(questions(getChat('talk')).at(-1)).toBe('half');
    getChat('talk').prompt.stash();
    expect(() => getChat('talk-2').prompt.stash()).toThrow('nothing is stashed');
  });

  it('leaves editors attached, who are told of it and of other changes', async () => {
    await start();
    const chat = (await started.create({ name: 'talk' })) as ChatSession;
    const told: LineToEditor[] = [];
    const notices = (): string[] => told.flatMap((line) => (line.type === 'notice' ? [line.text] : []));
    const editor = new EditorSession(chat, {
      tell: (line) => void told.push(line),
      waitingBytes: 0,
      drained: async () => {},
      hangUp: () => told.push({ type: 'closed', reason: 'hung up' }),
      onBug: (_what, error) => {
        throw error;
      },
    });
    editor.heard({ type: 'begin' });
    for (const text of ['one', 'two']) await chat.waitForTurn(chat.send(text));
    chat.branches.undo();
    const [first] = chat.conversation.tree.nodes;
    if (first) chat.branches.goTo(first);
    const second = chat.conversation.tree.nodes.at(-1);
    if (second) chat.branches.goTo(second);
    expect(notices()).toEqual([
      'question 2 (two) and its answer are out of the context',
      'the conversation went back to question 1 (one); what followed stays as a branch',
      expect.stringMatching(/^the conversation is on another branch now, which ends with question 2 \(two\)/),
    ]);
    await clearChat(chat, started.workspace.coordinator);
    expect(notices().at(-1)).toMatch(/^talk was cleared: a new conversation begins here/);
    told.length = 0;
    editor.heard({ type: 'send', call: 7, text: 'three' });
    await waitUntil('it is answered', () => told.some((line) => line.type === 'ended' && line.call === 7));
    expect(told.map(({ type }) => type)).not.toContain('closed');
    expect(
      told.some((line) => line.type === 'update' && line.update.sessionUpdate === 'agent_message_chunk'),
    ).toBe(true);
    expect(model?.requests.at(-1)?.messages).toHaveLength(1);
    editor.end();
  });

  it('is refused without a conversation and while an answer runs; what an interrupt holds waits on', async () => {
    await start();
    const { coordinator } = started.workspace;
    const chat = (await started.create({ name: 'talk' })) as ChatSession;
    await expect(clearChat(chat, coordinator)).rejects.toThrow('nothing to clear');
    const turn = chat.waitForTurn(chat.send('one'));
    await expect(clearChat(chat, coordinator)).rejects.toThrow('Esc first');
    await turn;
    expect(questions(chat)).toEqual(['one']);
    for (const text of ['two', 'three', 'four']) chat.send(text);
    chat.interrupt();
    await waitUntil('it is interrupted', () => chat.state === 'active');
    await clearChat(chat, coordinator);
    expect(chat.prompt.queued.map(({ text }) => text)).toEqual(['three', 'four']);
    expect(chat.resume()).toBe(true);
    await waitUntil('they are answered', () => chat.turns().every(({ finish }) => finish === 'stop'));
    expect(questions(chat)).toEqual(['three', 'four']);
  });

  it('changes nothing if the folder cannot be renamed', async () => {
    await start();
    const { coordinator } = started.workspace;
    const chat = (await started.create({ name: 'talk' })) as ChatSession;
    await chat.waitForTurn(chat.send('one'));
    const { files } = started.disk;
    const { rename } = files;
    const refused = Object.assign(new Error('no'), { code: 'EACCES' });
    files.rename = (from, to) => (from.endsWith(chat.id) ? Promise.reject(refused) : rename(from, to));
    try {
      await expect(clearChat(chat, coordinator)).rejects.toThrow('cannot be moved');
    } finally {
      files.rename = rename;
    }
    expect(questions(chat)).toEqual(['one']);
    expect(coordinator.archive).toEqual([]);
    expect(chat.record.turns).toBe(1);
    await chat.waitForTurn(chat.send('two'));
    expect(questions(chat)).toEqual(['one', 'two']);
  });

  it('killed after the folder was renamed leaves both', async () => {
    await start();
    const chat = (await started.create({ name: 'talk' })) as ChatSession;
    await chat.waitForTurn(chat.send('one'));
    // What is done before: the list no longer counts the turns here, and the transcript has both names.
    chat.update({ turns: 0 });
    await started.workspace.stop();
    const folder = SessionFolder.open({
      sessionsDir: join(started.directory, 'data', 'default', 'sessions'),
      id: chat.id,
      disk: started.disk,
    });
    const other = { ...chat.record, id: newId(), name: 'talk-2' };
    folder.appendToBegun([headOf(other)]);
    await (await folder.moveTo(other.id)).close();
    started = await startWorkspace({ directory: started.directory });
    const { sessions: open, archive } = started.workspace.coordinator;
    const all = [...open.map(({ record }) => record), ...archive];
    expect(started.disk.damage.all).toEqual([expect.stringContaining('1 chat recovered')]);
    expect(Object.fromEntries(all.map(({ name, turns }) => [name, turns]))).toEqual({ talk: 0, 'talk-2': 1 });
  });
});
