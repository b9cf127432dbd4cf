// One question to several sessions: what each gets, what is shown of the group, and that an error in one
// sends to none.

import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Turn } from '../../src/chat/conversation.js';
import { isProgram } from '../../src/session/any-session.js';
import type { ChatSession } from '../../src/session/chat/chat-session.js';
import { newRepository } from '../git/temporary-repository.js';
import { startChatServer, type ChatServer } from '../harness/chat-server.js';
import { waitUntil } from '../harness/wait-until.js';
import { startServer, type StartedServer } from './start-client.js';

let model: ChatServer;
let server: StartedServer;

beforeEach(async () => {
  model = await startChatServer(({ messages, model: name }) => ({
    pieces: [
      messages.at(-1)?.content === 'count'
        ? Array.from({ length: Number(name.slice(1)) }, (_, at) => `${name}-${at}.`).join('\n\n')
        : `${name} says: ${messages.at(-1)?.content ?? ''}`,
    ],
    end: name === 'slow' ? 'hang' : 'stop',
  }));
  server = await startServer({
    env: {
      PATH: process.env['PATH'] ?? '',
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: model.url,
      QMUX_MODEL: 'openai/fast',
    },
    config: { agents: { ghost: { command: '/nonexistent/ghost' } } },
  });
});
afterEach(async () => {
  await server.workspace.stop();
  await model.stop();
});

const getChat = (name: string): ChatSession => {
  const found = server.coordinator.resolve(name);
  if (isProgram(found)) throw new Error('not a chat');
  return found;
};
const asked = (): string[] => model.requests.map(({ messages }) => messages.at(-1)?.content ?? '');
const fail = async (line: string): Promise<string> => {
  const { stderr, exitCode } = await server.call(line);
  return `${exitCode}: ${stderr.trimEnd()}`;
};

describe('ask', () => {
  it('sends the same bytes to all, and shows the group where it was asked, also after a restart', async () => {
    await server.create({ name: 'asker' });
    await server.create({ name: 'alpha', place: { at: 'background' } });
    await server.create({ name: 'beta', model: 'openai/slow', place: { at: 'background' } });
    const client = server.attach({ cols: 120 });
    await client.waitForText('asker');
    client.type('/ask alpha beta what  is "漢字"?\r');
    await client.waitForText('asked 2: #2 alpha, #3 beta');
    await client.waitForText('asked 2 · 1 done');
    expect(asked()).toEqual(['what  is "漢字"?', 'what  is "漢字"?']);
    getChat('beta').interrupt();
    await client.waitForText('asked 2 · 1 done · 1 failed');
    const again = await server.startAgain();
    try {
      const viewer = again.workspace.coordinator.arrangement.viewers.current;
      expect(viewer).toBeDefined();
      const records = again.workspace.coordinator.sessions.map(({ record }) => record);
      const asker = records.find(({ name }) => name === 'asker');
      expect(records.map(({ asked: each }) => each?.end)).toEqual([undefined, 'stop', 'interrupted']);
      expect(records.flatMap(({ asked: each }) => each?.by ?? [])).toEqual([asker?.id, asker?.id]);
    } finally {
      await again.workspace.stop();
    }
  });

  it('prints session and turn of each, and asks a type or a tab', async () => {
    await server.create({ name: 'alpha', type: 'debug' });
    await server.create({ name: 'beta', type: 'debug', place: { at: 'split', direction: 'right' } });
    await server.create({ name: 'gamma', place: { at: 'background' } });
    const { stdout } = await server.call('ask --type debug --json -- why');
    expect(JSON.parse(stdout)).toEqual(
      ['alpha', 'beta'].map((name) => ({
        session: getChat(name).id,
        turn: getChat(name).record.asked?.turn as string,
      })),
    );
    await server.call('ask --tab alpha is great');
    await waitUntil('all have answered', () => asked().length === 4);
    expect(asked().slice(2)).toEqual(['alpha is great', 'alpha is great']);
    expect(getChat('gamma').record.asked).toBeUndefined();
  });

  it('names only the first of many', async () => {
    for (let at = 1; at <= 11; at++)
      await server.create({ name: `many-${at}`, type: 'debug', place: { at: 'background' } });
    const { stdout } = await server.call('ask --type debug -- why');
    expect(stdout).toBe('asked 11: #1 many-1, #2 many-2, #3 many-3 and 8 more\n');
  });

  it('sends to none when one of them cannot be asked', async () => {
    await server.create({ name: 'alpha' });
    await server.create({ name: 'beta', place: { at: 'background' } });
    const ended = await server.create({
      kind: 'program',
      name: 'prog',
      command: ['/bin/true'],
      place: { at: 'background' },
    });
    await waitUntil('it has ended', () => ended.pid === undefined);
    expect(await fail('ask alpha prog -- x')).toBe(
      '1: prog has ended; Enter in its pane runs it again; nothing was sent',
    );
    expect(await fail('ask alpha nobody -- x')).toContain('2: no session nobody');
    expect(await fail('ask alpha run git checkout -- x')).toMatch(
      /^2: no session run; .*; only sessions stand before the --, nothing was sent$/,
    );
    expect(await fail('ask alpha be brief')).toContain('2: be may be beta');
    expect(await fail('ask what is it')).toContain('2: no session what');
    expect(await fail('ask -- what')).toContain('2: ask needs to know whom');
    expect(await fail('ask alpha beta')).toBe('2: there is no question to ask');
    expect(await fail('ask alpha -- /close')).toContain('2: /close is a command');
    expect(await fail('ask --type hotfix -- x')).toContain('no open session has the type hotfix');
    expect(await fail('ask --type nothing -- x')).toContain('2: no type nothing');
    expect(await fail('ask --tab --type debug -- x')).toContain('not both');
    expect(await fail('ask alpha --tab -- x')).toContain('not both');
    expect(await fail('ask alpha --worktree -- x')).toContain('--worktree needs --models');
    await server.call('close beta');
    expect(await fail('ask alpha beta -- x')).toContain('beta is closed');
    expect([asked(), getChat('alpha').record.asked]).toEqual([[], undefined]);
  });

  it('waits in a chat that is paused, and says so', async () => {
    await server.create({ name: 'alpha' });
    await server.create({ name: 'beta', place: { at: 'background' } });
    await server.call('pause beta');
    expect((await server.call('ask alpha beta -- x')).stdout).toBe(
      'asked 2: #1 alpha, #2 beta; beta holds it until qmux resume beta\n',
    );
    await waitUntil('alpha has answered', () => getChat('alpha').record.asked?.end === 'stop');
    expect(asked()).toEqual(['x']);
    expect(await fail('keep beta')).toBe('1: beta has not begun to answer yet; wait for it');
    await server.call('resume beta');
    await waitUntil('beta has answered', () => getChat('beta').record.asked?.end === 'stop');
  });
});

describe('compare without names', () => {
  it('lays the panes side by side, scrolls them together, and is undone in one step', async () => {
    await server.create({ name: 'asker' });
    await server.create({ name: 'long', model: 'openai/n60', place: { at: 'split', direction: 'right' } });
    await server.create({ name: 'longer', model: 'openai/n240', place: { at: 'background' } });
    const client = server.attach({ cols: 120 });
    server.coordinator.showSession(server.coordinator.arrangement.viewers.current, getChat('asker'));
    await client.waitForText('asker');
    expect((await server.call('compare')).stderr).toContain('compare needs a chat, or two');
    client.type('/ask long longer count\r');
    await client.waitForText('asked 2 · 2 done');
    const before = server.coordinator.arrangement.workspace;
    const reader = server.attach({ cols: 120, readOnly: true });
    await reader.waitForText('asked 2 · 2 done');
    reader.type('\x11:compare\r');
    await reader.waitForText('attached read-only: the panes are not moved here');
    reader.detach();
    client.type('/compare\r');
    await client.waitForText(/#2 long.*┬.*#3 longer/);
    await client.waitForText('long, longer scroll together');
    await client.waitForText(/n60-59\..*│.*n240-239\./);
    // By turn: the question is at the top of both.
    client.type('\x11[g');
    await client.waitForText(/▎ count.*│.*▎ count/);
    // By share: half of the one is half of the other.
    const top = (): number[] =>
      client
        .screen()[1]
        ?.match(/(?<=n\d+-)\d+/g)
        ?.map(Number) ?? [];
    client.type('20\x05'.repeat(3));
    await waitUntil('it has scrolled', () => top().length === 2, {
      describe: () => client.screen().join('\n'),
    });
    const [one = 0, other = 0] = top();
    // Of the rows by which each can scroll: two a paragraph, but for those in view at the end.
    const share = (paragraph: number, count: number): number => (2 * paragraph) / (2 * count - 20);
    expect(Math.abs(share(other, 240) - share(one, 60))).toBeLessThan(0.03);
    expect(one).toBeGreaterThan(20);
    // And the end of the one the end of the other.
    client.type('G');
    await client.waitForText(/n60-59\..*│.*n240-239\./);
    client.type('gq');
    await client.waitForText(/n60-59\..*│.*n240-239\./);
    client.type('\x11U');
    await client.waitForText('asker');
    expect(server.coordinator.arrangement.workspace).toEqual(before);
  });
});

describe('keep', () => {
  const turnsOf = (name: string): string[][] =>
    getChat(name).conversation.turns.map(({ question, answer, model: by }) => [question, answer, by]);
  const waitForAnswers = (...names: string[]): Promise<unknown> =>
    waitUntil('all have answered', () =>
      names.every((name) => getChat(name).record.asked?.end !== undefined),
    );

  it('of a long answer leaves turns of the loop to others, and is refused if one of them asks something', async () => {
    for (const name of ['asker', 'alpha', 'beta']) await server.create({ name, place: { at: 'background' } });
    const asker = getChat('asker');
    const client = server.attach();
    await server.call('switch asker');
    client.type('/ask alpha beta why\r');
    await client.waitForText('asked 2');
    await waitForAnswers('alpha', 'beta');
    const [turn] = getChat('alpha').conversation.turns;
    const answer = 'A "line" of 日本 🙂\n'.repeat(60_000);
    Object.assign(turn as object, { answer });
    let turnsOfLoop = 0;
    let onTurn = (): void => {};
    const keep = async (): Promise<string> => {
      turnsOfLoop = 0;
      const kept = server.call('keep alpha');
      let isOver = false;
      const look = (): void => {
        turnsOfLoop++;
        onTurn();
        onTurn = () => {};
        if (!isOver) setImmediate(look);
      };
      setImmediate(look);
      const { stderr } = await kept;
      isOver = true;
      return stderr;
    };
    onTurn = () => void server.call('send asker meanwhile');
    expect(await keep()).toMatch(/^(an answer is running|questions wait in asker)/);
    expect(turnsOfLoop).toBeGreaterThan(0);
    await waitUntil('it has answered', () => asker.conversation.turns[0]?.finish === 'stop');
    expect(turnsOf('asker').map(([question]) => question)).toEqual(['meanwhile']);
    expect(server.coordinator.archive).toEqual([]);
    expect(await keep()).toBe('');
    expect(turnsOfLoop).toBeGreaterThan(1);
    expect(asker.conversation.turns.map((each) => each.answer)).toEqual(['fast says: meanwhile', answer]);
    // The file has it as well.
    const exported = JSON.parse((await server.call('export asker --format json')).stdout) as {
      turns: Turn[];
    };
    expect(exported.turns[1]?.answer).toBe(answer);
    const { id } = asker;
    await server.call('close asker');
    expect((await server.call(`export ${id} --format json`)).stdout).toContain(
      JSON.stringify(answer).slice(-500),
    );
  });

  it('makes the answer the continuation of the chat that asked, and archives the others', async () => {
    await server.create({ name: 'asker' });
    await server.create({ name: 'alpha', model: 'openai/other', place: { at: 'background' } });
    await server.create({ name: 'beta', place: { at: 'split', direction: 'right' } });
    await server.create({ name: 'gamma', place: { at: 'background' } });
    const client = server.attach({ cols: 150 });
    server.coordinator.showSession(server.coordinator.arrangement.viewers.current, getChat('asker'));
    await client.waitForText('asker');
    client.type('before\r');
    await client.waitForText('fast says: before');
    client.type('/ask alpha beta gamma why\r');
    await waitForAnswers('alpha', 'beta', 'gamma');
    await server.call('send alpha --wait and then');
    const before = server.coordinator.arrangement.workspace;
    client.type('/keep alpha\r');
    await client.waitForText(
      'this is the answer of #2 alpha (openai/other); the same was asked of beta, gamma',
    );
    await client.waitForText('alpha goes on in #1 asker; archived beta, gamma');
    expect(turnsOf('asker')).toEqual([
      ['before', 'fast says: before', 'openai/fast'],
      ['why', 'other says: why', 'openai/other'],
      ['and then', 'other says: and then', 'openai/other'],
    ]);
    expect(server.coordinator.sessions.map(({ name }) => name)).toEqual(['asker', 'alpha']);
    expect(server.coordinator.archive.map(({ name }) => name).sort()).toEqual(['beta', 'gamma']);
    client.type('\x11u');
    await client.waitForText('asker ends again where it did before the answer was kept');
    const open = server.coordinator.sessions.map(({ name }) => name);
    expect(open.sort()).toEqual(['alpha', 'asker', 'beta', 'gamma']);
    expect(server.coordinator.arrangement.workspace).toEqual(before);
    expect(turnsOf('asker')).toEqual([['before', 'fast says: before', 'openai/fast']]);
    await server.call('switch asker');
    await client.waitForText('asked 3 · 3 done');
    await server.call('keep beta');
    expect(turnsOf('asker').at(-1)).toEqual(['why', 'fast says: why', 'openai/fast']);
    expect(await fail('keep beta')).toContain('one of these answers was kept in asker already');
    // Another choice takes its place.
    await server.call('reopen alpha');
    await server.call('keep alpha');
    expect(turnsOf('asker').map(([question]) => question)).toEqual(['before', 'why', 'and then']);
    await server.call('switch asker');
    client.type('next\r');
    await client.waitForText('fast says: next');
    expect(model.requests.at(-1)?.messages.map(({ content }) => content)).toEqual([
      'before',
      'fast says: before',
      'why',
      'other says: why',
      'and then',
      'other says: and then',
      'next',
    ]);
  });

  it('puts the answer beside its own when the chat that asked was asked too', async () => {
    await server.create({ name: 'asker' });
    await server.create({ name: 'alpha', model: 'openai/other', place: { at: 'background' } });
    const client = server.attach({ cols: 120 });
    await client.waitForText('asker');
    client.type('/ask asker alpha -- why\r');
    await waitForAnswers('asker', 'alpha');
    client.type('/keep alpha\r');
    await client.waitForText('this is the answer of #2 alpha (openai/other)');
    expect(turnsOf('asker')).toEqual([['why', 'other says: why', 'openai/other']]);
    expect(getChat('asker').conversation.tree.nodes).toHaveLength(2);
  });

  it('changes nothing while an answer is still coming, or when no chat can take it', async () => {
    await server.create({ name: 'asker' });
    await server.create({ name: 'alpha', model: 'openai/slow', place: { at: 'background' } });
    await server.create({ name: 'beta', place: { at: 'background' } });
    const client = server.attach({ cols: 120 });
    await client.waitForText('asker');
    expect(await fail('keep beta')).toContain('beta was not asked together with others');
    client.type('/ask alpha beta why\r');
    await waitForAnswers('beta');
    await waitUntil('alpha has begun', () => getChat('alpha').conversation.turns.length === 1);
    expect(await fail('keep alpha')).toContain('alpha is still answering');
    expect((await server.call('keep beta')).stdout).toBe(
      'beta goes on in #1 asker; archived alpha; qmux reopen takes it back; what still runs there is cut after 10 s\n',
    );
    await server.call('reopen');
    await server.call('close asker');
    expect(await fail('keep beta')).toContain('the chat that asked, asker, is closed');
    expect(server.coordinator.sessions.map(({ name }) => name)).toEqual(['alpha', 'beta']);
  });

  it.each([
    ['reopen', 'layout undo'],
    ['layout undo', 'reopen'],
  ])('of one of several side by side is taken back with its panes by %s, then %s', async (...lines) => {
    const names = ['alpha', 'beta', 'gamma'];
    await server.create({ name: 'asker' });
    await server.create({ name: 'alpha', place: { at: 'split', direction: 'right' } });
    await server.create({ name: 'beta', place: { at: 'tab' } });
    await server.create({ name: 'gamma', place: { at: 'background' } });
    const client = server.attach();
    await server.call('switch asker');
    const before = server.coordinator.arrangement.workspace;
    client.type('/ask alpha beta gamma why\r');
    await waitForAnswers(...names);
    await server.call('compare');
    expect(server.coordinator.arrangement.workspace).not.toEqual(before);
    expect((await server.call('keep alpha')).stderr).toBe('');
    for (const line of lines) expect(await server.call(line)).toMatchObject({ stderr: '', exitCode: 0 });
    expect(server.coordinator.arrangement.workspace).toEqual(before);
    expect(server.coordinator.sessions.map(({ name }) => name).sort()).toEqual([
      'alpha',
      'asker',
      'beta',
      'gamma',
    ]);
  });

  it('keeps one of those that a shell asked, and archives the others', async () => {
    await server.create({ name: 'alpha' });
    await server.create({ name: 'beta', place: { at: 'background' } });
    await server.call('ask alpha beta -- why');
    await waitForAnswers('alpha', 'beta');
    const { stdout } = await server.call('keep beta --json');
    expect(JSON.parse(stdout)).toMatchObject({ session: getChat('beta').id, in: null, merge: null });
    expect(server.coordinator.sessions.map(({ name }) => name)).toEqual(['beta']);
  });
});

describe('keep of a session with a worktree', () => {
  it('merges it after the same questions, and keeps nothing where it is not merged', async () => {
    const { root, git, gitIn: inDirectory, write } = newRepository();
    await server.create({ name: 'asker', cwd: root });
    const client = server.attach({ cols: 120, rows: 30 });
    await client.waitForText('asker');
    client.type('/ask --models openai/one,openai/two --worktree -- why\r');
    await client.waitForText('two says: why');
    await client.waitForText('one says: why');
    await waitUntil('both have answered', () => getChat('two').record.asked?.end === 'stop');
    expect([getChat('one').record.cwd, getChat('two').record.cwd]).toEqual([`${root}-one`, `${root}-two`]);
    write(`${root}-one/b.txt`, 'b\n');
    inDirectory(`${root}-one`, 'add', '.');
    inDirectory(`${root}-one`, 'commit', '-q', '-m', 'B');
    write(`${root}-one/c.txt`, 'c\n');
    expect(await fail('keep one')).toMatch(/^1: one has c.txt not committed; .*; nothing was kept/);
    client.type('/keep one\r');
    await client.waitForText('merge one into main?');
    await client.waitForText('reopen brings the archived sessions back, and asks about the merge');
    await client.waitForText(
      /c commit them first +m merge without them +s as one commit +n keep without merging/,
    );
    expect(getChat('asker').conversation.turns).toEqual([]);
    client.type('m');
    await client.waitForText(
      /archived two; .*merged 1 commit of one into main.*--undo takes the merge\s+back/s,
    );
    expect(git('log', '--format=%s', 'main').split('\n')).toContain('B');
    expect(getChat('asker').conversation.turns.map(({ answer }) => answer)).toEqual(['one says: why']);
    expect(existsSync(`${root}-two`)).toBe(true);
    // git has it: it is taken back as well only if the user says so.
    client.type('\x11u');
    await client.waitForText('take the merge of one into main back as well?');
    expect(git('log', '--format=%s', 'main')).toContain('B');
    client.type('y');
    await client.waitForText(/main ends with [0-9a-f]{12} again; the commits of one stay on its branch/);
    expect(git('log', '--format=%s', 'main')).not.toContain('B');
    expect(existsSync(`${root}/b.txt`)).toBe(false);
    expect(getChat('asker').conversation.turns).toEqual([]);
  });
});

describe('ask --models', () => {
  it('makes a session for each, side by side, in one step to undo', async () => {
    await server.create({ name: 'asker' });
    const client = server.attach({ cols: 120 });
    await client.waitForText('asker');
    client.type('/ask --models openai/gpt-x,openai/gpt-x,openai/other why is it so\r');
    await client.waitForText(/#2 gpt-x .*┬.*#3 gpt-x-2 .*┬.*#4 other/);
    await waitUntil('all three were asked', () => asked().length === 3);
    expect(asked()).toEqual(['why is it so', 'why is it so', 'why is it so']);
    expect(getChat('gpt-x').record.asked?.by).toBe(getChat('asker').id);
    const { tabs } = server.coordinator.arrangement.workspace;
    client.type('\x11U');
    await client.waitForText('asked 3 · 3 done');
    expect(server.coordinator.arrangement.workspace.tabs).toEqual(tabs.slice(0, 1));
  });

  it('leaves nothing when one of them cannot be had', async () => {
    await server.create({ name: 'asker' });
    const before = server.coordinator.arrangement.workspace;
    expect(await fail('ask --models openai/a,nowhere/none -- x')).toContain('unknown provider');
    expect(await fail('ask --models openai/a,,b -- x')).toContain('commas between');
    expect(await fail('ask --models openai/a,ghost -- x')).toContain('ghost');
    expect(await fail(`ask --models openai/a --worktree -- x`)).toContain('is not in a git repository');
    expect(server.coordinator.sessions.map(({ name }) => name)).toEqual(['asker']);
    expect([server.coordinator.archive, asked()]).toEqual([[], []]);
    expect(server.coordinator.arrangement.workspace).toBe(before);
  });
});
