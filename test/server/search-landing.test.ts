// Where a hit of a search leads in the client that searched: to its line in an open session, or into a pane in
// which a closed one is read without a trace.

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { openHit } from '../../src/commands/search/open-hit.js';
import { wordPattern } from '../../src/commands/search/word-pattern.js';
import { defaultConfig } from '../../src/config/options.js';
import { resolvePaths } from '../../src/paths/paths.js';
import type { Hit } from '../../src/search/hit.js';
import { HIT } from '../dialogs/all-dialogs.js';
import { waitUntil } from '../harness/wait-until.js';
import { newDirectory } from '../temporary-directory.js';
import { startServer, type StartedServer, type TestClient } from './start-client.js';

let server: StartedServer;
let client: TestClient;
let sessionsDir: string;

/** Forty turns; the seventh has a word in a list, in its reasoning and in a link's address. */
const RECORDS = [
  { type: 'version', version: 2 },
  ...Array.from({ length: 40 }, (_, at) => {
    const id = `t${at}`;
    const parent = at === 0 ? null : `t${at - 1}`;
    return [
      { type: 'question', id, parent, text: `question ${at}`, at },
      { type: 'begin', id, model: 'openai/scripted', at },
      ...(at === 7 ? [{ type: 'thought', turn: id, text: 'an otter', at }] : []),
      {
        type: 'piece',
        id,
        text: `answer ${at}\n\n- the **kingfisher** of 魚${at}\n\n[link](https://a/heron)\n`,
      },
      { type: 'finish', id, finish: 'stop', at },
    ];
  }).flat(),
];

const fileOf = (id: string): string => join(sessionsDir, id, 'transcript.jsonl');

function writeChat(id: string, name: string, more: readonly object[] = []): void {
  mkdirSync(join(sessionsDir, id), { recursive: true });
  const head = { type: 'session', version: 1, id, name, kind: 'chat', sessionType: 'chat', created: 1 };
  const lines = [head, ...RECORDS, ...more].map((record) => JSON.stringify(record));
  writeFileSync(fileOf(id), `${lines.join('\n')}\n`);
}

const hitIn = (id: string, change: Partial<Hit> = {}): Hit => ({
  ...HIT,
  session: id,
  file: fileOf(id),
  name: id,
  turnId: 't7',
  turn: 8,
  text: '- the **kingfisher** of 魚7',
  ...change,
});

/** As Enter does in the dialog. */
async function open(hit: Hit, words: string): Promise<void> {
  const [surface] = server.workspace.clients;
  if (!surface) throw new Error('nobody is attached');
  const { coordinator } = server;
  const { search } = server.workspace;
  const context = { coordinator, viewer: surface.viewer, config: defaultConfig(), surface, search };
  await openHit(context, hit, wordPattern(words));
}

const BRANCHED = [
  { type: 'head', turn: 't2' },
  { type: 'question', id: 'b', parent: 't2', text: 'another way', at: 1 },
  { type: 'begin', id: 'b', model: 'openai/scripted', at: 1 },
  { type: 'finish', id: 'b', finish: 'stop', at: 1 },
];

beforeAll(async () => {
  const directory = newDirectory();
  ({ sessionsDir } = resolvePaths({ QMUX_HOME: directory }, { serverName: 'default' }));
  for (const id of ['old', 'open', 'damaged']) writeChat(id, `${id}-chat`);
  writeChat('two', 'two-ways', BRANCHED);
  writeChat('waiting', 'waiting-chat', [
    { type: 'question', id: 'w', parent: 't39', text: 'the wagtail', at: 1 },
  ]);
  writeAgent(directory);
  const env = { HOME: directory, PATH: `${directory}:${process.env['PATH']}` };
  server = await startServer({ directory, env });
  server.attach({ rows: 20, cols: 100 }).detach();
  for (const name of ['open-chat', 'two-ways']) await server.call(`reopen ${name}`);
});
beforeEach(() => (client = server.attach({ rows: 20, cols: 100 })));
afterEach(() => client.detach());
afterAll(() => server.workspace.stop());

it('is found with keys, from the prefix to the line', async () => {
  await server.call('switch open-chat');
  client.type('\u0011/');
  await client.waitForText('in any order');
  client.type('魚7 kingfisher');
  await client.waitForText(/search everything: [3-9] hits/);
  client.type('\t');
  await client.waitForText(/search open-chat: 1 hit /);
  await client.waitForText(/>#\d open-chat +chat .*the \*\*kingfisher\*\* of 魚7/);
  client.type('\r');
  await client.waitForText(/open-chat.*hit \d+\/\d+ /);
  client.type('q\u0011/');
  await client.waitForText('Up brings back');
  client.type('\u001b[A');
  await client.waitForText('find: 魚7 kingfisher');
  client.type('\u0003\u0003');
  await client.waitForNoText('find:');
});

describe('a hit in an open chat', () => {
  it('is gone to in its turn, with the words marked', async () => {
    await server.call('switch chat-1');
    await open(hitIn('open'), '魚7 kingfisher');
    await client.waitForText(/open-chat.*hit \d+\/\d+ /);
    const [row] = client.screen().flatMap((text, at) => (text.includes('魚7') ? [at] : []));
    expect(row).toBeLessThan(12);
    client.type('u');
    await client.waitForText('what you read is open already');
    client.type('q');
    await client.waitForNoText('hit');
  });

  it.each([
    [
      'its reasoning',
      { part: 'thought', text: 'an otter' },
      'otter',
      'this is the turn: the words are in its reasoning',
    ],
    ['a link', { part: 'answer', text: 'x' }, 'weasel', 'this is the turn: the words are in a link'],
  ] as const)(
    'whose words are in %s is gone to at the first line of its turn',
    async (_, hit, words, said) => {
      await open(hitIn('open', hit), words);
      await client.waitForText(said);
      expect(client.screen().join('\n')).toContain('question 7');
    },
  );

  it('is read from its file if it is on a branch that is not shown', async () => {
    await open(hitIn('two'), 'kingfisher');
    await client.waitForText('[reading] two');
    await client.waitForText('魚7');
    await open(hitIn('two', { turnId: 'b', text: 'another way' }), 'another way');
    await client.waitForText(/two-ways.*hit 1\/2/);
    await client.waitForNoText('[reading]');
  });
});

describe('a hit in a closed chat', () => {
  const open_ = (): Promise<void> => open(hitIn('old', { archived: true }), 'kingfisher');

  it('is read in the focused pane, and leaves no trace', async () => {
    const before = readFileSync(fileOf('old'), 'utf8');
    const names = server.coordinator.sessions.map(({ name }) => name);
    await server.call('switch chat-1');
    await open_();
    await client.waitForText(/#1 \[reading\] old.*archived.* hit 8\/40 .*u reopens/);
    expect(client.screen().join('\n')).toContain('the kingfisher of 魚7');
    // It stays where it is while its pane is hidden, and finds its place at another width.
    await server.call('switch open-chat');
    await client.waitForNoText('[reading]');
    await server.call('switch chat-1');
    await client.waitForText('[reading] old');
    const other = server.attach({ rows: 20, cols: 60 });
    other.type('\u0011');
    await waitUntil('the view has another width', () => /魚7 *$/m.test(client.screen().join('\n')));
    other.detach();
    client.type('q');
    await client.waitForNoText('[reading]');
    expect(server.coordinator.sessions.map(({ name }) => name)).toEqual(names);
    expect(readFileSync(fileOf('old'), 'utf8')).toBe(before);
  });

  it('is not opened by a client that only looks', async () => {
    await server.call('switch chat-1');
    client.detach();
    client = server.attach({ rows: 40, cols: 120, readOnly: true });
    await client.waitForText('chat-1');
    await open(hitIn('open'), 'kingfisher');
    await client.waitForText(/\[reading\] open/);
  });

  it('is said to be queued, and to be gone once it was taken back', async () => {
    const queued = hitIn('waiting', { turnId: 'w', text: 'the wagtail' });
    await server.call('switch chat-1');
    await open(queued, 'wagtail');
    await client.waitForText('the words are in a prompt that is queued');
    await server.call('reopen waiting-chat');
    await open(queued, 'wagtail');
    await client.waitForText('the words are no longer in this conversation; search again');
    await server.call('close waiting-chat');
  });

  it('says what is wrong with its file, and changes nothing', async () => {
    writeFileSync(fileOf('damaged'), 'no record\n');
    await expect(open(hitIn('damaged'), 'x')).rejects.toThrow('damaged has nothing that can be read');
    await expect(open(hitIn('gone'), 'x')).rejects.toThrow(/gone is gone/);
    expect(readFileSync(fileOf('damaged'), 'utf8')).toBe('no record\n');
  });

  it('is reopened by u', async () => {
    await open_();
    await client.waitForText('[reading]');
    client.type('uu');
    await client.waitForText(/old-chat +chat.* hit 8\/40 /);
    expect(client.screen().join('\n')).toContain('the kingfisher of 魚7');
    expect(server.coordinator.sessions.filter(({ name }) => name === 'old-chat')).toHaveLength(1);
  });
});

describe('a hit in what an agent keeps', () => {
  it('is read in the focused pane, and resumed by u in its directory', async () => {
    await server.call('switch chat-1');
    const { hits } = await server.workspace.search.search(
      { words: 'pelican 魚', exact: false, limit: 9, in: 'agents' },
      { signal: new AbortController().signal },
    );
    expect(hits.map(({ source, conversation }) => [source, conversation])).toEqual([['claude', 'id-1']]);
    for (const hit of hits) await open(hit, 'pelican');
    await client.waitForText(/\[reading\] where .*hit 1\/1 .*u resumes/);
    expect(client.screen().join('\n')).toContain('the pelican eats 魚');
    // Nothing is lost by what cannot be done.
    renameSync(join(server.directory, 'claude'), join(server.directory, 'claude-away'));
    client.type('uu');
    await client.waitForText('no program claude on PATH');
    expect(client.screen().join('\n')).toMatch(/\[reading\] where/);
    renameSync(join(server.directory, 'claude-away'), join(server.directory, 'claude'));
    client.type('u');
    await client.waitForText('resumed with --resume id-1');
    const agent = server.coordinator.sessions.find(({ record }) => record.kind === 'program');
    expect(agent?.record.cwd).toBe(server.directory);
    // It is open now: the same key goes there.
    agent?.update({ conversation: 'id-1' });
    await server.call('switch chat-1');
    for (const hit of hits) await open(hit, 'pelican');
    await client.waitForText(/u goes there/);
    await server.call('close claude');
  });
});

/** A transcript of Claude Code, and a program of that name. */
function writeAgent(directory: string): void {
  const project = join(directory, '.claude', 'projects', 'one');
  mkdirSync(project, { recursive: true });
  const common = { sessionId: 'id-1', cwd: directory, timestamp: '2026-11-29T10:00:00.000Z' };
  const records = [
    {
      type: 'user',
      message: { role: 'user', content: 'where is it?' },
      uuid: 'a',
      parentUuid: null,
      promptSource: 'typed',
    },
    {
      type: 'assistant',
      message: { role: 'assistant', content: [{ type: 'text', text: 'the pelican eats 魚' }] },
      uuid: 'b',
      parentUuid: 'a',
    },
  ];
  const lines = records.map((record) => JSON.stringify({ ...record, ...common }));
  writeFileSync(join(project, 'id-1.jsonl'), `${lines.join('\n')}\n`);
  writeFileSync(join(directory, 'claude'), '#!/bin/sh\necho resumed with "$@"; cat\n', { mode: 0o755 });
}

describe('a hit on the screen of a program', () => {
  const hit = (id: string): Hit => ({
    ...hitIn(id, { source: 'screen', part: 'screen', turn: 0, line: 30, text: 'fish 30' }),
    file: join(sessionsDir, id, 'scrollback.txt'),
  });

  it('is gone to while it is open, and read when it is closed', async () => {
    await server.call(`new prog -- sh -c 'seq -f "fish %g" 100'`);
    await client.waitForText('fish 100');
    const prog = server.coordinator.resolve('prog');
    await server.call('switch chat-1');
    await open(hit(prog.id), 'fish 30');
    await client.waitForText(/prog .*hit/);
    await client.waitForText(/^fish 30$/m);
    await server.call('close prog');
    await waitUntil('it is saved', () => existsSync(join(sessionsDir, prog.id, 'screen.txt')));
    await open(hit(prog.id), 'fish 30');
    await client.waitForText(/\[reading\] .*hit/);
    await client.waitForText(/^fish 30$/m);
  });
});
