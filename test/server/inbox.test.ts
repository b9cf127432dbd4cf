// The inbox on a real server: questions of agent processes and of programs in one list, answered from there
// while other clients look at the same ones. Each is answered once.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { isProgram } from '../../src/session/any-session.js';
import type { ProgramSession } from '../../src/session/program/program-session.js';
import { openQuestions, type InboxFacts } from '../../src/session/inbox/open-questions.js';
import { resolvePaths } from '../../src/paths/paths.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';
import { startServer, type StartedServer, type TestClient } from './start-client.js';

const AGENT = fileURLToPath(new URL('../../fixtures/programs/fake-acp-agent.mjs', import.meta.url));
const PREFIX = '\u0011';
const ESCAPE = '\x1b';
const NEXT = '\u000e';

let server: StartedServer;
/** The clock stands still but for this: how long the machine takes for a key does not matter. */
let aheadMs = 0;

beforeEach(async () => {
  aheadMs = 0;
  const startMs = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => startMs + aheadMs);
  const directory = newDirectory();
  server = await startServer({
    config: { agents: { fake: { command: process.execPath, args: [AGENT], mode: 'ask' } } },
    env: { PATH: process.env['PATH'] ?? '', FAKE_AGENT_SESSIONS: join(directory, 'sessions') },
    directory,
  });
});
afterEach(async () => {
  await server.workspace.stop();
  vi.restoreAllMocks();
});

/** Longer than any of the times that matter. */
const later = (): void => void (aheadMs += 1_000);

/** Pressed alone. */
function press(client: TestClient, key: string): void {
  aheadMs += 200;
  client.type(key);
}

async function startAsking(name: string, prompt: string, count = 1): Promise<ChatSession> {
  aheadMs++;
  const chat = (await server.create({ name, agent: 'fake', place: { at: 'tab' } })) as ChatSession;
  chat.send(prompt);
  await waitUntil(`${name} asks`, () => chat.questions.all.length === count);
  return chat;
}

async function startReporting(name: string, text: string): Promise<ProgramSession> {
  aheadMs++;
  const message = Buffer.from(text).toString('base64');
  const report = `printf '\\033]7501;state=blocked:app=test:kind=question:msg=${message}\\033\\\\'; exec cat`;
  const session = await server.create({ kind: 'program', name, command: ['sh', '-c', report] });
  if (!isProgram(session)) throw new Error('not a program');
  await waitUntil(`${name} asks`, () => session.attention.find('question') !== undefined);
  return session;
}

async function openInbox(client: TestClient): Promise<void> {
  client.type(`${PREFIX}i`);
  await client.waitForText(/ inbox: 1 of \d/);
}

const answersOf = async (chat: ChatSession): Promise<string> =>
  chat.capture({ lines: undefined, ansi: false });

it('answers what agents ask, the longest waiting first, and says so in the conversation', async () => {
  const client = server.attach({ rows: 30, cols: 100 });
  const first = await startAsking('first', '[[shell echo one-ran]]');
  const second = await startAsking('second', '[[edit a.txt]]');
  await openInbox(client);
  await client.waitForText('run $ echo one-ran');
  later();
  press(client, 'y');
  await client.waitForText('edit ');
  await waitUntil('the first is answered', () => first.questions.all.length === 0);
  await client.waitForText('+ line one');
  later();
  press(client, '3');
  await client.waitForText('no question is open');
  await waitUntil('the second is answered', () => second.questions.all.length === 0);
  await waitUntil('it ran', async () => (await answersOf(first)).includes('one-ran'));
  expect(await answersOf(first)).toContain('(from the inbox)');
});

it('counts no key before the inbox has shown the question, whatever the pane behind it shows', async () => {
  const client = server.attach({ rows: 30, cols: 100 });
  const chat = await startAsking('asker', '[[shell echo hi]]');
  await client.waitForText('2 y  Allow');
  later();
  client.type(`${PREFIX}i`);
  press(client, 'y');
  await client.waitForText('> y');
  // Nothing of it reached the pane.
  expect(chat.questions.all).toHaveLength(1);
  client.type(ESCAPE);
  await client.waitForNoText('> y');
  client.type(ESCAPE);
  await client.waitForNoText('inbox: 1');
  // The pane's own time starts again.
  press(client, 'y');
  await client.waitForText('> y');
  expect(chat.questions.all).toHaveLength(1);
});

it('gives one reply when it is answered in the pane while another client has it selected', async () => {
  const pane = server.attach({ rows: 24, cols: 80 });
  const chat = await startAsking('asker', '[[shell echo ran >> runs.txt; cat runs.txt]]');
  await pane.waitForText('2 y  Allow');
  const reader = server.attach({ rows: 24, cols: 80 });
  await openInbox(reader);
  await reader.waitForText('2 y  Allow');
  later();
  // Held in both, each for its own time.
  pane.type('y');
  reader.type('n');
  await waitUntil('it is answered', () => chat.questions.all.length === 0);
  await waitUntil('the turn is over', () => chat.state === 'active');
  const text = await answersOf(chat);
  expect(text.match(/\? .*echo ran.*: /g)).toHaveLength(1);
  await reader.waitForText(/this question has ended|no question is open/);
});

it('keeps a question that ended under its reader, and answers no other instead', async () => {
  const reader = server.attach({ rows: 24, cols: 80 });
  const first = await startAsking('first', '[[shell echo one]]');
  const second = await startAsking('second', '[[shell echo two]]');
  await openInbox(reader);
  await reader.waitForText('echo one');
  later();
  expect(await server.call('reply first no')).toMatchObject({ exitCode: 0 });
  await reader.waitForText('this question has ended');
  later();
  press(reader, 'y');
  await reader.waitForText('ended   ');
  expect(second.questions.all).toHaveLength(1);
  expect(first.questions.all).toHaveLength(0);
  press(reader, '\r');
  await reader.waitForText('run $ echo two');
  later();
  press(reader, 'y');
  await waitUntil('the second is answered', () => second.questions.all.length === 0);
});

it('shows all questions of one chat, and counts them as one session that needs the user', async () => {
  const client = server.attach({ rows: 30, cols: 100 });
  const chat = await startAsking('asker', '[[shells 3]]', 3);
  await server.call('hide');
  await client.waitForText('!#2 asker');
  expect(client.bottom().match(/#2 asker/g)).toHaveLength(1);
  await openInbox(client);
  await client.waitForText('inbox: 1 of 3');
  press(client, NEXT);
  await client.waitForText('inbox: 2 of 3');
  await client.waitForText('run $ echo shell-2');
  later();
  press(client, 'n');
  await waitUntil('one is answered', () => chat.questions.all.length === 2);
  expect(chat.questions.all.map(({ text }) => text)).toHaveLength(2);
  await client.waitForText('run $ echo shell-3');
});

it('lets a read-only client look, and nothing else', async () => {
  server.attach({ rows: 24, cols: 80 });
  const reader = server.attach({ rows: 24, cols: 80, readOnly: true });
  const chat = await startAsking('asker', '[[shell echo hi]]');
  await openInbox(reader);
  await reader.waitForText('2 y  Allow');
  later();
  press(reader, 'y');
  await reader.waitForText('attached read-only');
  later();
  expect(chat.questions.all).toHaveLength(1);
});

it('shows what a program asks with its screen, and goes there', async () => {
  const client = server.attach({ rows: 24, cols: 80 });
  const program = await startReporting('deploy', 'Overwrite the file?');
  await server.create({ name: 'other', place: { at: 'tab' } });
  await openInbox(client);
  await client.waitForText('Overwrite the file?');
  press(client, '\r');
  await client.waitForNoText('inbox: 1');
  expect(server.coordinator.focused(server.coordinator.arrangement.viewers.current)).toBe(program);
});

it('stops counting keys when another dialog takes its place', async () => {
  const client = server.attach({ rows: 24, cols: 80 });
  const chat = await startAsking('asker', '[[shell echo hi]]');
  await openInbox(client);
  await client.waitForText('2 y  Allow');
  later();
  client.type('y');
  await server.call('picker');
  await client.waitForText('Needs you');
  // Longer than a key is held.
  const start = Date.now();
  await waitUntil('a held key would have counted', () => Date.now() - start > 300);
  expect(chat.questions.all).toHaveLength(1);
});

describe('the order', () => {
  it('is that of the next session that needs the user, also after a question was answered', async () => {
    const viewer = server.coordinator.arrangement.viewers.current;
    const first = await startAsking('first', '[[shells 2]]', 2);
    const second = await startAsking('second', '[[shell echo two]]');
    await startReporting('third', 'Overwrite?');
    await server.create({ name: 'other', place: { at: 'tab' } });
    const names = (): string[] =>
      openQuestions(server.coordinator.sessions).map(({ session }) => session.name);
    expect(names()).toEqual(['first', 'first', 'second', 'third']);
    // Its second question was asked before that of the second session.
    const [asked] = first.questions.all;
    const option = asked?.kind === 'permission' ? asked.options[2] : undefined;
    if (!asked || !option) throw new Error('nothing is asked');
    first.reply(asked.id, { type: 'option', option }, 'reply');
    await waitUntil('the next one is open', () => first.questions.all.length === 1);
    expect(names()).toEqual(['first', 'second', 'third']);
    const walked: string[] = [];
    for (let count = 0; count < 3; count++) {
      server.coordinator.showNextWaiting(viewer);
      walked.push(server.coordinator.focused(viewer)?.name ?? '');
    }
    expect(walked).toEqual(['first', 'second', 'third']);
    expect(second.questions.all).toHaveLength(1);
  });
});

describe('inbox --json', () => {
  it('has everything that a reply needs', async () => {
    const before = Date.now();
    await startAsking('shell', '[[shell echo hi]]');
    await startAsking('edit', '[[edit a.txt]]');
    await startAsking('form', '[[ask]]');
    const program = await startReporting('deploy', 'Overwrite?');
    const { stdout } = await server.call('inbox --json');
    const facts = openQuestions(server.coordinator.sessions);
    const json = JSON.parse(stdout) as InboxFacts[];
    expect(json.map(({ id }) => id)).toEqual(facts.map(({ id }) => id));
    expect(json).toMatchObject([
      {
        session: { number: 1, name: 'shell' },
        agent: 'fake',
        kind: 'permission',
        command: 'echo hi',
        diffs: [],
        options: [
          { id: 'always', name: 'Always allow', kind: 'allow_always' },
          { id: 'once', name: 'Allow', kind: 'allow_once' },
          { id: 'no', name: 'Reject', kind: 'reject_once' },
        ],
        fields: [],
        answerable: true,
      },
      {
        kind: 'permission',
        command: null,
        diffs: [
          { path: join(server.directory, 'a.txt'), old: null, new: 'line one\nline two\nline three\n' },
        ],
      },
      { kind: 'form', options: [], answerable: true },
      {
        session: { id: program.id },
        agent: null,
        kind: 'program',
        text: 'Overwrite?',
        command: null,
        options: [],
        fields: [],
        answerable: false,
      },
    ]);
    expect(json[2]?.fields[0]).toMatchObject({ name: 'question_0', type: 'choice', required: true });
    for (const { since } of json) {
      expect(since).toBeGreaterThan(before - 5_000);
      expect(since).toBeLessThan(Date.now() + 5_000);
    }
  });
});

describe('qmux inbox', () => {
  it('lists the questions, and opens the inbox only in the terminal of the pane that it is called in', async () => {
    const client = server.attach({ rows: 24, cols: 80 });
    const chat = await startAsking('asker', '[[shell echo hi]]');
    await client.waitForText('2 y  Allow');
    expect((await server.call('inbox')).stdout).toMatch(/^#2 asker {2}fake {2}now {2}run echo hi\n$/);
    client.type(`${PREFIX}:`);
    await client.waitForText(/^:/m);
    client.type(ESCAPE);
    await client.waitForNoText('\n:');
    expect(client.screen().join('\n')).not.toContain('inbox: 1');
    const { socketFile } = resolvePaths({ QMUX_HOME: server.directory }, { serverName: 'default' });
    await server.call('inbox', { QMUX_SESSION: chat.id, QMUX: socketFile });
    await client.waitForText('inbox: 1 of 1');
  });
});

describe('reply', () => {
  it('says by its exit code what became of it', async () => {
    const chat = await startAsking('asker', '[[shells 2]]', 2);
    await startReporting('deploy', 'Overwrite?');
    const idle = await server.create({ name: 'idle' });
    expect(idle.attention.isOpen).toBe(false);
    const [first, second] = chat.questions.all.map(({ id }) => id);
    const codes: [string, number, string][] = [
      ['reply asker yes', 2, `${second} (run echo shell-2)`],
      [`reply asker maybe --question ${first}`, 2, 'has no option maybe'],
      [`reply asker 7 --question ${first}`, 2, 'has no option 7'],
      ['reply asker yes --question gone', 1, 'asks something else now'],
      ['reply idle yes', 1, 'has no question open'],
      ['reply deploy yes', 1, 'answer it in its pane'],
      ['reply nobody yes', 2, 'nobody'],
      // Also one that waits behind another.
      [`reply asker no --question ${second}`, 0, ''],
      ['reply asker once', 0, ''],
      ['reply asker once', 1, 'has no question open'],
    ];
    for (const [line, exitCode, words] of codes) {
      const response = await server.call(line);
      expect([line, response.exitCode]).toEqual([line, exitCode]);
      expect(response.stderr).toContain(words);
    }
  });
});
