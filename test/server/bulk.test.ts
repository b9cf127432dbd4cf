// Several sessions closed, brought back, deleted and held in one step, from a shell and seen by other
// clients.

import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Coordinator } from '../../src/session/coordinator.js';
import type { ProgramSession } from '../../src/session/program/program-session.js';
import { waitUntil } from '../harness/wait-until.js';
import { startServer, type StartedServer, type TestClient } from './start-client.js';

let server: StartedServer;
let client: TestClient;
beforeEach(async () => {
  server = await startServer();
  client = server.attach();
  await client.waitForText('#1 chat-1');
});
afterEach(() => server.workspace.stop());

const layoutOf = ({ arrangement }: Coordinator): string =>
  JSON.stringify(arrangement.workspace.tabs.map(({ id, name, root, zoomed }) => [id, name, root, zoomed]));
const openOf = ({ sessions }: Coordinator): string[] =>
  sessions.map(({ number, name }) => `#${number} ${name}`);

async function run(...lines: string[]): Promise<string> {
  let said = '';
  for (const line of lines) {
    const { stdout, stderr } = await server.call(line);
    expect(stderr).toBe('');
    said = stdout.trimEnd();
  }
  return said;
}

/** Two tabs with a name, a split, a zoom and a session in the background. */
const arrange = (): Promise<string> =>
  run(
    'rename 1 api',
    'split right',
    'rename web',
    'split below',
    'rename db',
    'zoom',
    'tab new',
    'rename top',
    'tab rename work',
    'new -d back',
  );

describe('close', () => {
  it('of several is one step, seen as one by other clients, and reopen takes all of it back', async () => {
    await arrange();
    const other = server.attach({ rows: 15, cols: 60 });
    await other.waitForText('work');
    const [layout, open] = [layoutOf(server.coordinator), openOf(server.coordinator)];
    const seen: string[] = [];
    const { arrangement } = server.coordinator;
    const settle = arrangement.settle.bind(arrangement);
    vi.spyOn(arrangement, 'settle').mockImplementation(() => {
      seen.push(layoutOf(server.coordinator));
      return settle();
    });
    expect(await run('close api db top back api')).toBe(
      'closed 4 sessions: api, db, top and back; qmux reopen brings them back',
    );
    expect(openOf(server.coordinator)).toEqual(['#2 web']);
    expect(new Set(seen).size).toBe(1);
    await other.waitForText('#2 web');
    expect((await server.call('reopen db nosuch')).stderr).toContain('no session nosuch');
    expect(openOf(server.coordinator)).toEqual(['#2 web']);
    expect(await run('reopen')).toBe('reopened 4 sessions: api, db, top and back; 1 in the background');
    expect(new Set(seen).size).toBe(2);
    expect(layoutOf(server.coordinator)).toBe(layout);
    expect(openOf(server.coordinator)).toEqual(open);
    await other.waitForText('#4 top');
  });

  it('of everything comes back in place of the chat that stood in for it, also after a restart', async () => {
    await arrange();
    const [layout, open] = [layoutOf(server.coordinator), openOf(server.coordinator)];
    await run('close web', 'close api db top back');
    expect(openOf(server.coordinator)).toEqual(['#1 chat-1']);
    const again = await server.startAgain();
    const { coordinator } = again.workspace;
    const { sessions, notes } = await coordinator.reopenLast(again.viewer);
    expect([sessions.length, notes]).toEqual([4, []]);
    expect((await coordinator.reopenLast(again.viewer)).notes).toEqual([]);
    expect(openOf(coordinator)).toEqual(open);
    expect(layoutOf(coordinator)).toBe(layout);
    await again.workspace.stop();
  });

  it('gives the undo of the layout back with the panes', async () => {
    await run('rename 1 api', 'split right', 'rename web', 'break');
    await run('close api web', 'reopen', 'layout undo');
    const { arrangement } = server.coordinator;
    expect(arrangement.workspace.tabs).toHaveLength(1);
    expect(arrangement.paneOf(server.coordinator.resolve('api').id)).toBeDefined();
  });

  it('says what is not as it was: deleted, renamed, changed tabs, ended programs', async () => {
    await run('rename 1 api', 'split right', 'rename web', 'split below', 'rename db', 'new -d cat1 -- cat');
    const program = server.coordinator.resolve('cat1');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await run('close web db cat1');
    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();
    await vi.waitFor(() => expect(program.record).toMatchObject({ exit: { signal: 1 } }));
    await run('new -d web', 'delete db --yes', 'switch api', 'split below');
    expect(await run('reopen')).toMatch(
      /^reopened 2 sessions: web-2 and cat1; 1 in the background; 1 session of that close was deleted; cat1 has ended; .*web is web-2 now: its name is taken; web-2 is beside its old place: the tab has changed$/,
    );
  });

  it('does nothing if one name is unknown or one more than the limit would come back', async () => {
    await arrange();
    const before = layoutOf(server.coordinator);
    const { stderr, exitCode } = await server.call('close api wbe db');
    expect([stderr, exitCode]).toEqual(['no session wbe; did you mean web?\n', 2]);
    expect(layoutOf(server.coordinator)).toBe(before);
    await run('close api db');
    Object.assign(server.live.values, { maxSessions: 4 });
    expect((await server.call('reopen')).stderr).toContain('the limit of max_sessions');
    Object.assign(server.live.values, { maxSessions: 5 });
    await run('reopen');
    expect(layoutOf(server.coordinator)).toBe(before);
  });

  it('takes those of a type, or idle ones that nobody sees and in which nothing runs', async () => {
    await run('new -d debug one', 'new -d two', 'new -d three', 'new -d shell -- sh', 'new -d cat1 -- cat');
    const old = (name: string): void =>
      server.coordinator.resolve(name).update({ lastUsed: Date.now() - 3 * 3_600_000 });
    for (const name of ['chat-1', 'one', 'two', 'shell', 'cat1']) old(name);
    for (const name of ['shell', 'cat1']) {
      const session = server.coordinator.resolve(name);
      vi.spyOn(session as ProgramSession, 'printedAtMs', 'get').mockReturnValue(0);
    }
    const shell = server.coordinator.resolve('shell') as ProgramSession;
    await waitUntil('the shell is at its prompt', () => shell.isShellAtRest && !shell.attention.isOpen);
    const dry = await run('close --idle 2h --dry-run');
    expect(dry).toContain('would close 3 sessions; not closed, still running: cat1:\n');
    expect(dry).toContain('#2 one, active, last used 3 h ago');
    expect(server.coordinator.sessions).toHaveLength(6);
    expect(await run('close --idle 2h --type debug')).toBe('closed one; qmux reopen brings it back');
    expect(await run('close --idle 2h')).toContain('closed 2 sessions: two and shell');
    expect(await run('close --idle 2h --type chat')).toBe('no session of type chat has been idle for 2h');
    expect((await server.call('close --type poem')).stderr).toContain('no type poem');
    expect((await server.call('close --idle soon')).stderr).toContain('soon is not an age');
  });

  it('of many leaves turns of the loop to others, while they end and while they come back', async () => {
    const { coordinator } = server;
    const count = process.env['QMUX_TEST_LONG'] ? 1000 : 60;
    for (let at = 0; at < count; at++) await server.create({ place: { at: 'background' } });
    const closing = coordinator.sessions.filter(({ name }) => name !== 'chat-1');
    let turns = 0;
    let isOver = false;
    const look = (): void => {
      turns++;
      if (!isOver) setImmediate(look);
    };
    setImmediate(look);
    const stops = closing.map((session) => vi.spyOn(session, 'stop'));
    const begun = (): number => stops.filter((stop) => stop.mock.calls.length > 0).length;
    await coordinator.closeSessions(closing);
    expect(coordinator.sessions).toHaveLength(1);
    expect(begun()).toBe(0);
    await waitUntil('all have ended', () => begun() === count);
    expect(turns).toBeGreaterThan(count / 10);
    isOver = true;
    expect((await coordinator.reopenLast(coordinator.arrangement.viewers.current)).notes).toEqual([]);
    expect(coordinator.sessions).toHaveLength(count + 1);
  });
});

describe('delete, pause and resume of several', () => {
  it('ask once with all names, and do nothing if one is open or a program', async () => {
    await run('new -d one', 'new -d two', 'new -d three', 'new -d cat1 -- cat', 'close one two');
    expect((await server.call('delete one three two')).stderr).toContain('three is open; close it first');
    const asked = await server.call('delete one two one');
    expect(asked).toMatchObject({
      exitCode: 1,
      confirm: { question: 'one, 0 turns\ntwo, 0 turns\ndelete 2 sessions for good?' },
    });
    expect(server.coordinator.archive).toHaveLength(2);
    const folder = join(
      server.directory,
      'data/default/sessions',
      server.coordinator.resolveArchived('two').id,
    );
    mkdirSync(join(`${folder}.removed`, 'in-the-way'), { recursive: true });
    expect((await server.call('delete two one --yes')).stderr).toMatch(
      /^deleted 1 of 2 sessions; not deleted: two; the session cannot be removed: /,
    );
    rmSync(`${folder}.removed`, { recursive: true });
    expect(await run('delete two --yes')).toBe('deleted two');
    expect(server.coordinator.archive).toEqual([]);
    expect((await server.call('pause chat-1 cat1 three')).stderr).toContain('cat1 is a program');
    expect(await run('pause chat-1')).toContain('paused chat-1');
    expect(await run('pause chat-1 three')).toBe('paused 1 chat: three; 1 was already paused');
    expect(await run('resume chat-1 three')).toBe('resumed 2 chats: chat-1 and three');
    const exported = join(server.directory, 'exported');
    mkdirSync(exported);
    expect(await run(`export three chat-1 three --format json -o ${exported}`)).toBe(
      `exported 2 conversations to ${exported}: three.json and chat-1.json`,
    );
    rmSync(join(exported, 'three.json'));
    expect((await server.call(`export three chat-1 --format json -o ${exported}`)).stderr).toContain(
      'chat-1.json exists already',
    );
    expect(readdirSync(exported)).toEqual(['chat-1.json']);
  });
});

describe('rename and join of several', () => {
  it('change all or nothing, and names may be exchanged', async () => {
    await run('rename 1 a-1', 'new -d a-2', 'new -d other');
    const names = (): string[] => server.coordinator.sessions.map(({ name }) => name);
    expect((await server.call('rename --pattern other a-1')).stderr).toContain('name other is taken');
    expect((await server.call('rename --pattern same a-1 a-2')).stderr).toBe(
      'pattern: a-1 and a-2 would both be same; add {n} or {name}\n',
    );
    expect((await server.call('rename --pattern {x} a-1 a-2')).stderr).toContain('{x} is unknown');
    expect((await server.call('rename a-1 a-2 other')).stderr).toContain('several need --pattern');
    expect(names()).toEqual(['a-1', 'a-2', 'other']);
    expect(await run('rename --pattern a-{n} a-2 a-1')).toBe('renamed 2 sessions: a-1 and a-2');
    expect(names()).toEqual(['a-2', 'a-1', 'other']);
    expect(await run('join --tab new a-1 other')).toBe('moved 2 sessions to tab 2: a-1 and other');
    expect((await server.call('join --tab 7 a-1')).stderr).toContain('there is no tab 7');
    const before = layoutOf(server.coordinator);
    expect(await run('join --tab 2 a-1 other')).toBe('they are in this tab already');
    expect(layoutOf(server.coordinator)).toBe(before);
    await run('layout undo');
    expect(server.coordinator.arrangement.workspace.tabs).toHaveLength(1);
  });

  it('are offered for the marked sessions of the picker, which comes back after them', async () => {
    await run('rename 1 one', 'new -d two', 'new -d three', 'new -d four', 'new -d five', 'close four five');
    client.type('\u0011sf\u0001\u0014');
    await client.waitForText('delete 2 archived sessions');
    // Typed before there was a question.
    client.type('dy');
    await client.waitForText('delete 2 sessions for good?');
    client.type('n');
    await client.waitForText('sessions, 2 marked');
    expect(server.coordinator.archive).toHaveLength(2);
    client.type('\u001b');
    await client.waitForText('Idle (3)');
    client.type('\u001b');
    await client.waitForNoText('marked');
    client.type('\u0011s');
    await client.waitForText('Idle (3)');
    client.type('\u0001\u0014a');
    await client.waitForText(':ask one two three --');
    client.type('\u001b');
    await client.waitForText('sessions, 3 marked');
    client.type('\u0014');
    await client.waitForText('close 3 sessions (archive)');
    client.type('r');
    await client.waitForText('rename 3 sessions to: {name}');
    client.type('-x\r');
    await client.waitForText('three-x');
    await client.waitForText('sessions, 3 marked');
    client.type('\u001b');
    await client.waitForNoText('3 marked');
  });
});
